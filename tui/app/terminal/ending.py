"""An application that ends in order: on a signal, when its terminal goes away, and when it fails."""

from __future__ import annotations

import os
import threading
from signal import Signals
from typing import Any

from textual.app import App
from textual.worker import WorkerFailed

PATIENCE = 5.0
"""Seconds that ending may take when nobody is there any more to see that it hangs."""


class EndingApp(App[None]):
    """What fails is kept in `failure` for whoever started it; Textual would print it with all local variables."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.failure: BaseException | None = None
        self.is_ending = False

    def run_to_end(self, *, mouse: bool = True) -> int:
        """Run in this terminal, with its reports of the `mouse` or without.

        Returns the exit code: 0, 1 when there is a `failure`, 128 and a signal's number.
        """
        try:
            self.run(mouse=mouse)
        except Exception as error:  # raised while ending
            self.failure = self.failure or error
        finally:
            if self._driver is not None:
                self._driver.close()
        return (self.return_code or 0) if self.failure is None else 1

    def end(self, number: Signals) -> None:
        """End because of a signal, or as if it had come; the exit code is 128 and its number. Only the first counts."""
        if not self.is_ending:
            self.is_ending = True
            code = 128 + number
            self.exit(return_code=code)
            if not self.is_headless:
                last_resort = threading.Timer(PATIENCE, os._exit, (code,))
                last_resort.daemon = True
                last_resort.start()

    def fail(self, error: Exception) -> None:
        """End because of an error that nobody expected; the exit code is 1."""
        self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        if self.failure is None:
            self.failure = error.error if isinstance(error, WorkerFailed) else error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
