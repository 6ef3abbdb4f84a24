"""Tells a user's devices what one of them did by REST: pins, marks, deletions and removals (section 12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.models import Json
from tui.protocol import endpoints as table
from tui.protocol import live_pushes as pushes
from tui.protocol.endpoints import Endpoint
from tui.server import queues
from tui.server.arguments import ids_of, removal_target_of, until_of
from tui.server.calls import Call
from tui.server.conversations import find
from tui.server.history import removed_between
from tui.server.numbers import Numbers

_Notice = tuple[str, dict[str, Json]]
"""The kind of a notice, and its data."""


class Announcer:
    """Queues the notices of a call that has taken effect, in its own transaction.

    Every device gets them, the acting one as well: `res` says which that is.
    """

    def __init__(self, app_key: str, numbers: Numbers) -> None:
        self._app_key = app_key
        self._numbers = numbers

    def announce(self, endpoint: Endpoint, call: Call) -> list[str]:
        """Queue what `call` did, and return whose devices to wake."""
        notices = _NOTICES.get(endpoint)
        woken: set[str] = set()
        for kind, data in notices(call) if notices else ():
            number = self._numbers.next(call.now)
            user, resource = call.user, call.query.resource
            meta = pushes.notice(self._app_key, number, user, resource, kind, data, call.now)
            woken.update(queues.put(call.connection, [user], meta, call.now))
        return list(woken)


def _conversation(call: Call, op: str, to: str, spelling: str, ext: str = "") -> _Notice:
    where: dict[str, Json] = {"op": op, "id": to, "type": spelling}
    who = {"from": call.user, "res": call.query.resource, "ts": call.now}
    return "conv", where | ({"ext": ext} if ext else {}) | who


def _pinned(call: Call) -> list[_Notice]:
    return [_conversation(call, "top", call.body.to, call.body.type)]


def _unpinned(call: Call) -> list[_Notice]:
    return [_conversation(call, "not_top", call.query.to, call.query.type)]


def _deleted(call: Call) -> list[_Notice]:
    return [_conversation(call, "del", call.body.channel, call.body.type)]


def _marked(call: Call, op: str) -> list[_Notice]:
    return [_conversation(call, op, target.to, target.type, call.body.mark) for target in call.body.targets]


def _removed(call: Call, what: dict[str, Json]) -> list[_Notice]:
    single = call.segments["form"] == "chat"
    where = {"chatType": "chat" if single else "groupchat", "to": call.query.user if single else call.query.group}
    return [("roaming_delete", {**where, "resource": call.query.resource, **what})]


def _removed_by_time(call: Call) -> list[_Notice]:
    """Up to when, at most the present: a device that hears of it later must not take what came since for removed.

    What went although it is dated ahead is named.
    """
    until = until_of(call.query.until)
    notices = _removed(call, {"deleteTime": min(until, call.now)})
    form, target = removal_target_of(call.segments["form"], call.query.user, call.query.group)
    seat = find(call.connection, call.user, form, target) if until > call.now else None
    ahead = removed_between(call.connection, seat, call.now + 1, until) if seat else ()
    return [*notices, *(_removed(call, {"msgIdList": list(ahead)}) if ahead else ())]


_NOTICES: Mapping[Endpoint, Callable[[Call], list[_Notice]]] = {
    table.PIN: _pinned,
    table.UNPIN: _unpinned,
    table.DELETE_CONVERSATION: _deleted,
    table.MARK: lambda call: _marked(call, "mark"),
    table.UNMARK: lambda call: _marked(call, "mark_delete"),
    table.REMOVE_BY_IDS: lambda call: _removed(call, {"msgIdList": list(ids_of(call.query.ids))}),
    table.REMOVE_BY_TIME: _removed_by_time,
}
