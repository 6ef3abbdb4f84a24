"""A way to a secret that the user keeps and that is only read."""

from __future__ import annotations

from dataclasses import dataclass

from tui.config.routes import Route


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """Gives what `source` gives and leaves it alone: a password is the user's own, and a token must not replace it."""

    source: Route

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def asks_on_terminal(self) -> bool:
        return self.source.asks_on_terminal

    def words(self) -> str:
        return self.source.words()

    def get(self) -> str | None:
        return self.source.get()

    def keep(self, token: str) -> bool:
        return False

    def forget(self) -> bool:
        return False


def keeps(route: Route) -> bool:
    """Whether tokens are kept there by us; else the secret is the user's own to change and to remove."""
    return not (route.asks_on_terminal or isinstance(route, ReadOnly))
