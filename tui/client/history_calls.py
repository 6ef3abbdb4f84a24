"""The service's operations on the messages of a conversation: reading them page by page, and removing them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import tui.client.arguments as check
from tui.client.calling import Caller, TypeName
from tui.client.removal import remove_in_chunks
from tui.errors import ArgumentError
from tui.models import ConversationType, HistoryPage, SearchOptions
from tui.protocol import endpoints as api
from tui.protocol.answers import read_history, read_json_answer
from tui.protocol.endpoints import Endpoint, queue_of, removal_form


class HistoryCalls(Caller):
    """The histories of a user's conversations, of which each user has a copy."""

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: TypeName,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        """A page of a conversation's history: `up` from the newest to older ones, `down` from the oldest (section 8).

        `cursor` is that of the page before, or any message's id: the page starts behind it; None starts at the end.
        `page_size` is 1 to 50. A page may hold fewer messages than that, even none, without being the last; one that
        cannot be read is in its place with an `UnreadableBody`. Raises ServiceError of type 505 when the service keeps
        no history for the app.
        """
        self._rest.session.require()
        target = check.name("target_id", target_id)
        kind = check.conversation_type("chat_type", chat_type)
        start = None if cursor is None else check.cursor("cursor", cursor)
        options = check.search_options(SearchOptions() if search_options is None else search_options)
        body = api.HistoryBody(
            queue=queue_of(target, kind),
            start=-1 if start is None else start,
            pull_number=check.page_size(page_size),
            is_positive=check.one_of("search_direction", search_direction, check.DIRECTIONS) == "down",
            msg_type=",".join(options.msg_types),
            start_time=options.start_time,
            end_time=options.end_time,
            sender=None if kind is ConversationType.SINGLE else options.sender,
        )
        viewpoint = await self._viewpoint()
        return await self._rest.call(
            api.HISTORY, lambda answer: read_history(answer, viewpoint, asked_from=start), body=body
        )

    async def remove_history_messages(
        self,
        target_id: str,
        chat_type: TypeName,
        message_ids: Collection[str] | None = None,
        before_timestamp: int | None = None,
    ) -> None:
        """Remove messages of a conversation for this user only, by ids or by time, never both (section 8).

        `message_ids` are one or more; they go in requests of at most 20, in their order, and unknown ones are ignored.
        `before_timestamp` (ms since 1970, above 0) removes what was sent at or before it. Raises PartialRemovalError
        when several requests were needed and one failed; a single request's failure is raised as it is.
        """
        self._rest.session.require()
        target = check.name("target_id", target_id)
        kind = check.conversation_type("chat_type", chat_type)
        if (message_ids is None) == (before_timestamp is None):
            raise ArgumentError("message_ids", message_ids, "either message_ids or before_timestamp")
        if message_ids is None:
            until = check.time("before_timestamp", before_timestamp, least=1)
            query = api.RemoveByTimeQuery(**_whose(target, kind), until=until, resource=self.resource)
            await self._remove(api.REMOVE_BY_TIME, kind, query)
            return

        async def remove(ids: Sequence[str]) -> None:
            query = api.RemoveByIdsQuery(**_whose(target, kind), ids=",".join(ids), resource=self.resource)
            await self._remove(api.REMOVE_BY_IDS, kind, query)

        await remove_in_chunks(check.message_ids(message_ids), remove)

    async def _remove(self, endpoint: Endpoint, kind: ConversationType, query: api.Parameters) -> None:
        segments = {"form": removal_form(kind)}
        await self._rest.call(endpoint, read_json_answer, query=query, segments=segments)


def _whose(target: str, kind: ConversationType) -> dict[str, str]:
    return {"user": target} if kind is ConversationType.SINGLE else {"group": target}
