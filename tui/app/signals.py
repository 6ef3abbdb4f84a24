"""Signals that ask the program to end: it leaves the terminal as it found it, which Textual by itself does not."""

from __future__ import annotations

import asyncio
import signal

from textual.app import App

ENDING = (signal.SIGTERM, signal.SIGHUP)


def end_on_signals(app: App[None]) -> None:
    """End `app` when the program is told to or its terminal goes away; its exit code is 128 and the signal's number.

    Must be called in the main thread's event loop, which keeps the handlers for as long as it lives.
    """
    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, _end, app, number)


def _end(app: App[None], number: signal.Signals) -> None:
    app.exit(return_code=128 + number)
