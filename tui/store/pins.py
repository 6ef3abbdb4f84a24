"""Pins on their way: the newest wish for each conversation, and what the service has where an answer was lost.

They stand in no journal: a pin takes nothing away, so it must neither wait for a disk nor be refused for want of one,
and the next start reads the list of pins in any case.
"""

from __future__ import annotations

from collections.abc import Callable

from tui.errors import PinUnknownError, RoamingError
from tui.events import Fact, PinChanged
from tui.i18n import _
from tui.limits import LARGEST_PAGE
from tui.models import ConversationKey, PinState
from tui.removal.sending import may_have_acted
from tui.store.service import PinService


async def pin(service: PinService, key: ConversationKey, is_pinned: bool) -> PinState:
    """Pin or unpin, and return what the service has then; where its answer is lost, it is asked for its pins.

    Raises PinUnknownError where that is not answered either, and another RoamingError where it was not done.
    """
    try:
        return await service.pin_conversation(key.id, key.type, is_pinned)
    except RoamingError as error:
        # A refusal is certain, though it may be of a repeated request: had an earlier one been heard, so would this be.
        if not may_have_acted(error, is_repeated=False):
            raise
        state = await _looked_up(service, key, error)
        if state.is_pinned is not is_pinned:
            raise
        return state


async def pins(service: PinService) -> dict[ConversationKey, int]:
    """All pinned conversations, and when each was pinned (ms since 1970). Raises RoamingError."""
    found: dict[ConversationKey, int] = {}
    cursor, asked = "", set[str]()
    while cursor not in asked:  # a wrong server's cursors may go round
        asked.add(cursor)
        page = await service.get_server_pinned_conversations(page_size=LARGEST_PAGE, cursor=cursor)
        found |= {each.key: each.pinned_time for each in page.conversations}
        cursor = page.cursor
        if not cursor:
            break
    return found


async def _looked_up(service: PinService, key: ConversationKey, error: RoamingError) -> PinState:
    try:
        found = await pins(service)
    except RoamingError:
        sentence = _("No answer came, so it is not known whether the conversation is pinned now ({cause}).")
        raise PinUnknownError(sentence.format(cause=str(error).rstrip("."))) from error
    return PinState(key in found, found.get(key, 0))


class Pins:
    """What is wished, until the service has said what became of it."""

    def __init__(
        self,
        service: Callable[[], PinService],
        publish: Callable[[Fact], None],
        changed: Callable[[], None],
        is_listed: Callable[[ConversationKey], bool],
    ) -> None:
        """What is found out goes to `publish`; `changed` is told of wishes that come and go."""
        self._service = service
        self._publish = publish
        self._changed = changed
        self._is_listed = is_listed
        self._wishes: dict[ConversationKey, bool] = {}
        self._unknown: set[ConversationKey] = set()

    def wish(self, key: ConversationKey) -> bool | None:
        """Whether a conversation is to be pinned; None where nothing is on its way."""
        return self._wishes.get(key)

    async def set(self, key: ConversationKey, is_pinned: bool) -> None:
        """Pin or unpin. While a request is on its way, only the newest wish is kept, and sent when that has ended.

        Raises RoamingError where the newest wish was not done, or that is not known yet.
        """
        is_busy = key in self._wishes
        self._wishes[key] = is_pinned
        self._changed()
        if is_busy:
            return
        try:
            while self._is_listed(key) and not await self._send(key, self._wishes[key]):
                pass
        finally:
            del self._wishes[key]
            self._changed()

    async def settle(self) -> None:
        """Look up those of which nobody knows what became of them. Never raises a RoamingError."""
        if not self._unknown:
            return
        try:
            found = await pins(self._service())
        except RoamingError:
            return
        unknown, self._unknown = self._unknown, set()
        for key in unknown:
            self._tell(key, PinState(key in found, found.get(key, 0)))

    async def _send(self, key: ConversationKey, wish: bool) -> bool:
        """Send one wish; returns whether it is the newest still. Raises RoamingError where that one failed."""
        try:
            state = await pin(self._service(), key, wish)
        except RoamingError as error:
            if isinstance(error, PinUnknownError):
                self._unknown.add(key)
            if self._wishes[key] is not wish:
                return False
            raise
        self._unknown.discard(key)
        self._tell(key, state)
        return self._wishes[key] is wish

    def _tell(self, key: ConversationKey, state: PinState) -> None:
        self._publish(PinChanged(key, state.is_pinned, state.pinned_time, is_own=True))
