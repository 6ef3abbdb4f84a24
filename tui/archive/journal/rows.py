"""How a removal is kept in the journal's columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.errors import JournalError
from tui.i18n import _
from tui.models import ConversationKey, ConversationType
from tui.removal.entries import Entry, Result, State
from tui.removal.plan import ByIds, Removal, Target, UpTo, Whole

COLUMNS = (
    "number, account, version, type, id, kind, time, count, state, reason, confirmed_at, sending_at, sent_at, ended_at"
)
_IDS, _TIME, _CONVERSATION, _EVERYTHING = "ids", "time", "conversation", "everything"


def kind_and_time(target: Target) -> tuple[str, int]:
    """The columns of what is to go."""
    match target:
        case ByIds():
            return _IDS, 0
        case UpTo(time=time):
            return _TIME, time
        case Whole(with_messages=with_messages, newest=newest):
            return (_EVERYTHING if with_messages else _CONVERSATION), newest


def parts_of(target: Target) -> list[tuple[int, str, int]]:
    """Place, id and time of each part."""
    if isinstance(target, ByIds):
        return [(place, *pair) for place, pair in enumerate(zip(target.ids, target.times, strict=True))]
    return [(0, "", 0)]


def entry_of(row: Sequence[Any], parts: Sequence[tuple[str, int, str]]) -> Entry:
    """The entry in these columns with its parts (id, time, result). Raises JournalError for what is none of ours."""
    number, account, version, kind_of, conversation, kind, time, count, state, reason, *times = row
    confirmed_at, sending_at, sent_at, ended_at = times
    try:
        key = ConversationKey(conversation, ConversationType(kind_of))
        target = _target(kind, time, parts)
        results = tuple(Result(result) for _id, _time, result in parts)
        removal, state = Removal(key, target, count), State(state)
    except ValueError as error:
        raise JournalError(_("The journal of deletions is damaged: entry {number}.").format(number=number)) from error
    return Entry(number, account, removal, state, results, confirmed_at, sending_at, sent_at, ended_at, reason, version)


def _target(kind: str, time: int, parts: Sequence[tuple[str, int, str]]) -> Target:
    match kind:
        case "ids":
            return ByIds(tuple(each for each, _time, _result in parts), tuple(at for _id, at, _result in parts))
        case "time":
            return UpTo(time)
        case "conversation" | "everything":
            return Whole(kind == _EVERYTHING, time)
        case _:
            raise ValueError(kind)
