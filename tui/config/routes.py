"""The ways to a profile's secret."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class SecretKind(StrEnum):
    """What a secret is: a token is used as it is, a password gets one."""

    TOKEN = "token"  # noqa: S105  # a word, not a secret
    PASSWORD = "password"  # noqa: S105


class Route(Protocol):
    """One way to a secret. Calls block; they raise ConfigError or SignInError with a sentence, never the secret."""

    @property
    def name(self) -> str:
        """The key of the configuration file that stands for it."""

    @property
    def asks_on_terminal(self) -> bool:
        """Whether it may want to talk to the user at the terminal."""

    def words(self) -> str:
        """Where the secret comes from, for people."""

    def get(self) -> str | None:
        """The secret; None when there is none."""

    def keep(self, token: str) -> bool:
        """Keep `token` for the next time; False where nothing can be kept."""

    def forget(self) -> bool:
        """Remove what is kept; False when there was nothing."""
