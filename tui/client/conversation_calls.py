"""The service's operations on conversations: their list, their pins, their marks, and their end."""

from __future__ import annotations

from collections.abc import Iterable

import tui.client.arguments as check
from tui.client.calling import Caller, TypeName
from tui.models import ConversationKey, ConversationPage, PinState
from tui.protocol import endpoints as api
from tui.protocol.answers import read_conversations, read_json_answer, read_pin, unexpected_answer
from tui.protocol.endpoints import Endpoint, channel_type, mark_type


class ConversationCalls(Caller):
    """A user's conversations, as the service keeps them for all devices of the user."""

    async def get_server_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        """A page of the conversations, most recently active first; pinned ones are not moved to the top (section 5).

        `page_size` is 1 to 50, `cursor` that of the page before or ''. The service allows few reads a minute: read at
        sign-in, follow live events after that.
        """
        return await self._list(page_size, cursor, include_empty_conversations, pinned=None)

    async def get_server_pinned_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        """A page of the pinned conversations, latest pin first (section 5). Arguments as for all conversations."""
        return await self._list(page_size, cursor, include_empty_conversations, pinned=True)

    async def get_server_conversations_by_filter(
        self, page_size: int = 10, cursor: str = "", *, mark: int
    ) -> ConversationPage:
        """A page of the conversations with a mark from 0 to 19 (section 15). `page_size` is 1 to 50."""
        self._rest.session.require()
        query = api.MarkQuery(
            limit=check.page_size(page_size),
            cursor=check.cursor("cursor", cursor),
            mark=_mark_name(mark),
            version=self._rest.pacing.now_ms(),
        )
        return await self._conversations(api.LIST_BY_MARK, query)

    async def pin_conversation(self, conversation_id: str, conversation_type: TypeName, is_pinned: bool) -> PinState:
        """Pin or unpin a conversation with a user or a group (section 7), and return what the service says of it.

        Pinning again renews the pin's time. Raises ServiceError of type 50 beyond the service's limit of pins, 1400
        when there is no such conversation.
        """
        self._rest.session.require()
        to = check.name("conversation_id", conversation_id)
        kind = channel_type(check.conversation_type("conversation_type", conversation_type, check.PINNABLE))
        if check.flag("is_pinned", is_pinned):
            body = api.PinBody(type=kind, to=to)
            return await self._rest.call(api.PIN, read_pin, query=self._device(), body=body)
        query = api.UnpinQuery(type=kind, to=to, resource=self.resource)
        return await self._rest.call(api.UNPIN, read_pin, query=query)

    async def delete_conversation(self, channel: str, chat_type: TypeName, delete_roam: bool) -> None:
        """Delete a conversation with a user or a group from this user's list (section 8).

        With `delete_roam` its messages go as well; without, they stay and history still gives them.
        """
        self._rest.session.require()
        body = api.DeleteConversationBody(
            channel=check.name("channel", channel),
            type=channel_type(check.conversation_type("chat_type", chat_type, check.PINNABLE)),
            delete_roam=check.flag("delete_roam", delete_roam),
        )
        await self._rest.call(api.DELETE_CONVERSATION, _read_done, query=self._device(), body=body)

    async def add_conversation_mark(self, conversations: Iterable[ConversationKey], mark: int) -> None:
        """Give conversations with users or groups a mark from 0 to 19 (section 15)."""
        await self._set_mark(api.MARK, conversations, mark)

    async def remove_conversation_mark(self, conversations: Iterable[ConversationKey], mark: int) -> None:
        """Take a mark from 0 to 19 from conversations (section 15)."""
        await self._set_mark(api.UNMARK, conversations, mark)

    async def _list(self, page_size: int, cursor: str, empty: bool, *, pinned: bool | None) -> ConversationPage:
        self._rest.session.require()
        query = api.ListQuery(
            limit=check.page_size(page_size),
            cursor=check.cursor("cursor", cursor),
            is_top=pinned,
            need_empty=check.flag("include_empty_conversations", empty),
            version=self._rest.pacing.now_ms(),
        )
        return await self._conversations(api.LIST, query)

    async def _conversations(self, endpoint: Endpoint, query: api.Parameters) -> ConversationPage:
        viewpoint = await self._viewpoint()
        return await self._rest.call(endpoint, lambda answer: read_conversations(answer, viewpoint), query=query)

    async def _set_mark(self, endpoint: Endpoint, conversations: Iterable[ConversationKey], mark: int) -> None:
        self._rest.session.require()
        keys = check.conversations(conversations)
        targets = [api.MarkTarget(to=key.id, type=mark_type(key.type)) for key in keys]
        body = api.MarkBody(mark=_mark_name(mark), targets=targets)
        await self._rest.call(endpoint, read_json_answer, query=self._device(), body=body)


def _mark_name(mark: int) -> str:
    return f"mark_{check.mark(mark)}"


def _read_done(body: bytes) -> None:
    """The answer to a deletion, which has to be there but says nothing."""
    if read_json_answer(body) is None:
        raise unexpected_answer()
