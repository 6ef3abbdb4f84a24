"""Another device of amy's, and her friend, who do something whenever they are told to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from tests.commands.worlds import USER
from tests.server.test_live import Sender, said
from tui.client import RoamingClient
from tui.commands.paging import every_message
from tui.models import ChatMessage, ConversationKey
from tui.protocol import msync_pb2 as pb
from tui.server.service import Service

ACTS = ("say", "remove another", "pin", "remove", "recall")


@dataclass
class OtherPhone:
    """Beside a browser that is about to remove `chosen` (ids) of the conversation `key`; on a way without accidents.

    It does one of `acts` after the other, and then begins again.
    """

    client: RoamingClient
    service: Service
    key: ConversationKey
    acts: Sequence[str] = ACTS
    chosen: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    """What was removed or recalled by it, by id."""
    arrived: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._turns: Iterator[str] = cycle(self.acts)

    async def act(self) -> None:
        """A new message, a removal of what is not chosen or of what is, a pin and its end, or a recall of either."""
        match next(self._turns, None):
            case "say":
                self.arrived.add(self.service.say(self.key.id, USER, "and another thing", "chat"))
            case "pin":
                for is_pinned in (True, False):
                    await self.client.pin_conversation(self.key.id, self.key.type, is_pinned)
            case "recall":
                await self._recall(await self._there())
            case "remove":
                await self._remove([each.id for each in await self._there() if each.id in self.chosen][-1:])
            case "remove another":
                await self._remove([each.id for each in await self._there() if each.id not in self.chosen][:1])

    async def history(self) -> dict[str, ChatMessage]:
        """All that the service has of the conversation, by id."""
        return {each.id: each async for each in every_message(self.client, self.key)}

    async def _there(self) -> Sequence[ChatMessage]:
        page = await self.client.get_history_messages(self.key.id, self.key.type, page_size=50)
        return page.messages

    async def _remove(self, ids: Sequence[str]) -> None:
        if ids:
            await self.client.remove_history_messages(self.key.id, self.key.type, ids)
            self.removed.update(ids)

    async def _recall(self, messages: Sequence[ChatMessage]) -> None:
        """The friend takes back the oldest of these that the friend has sent."""
        mine = [each.id for each in messages if each.sender == self.key.id and each.id not in self.arrived]
        if mine:
            friend = Sender(self.service, self.key.id, self.service.token_of(self.key.id))
            answer = await friend.send(USER, said("", pb.MessageBody.RECALL, ack_message_id=int(mine[-1])))
            assert answer.status.error_code == pb.Status.OK
            self.removed.add(mine[-1])
