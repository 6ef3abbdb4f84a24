"""What the calls of the service do for a user who has signed in: one function for each row of the endpoint table."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from tui.models import Json
from tui.protocol import endpoints as table
from tui.protocol.endpoints import Endpoint, HistoryJson, ListJson, PinJson
from tui.protocol.records import encode_meta
from tui.server import history
from tui.server.accounts import Accounts
from tui.server.arguments import (
    channel_form_of,
    ids_of,
    mark_of,
    page_size_of,
    queue_of,
    removal_target_of,
    start_of,
    targets_of,
    until_of,
    window_of,
)
from tui.server.conversations import Conversations, Listing, find
from tui.server.refusals import illegal_argument, not_a_member

NO_KEY = "undefined"  # what the service itself sends at the end
_MOST_TARGETS = 100
MOST_GROUPS = 500
_DONE: Json = {"result": "ok"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the signed-in `user`: what the endpoint's models read of it; `now` is in ms since 1970."""

    user: str
    now: int
    connection: Connection
    query: Any = None
    body: Any = None
    segments: Mapping[str, str] = field(default_factory=dict)


class Calls:
    """The calls about conversations and messages. Each returns the answer's `data`, or raises Refusal."""

    def __init__(self, accounts: Accounts, conversations: Conversations, app_key: str) -> None:
        self._accounts = accounts
        self._conversations = conversations
        self._app_key = app_key
        self.by_endpoint: Mapping[Endpoint, Callable[[Call], Any]] = {
            table.LIST: self.conversations,
            table.LIST_BY_MARK: self.marked_conversations,
            table.PIN: self.pin,
            table.UNPIN: self.unpin,
            table.MARK: self.mark,
            table.UNMARK: self.unmark,
            table.HISTORY: self.messages,
            table.REMOVE_BY_IDS: self.remove_by_ids,
            table.REMOVE_BY_TIME: self.remove_by_time,
            table.DELETE_CONVERSATION: self.delete_conversation,
            table.CLEAR_ALL: self.clear_all,
            table.METADATA: self.metadata,
            table.JOINED_GROUPS: self.joined_groups,
        }

    def conversations(self, call: Call) -> ListJson:
        query: table.ListQuery = call.query
        wanted = Listing(query.limit, query.cursor, pinned=bool(query.is_top), with_empty=query.need_empty)
        return self._conversations.page(call.connection, call.user, wanted)

    def marked_conversations(self, call: Call) -> ListJson:
        query: table.MarkQuery = call.query
        wanted = Listing(query.limit, query.cursor, mark=mark_of(query.mark))
        return self._conversations.page(call.connection, call.user, wanted)

    def pin(self, call: Call) -> PinJson:
        body: table.PinBody = call.body
        return self._conversations.pin(call.connection, call.user, channel_form_of(body.type), body.to, call.now)

    def unpin(self, call: Call) -> PinJson:
        query: table.UnpinQuery = call.query
        return self._conversations.unpin(call.connection, call.user, channel_form_of(query.type), query.to)

    def mark(self, call: Call) -> Json:
        body: table.MarkBody = call.body
        self._conversations.set_mark(call.connection, call.user, mark_of(body.mark), targets_of(body.targets))
        return _DONE

    def unmark(self, call: Call) -> Json:
        body: table.MarkBody = call.body
        self._conversations.clear_mark(call.connection, call.user, mark_of(body.mark), targets_of(body.targets))
        return _DONE

    def messages(self, call: Call) -> HistoryJson:
        body: table.HistoryBody = call.body
        target, form = queue_of(body.queue)
        page = self._page(call, form, target)
        metas = [base64.b64encode(encode_meta(record, self._app_key)).decode() for record in page.records]
        return {
            "user": f"{call.user}@{table.USER_DOMAIN}",
            "queue": body.queue,
            "is_last": page.after is None,
            "next_key": page.after or NO_KEY,
            "timestamp": call.now,
            "msgs": [{"msg": meta} for meta in metas],
        }

    def _page(self, call: Call, form: str, target: str) -> history.Page:
        body: table.HistoryBody = call.body
        size, window, start_id = page_size_of(body.pull_number), window_of(body, form), start_of(body.start)
        seat = find(call.connection, call.user, form, target)
        if seat is None and form == "group":
            raise not_a_member(call.user)
        if seat is None:
            return history.Page((), None)
        start = None if start_id is None else history.place_of(call.connection, seat.channel, start_id)
        return history.read_page(call.connection, seat, window, start, size)

    def remove_by_ids(self, call: Call) -> Json:
        query: table.RemoveByIdsQuery = call.query
        form, target = removal_target_of(call.segments["form"], query.user, query.group)
        ids = ids_of(query.ids)
        if seat := find(call.connection, call.user, form, target):
            history.remove_by_ids(call.connection, seat, ids)
        return _DONE

    def remove_by_time(self, call: Call) -> Json:
        query: table.RemoveByTimeQuery = call.query
        form, target = removal_target_of(call.segments["form"], query.user, query.group)
        until = until_of(query.until)
        if seat := find(call.connection, call.user, form, target):
            history.remove_by_time(call.connection, seat, until, call.now)
        return _DONE

    def delete_conversation(self, call: Call) -> Json:
        body: table.DeleteConversationBody = call.body
        where = (channel_form_of(body.type), body.channel)
        self._conversations.delete(call.connection, call.user, *where, call.now, with_messages=body.delete_roam)
        return _DONE

    def clear_all(self, call: Call) -> Json:
        self._conversations.delete_all(call.connection, call.user, call.now)
        return _DONE

    def metadata(self, call: Call) -> Json:
        body: table.MetadataBody = call.body
        if len(body.targets) > _MOST_TARGETS:
            raise illegal_argument(f"at most {_MOST_TARGETS} targets in one request")
        nicknames = self._accounts.nicknames(call.connection, body.targets)
        wants_nickname = "nickname" in body.properties
        return {user: {"nickname": nickname} if wants_nickname else {} for user, nickname in nicknames.items()}

    def joined_groups(self, call: Call) -> Json:
        query: table.JoinedGroupsQuery = call.query
        if query.page < 0 or not 1 <= query.size <= MOST_GROUPS:
            raise illegal_argument(f"pagenum counts from 0, pagesize is 1 to {MOST_GROUPS}")
        groups = self._conversations.groups(call.connection, call.user)
        return groups[query.page * query.size :][: query.size]
