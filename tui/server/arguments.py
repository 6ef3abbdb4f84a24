"""From the wire's spelling of what a call is about to the service's own words; all raise Refusal (400)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from tui.protocol.endpoints import GROUP_DOMAIN, USER_DOMAIN, HistoryBody, MarkTarget, is_single
from tui.protocol.records import MAX_ID, MAX_TIME
from tui.server.history import Window
from tui.server.limits import MOST_IDS, MOST_ON_A_PAGE
from tui.server.refusals import Refusal, illegal_argument, not_for_rooms

_DEFAULT_PAGE = 20
_GROUP_TYPES = ("groupchat", "group", "chatroom")
_MARK = re.compile(r"mark_(1?[0-9])")


def form_of(spelling: str) -> str:
    """ "chat" or "group" for any of the wire's spellings of a conversation type."""
    if is_single(spelling):
        return "chat"
    if spelling.lower() in _GROUP_TYPES:
        return "group"
    raise illegal_argument("type must be chat or groupChat")


def channel_form_of(spelling: str) -> str:
    """Like `form_of`, without chat rooms, which can be neither pinned nor deleted (sections 7 and 8)."""
    if spelling.lower() == "chatroom":
        raise not_for_rooms()
    return form_of(spelling)


def queue_of(text: str) -> tuple[str, str]:
    """Id and form of the conversation that a queue belongs to."""
    target, _, domain = text.rpartition("@")
    if not target or domain not in (USER_DOMAIN, GROUP_DOMAIN):
        raise illegal_argument("the queue cannot be read")
    return target, "chat" if domain == USER_DOMAIN else "group"


def page_size_of(value: int | str | None) -> int:
    """More than the most is cut, and what says nothing is the default."""
    if isinstance(value, str) and value and not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        raise illegal_argument("pull_number is not a number")
    number = int(value or 0)
    return min(number, MOST_ON_A_PAGE) if number > 0 else _DEFAULT_PAGE


def start_of(value: int | str | None) -> str | None:
    """The message id to start from, None for the end that the direction starts from."""
    text = "" if value is None else str(value)
    return None if text in ("", "-1") else message_id_of(text)


def message_id_of(text: str) -> str:
    if not re.fullmatch(r"\d{1,20}", text, re.ASCII) or int(text) > MAX_ID:
        raise illegal_argument("a message id is not an unsigned 64-bit number")
    return str(int(text))


def ids_of(text: str) -> list[str]:
    """The ids of a comma list: 1 to `MOST_IDS`."""
    parts = [part for part in text.split(",") if part]
    if not 1 <= len(parts) <= MOST_IDS:
        raise illegal_argument(f"msgIdList must have 1 to {MOST_IDS} ids")
    return [message_id_of(part) for part in parts]


def window_of(body: HistoryBody, form: str) -> Window:
    """Which messages a history call asks for; the sender counts in groups only (section 8)."""
    return Window(
        upwards=not body.is_positive,
        kinds=tuple(dict.fromkeys(kind.strip() for kind in body.msg_type.split(",") if kind.strip()))[:20],
        sender=(body.sender or None) if form == "group" else None,
        since=_time_of(body.start_time, math.ceil, 0),
        until=_time_of(body.end_time, math.floor, MAX_TIME),
    )


def until_of(value: float) -> int:
    """The time (ms since 1970, inclusive) up to which messages are to go."""
    wrong = illegal_argument("delTime is not a time")
    if not value > 0:
        raise wrong
    return _clamped(value, math.floor, wrong)


def removal_target_of(form: str, user: str | None, group: str | None) -> tuple[str, str]:
    """Form and id of the conversation that messages are to be removed from."""
    target = {"chat": user, "group": group}.get(form)
    if not target:
        raise illegal_argument("userId or groupId is missing")
    return form, target


def mark_of(text: str) -> int:
    if match := _MARK.fullmatch(text):
        return int(match[1])
    raise illegal_argument("mark must be one of mark_0 to mark_19")


def targets_of(targets: Iterable[MarkTarget]) -> list[tuple[str, str]]:
    return [(form_of(target.type), target.to) for target in targets]


def hour_of(text: str) -> int:
    """The start (ms since 1970) of the hour `yyyyMMddHH`, in UTC."""
    wrong = illegal_argument("the hour must be written yyyyMMddHH")
    if not re.fullmatch(r"\d{10}", text, re.ASCII):
        raise wrong
    try:
        return int(datetime.strptime(text, "%Y%m%d%H").replace(tzinfo=UTC).timestamp()) * 1000
    except ValueError:
        raise wrong from None


def _time_of(value: float | None, rounded: Callable[[float], int], default: int) -> int:
    if value is None:
        return default
    return _clamped(value, rounded, illegal_argument("startTime or endTime is not a time"))


def _clamped(value: float, rounded: Callable[[float], int], wrong: Refusal) -> int:
    """`value` as a whole time that can be stored; it may be an integer larger than any float."""
    try:
        return max(0, min(rounded(value), MAX_TIME))
    except (ValueError, OverflowError):  # not a number, or infinite
        raise wrong from None
