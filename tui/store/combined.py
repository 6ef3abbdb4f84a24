"""The messages that combined messages hold: fetched when they are wanted, and remembered for the session."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping

from tui.models import ChatMessage, CombineBody
from tui.store.service import Service

MAX_LEVEL = 10
"""How deep combined messages are opened within others (section 9)."""

KEPT = 5_000
"""Messages to remember: many files, each of which has at most 300."""

Held = tuple[ChatMessage, ...]


class Combined:
    """Asks the service once for each file, as long as that is remembered."""

    def __init__(self, service: Callable[[], Service]) -> None:
        self._service = service
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._count = 0

    async def of(self, message: ChatMessage) -> Held:
        """The messages that `message` holds, in its order. Raises RoamingError, for an expired file as well."""
        name = message.body.attachment.url if isinstance(message.body, CombineBody) else ""
        held = self._held.get(name)
        if held is None:
            held = await self._service().download_combined(message)
            self._remember(name, held)
        self._held.move_to_end(name)
        return held

    @property
    def counts(self) -> Mapping[str, int]:
        """How many messages there are in the files that are remembered, by their addresses."""
        return {url: len(held) for url, held in self._held.items()}

    def _remember(self, name: str, held: Held) -> None:
        self._count += len(held) - len(self._held.get(name, ()))
        self._held[name] = held
        while self._count > KEPT and len(self._held) > 1:
            _name, oldest = self._held.popitem(last=False)
            self._count -= len(oldest)
