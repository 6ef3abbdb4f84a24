"""The secret kept in the desktop's keyring, asked through the optional package `keyring`."""

from __future__ import annotations

import importlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from tui.errors import ConfigError, SignInError
from tui.i18n import _

T = TypeVar("T")

PATIENCE = 3.0
"""Seconds: a locked keyring may ask on a desktop that nobody sees, and never answer."""

SERVICE = "roam"


class _Backend(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keeps the secret in the keyring under the service `roam` and the name `entry`.

    Every call raises ConfigError when the package is not installed, SignInError when the keyring does not answer.
    """

    entry: str
    patience: float = PATIENCE
    asks_on_terminal = False
    name = "keyring"

    def words(self) -> str:
        return _("keyring")

    def get(self) -> str | None:
        return self._ask(lambda backend: backend.get_password(SERVICE, self.entry)) or None

    def keep(self, token: str) -> bool:
        self._ask(lambda backend: backend.set_password(SERVICE, self.entry, token))
        return True

    def forget(self) -> bool:
        if self.get() is None:
            return False
        self._ask(lambda backend: backend.delete_password(SERVICE, self.entry))
        return True

    def _ask(self, question: Callable[[_Backend], T]) -> T:
        """Ask in a thread of its own that may be left behind: it must not keep the program from ending."""
        answers: queue.SimpleQueue[tuple[T] | type[Exception]] = queue.SimpleQueue()

        def work() -> None:
            try:
                answers.put((question(cast(_Backend, importlib.import_module("keyring"))),))
            except Exception as error:  # each backend has errors of its own, and their words are not ours to repeat
                answers.put(type(error))

        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            answer = answers.get(timeout=self.patience)
        except queue.Empty:
            sentence = _("the keyring did not answer within {seconds:g} seconds; it may be locked")
            raise SignInError(sentence.format(seconds=self.patience)) from None
        if isinstance(answer, tuple):
            return answer[0]
        if issubclass(answer, ImportError):
            raise ConfigError(_("the keyring needs another package: pip install 'roamtui[keyring]'"))
        raise SignInError(_("the keyring cannot be used ({reason})").format(reason=answer.__name__))
