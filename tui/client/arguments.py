"""Checks what a caller gives before anything is sent. Each check raises an ArgumentError that says what is allowed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit

from tui.errors import ArgumentError
from tui.limits import LARGEST_PAGE
from tui.models import ConversationKey, ConversationType, Kind, SearchOptions
from tui.protocol.answers import MARKS

MAX_ID = 1024
"""Characters of an id; the service's own are far shorter."""

MAX_CURSOR = 8192
MAX_TIME_DIGITS = 18

STORED_KINDS = tuple(kind for kind in Kind if kind not in (Kind.UNSUPPORTED, Kind.UNREADABLE))
DIRECTIONS = ("up", "down")
PINNABLE = (ConversationType.SINGLE, ConversationType.GROUP)
"""The types whose conversations are kept in the list: chat rooms can be neither pinned nor deleted nor marked."""

_HIDDEN = "(not shown)"
_RESOURCE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_NOT_IN_A_BASE = frozenset(" ?#")
"""An empty query or fragment counts, too: whatever is put behind a base must stay a path."""
_TOKEN = re.compile(r"[\x21-\x7e]+")


def app_key(value: object) -> tuple[str, str]:
    """The organisation and the app that an app key `org#app` names."""
    parts = value.split("#") if isinstance(value, str) else []
    if len(parts) != 2 or not all(_is_name(part, MAX_ID) for part in parts):
        raise ArgumentError("app_key", value, "org#app, with exactly one #")
    return parts[0], parts[1]


def name(argument: str, value: object, *, limit: int = MAX_ID) -> str:
    """A text that is not empty and not absurdly long: an id."""
    if not isinstance(value, str) or not _is_name(value, limit):
        raise ArgumentError(argument, value, f"a text of 1 to {limit} characters")
    return value


def cursor(argument: str, value: object) -> str:
    """A text, possibly empty: where a page starts."""
    if not isinstance(value, str) or not (value == "" or _is_name(value, MAX_CURSOR)):
        raise ArgumentError(argument, value, "the cursor of the page before")
    return value


def page_size(value: object) -> int:
    """A number of entries, from 1 to 50."""
    return whole("page_size", value, range(1, LARGEST_PAGE + 1))


def whole(argument: str, value: object, allowed: range) -> int:
    """A whole number in a range."""
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise ArgumentError(argument, value, f"a whole number from {allowed.start} to {allowed.stop - 1}")
    return value


def flag(argument: str, value: object) -> bool:
    """True or False, and nothing that only counts as such."""
    if not isinstance(value, bool):
        raise ArgumentError(argument, value, "True or False")
    return value


def conversation_type(
    argument: str, value: object, allowed: Collection[ConversationType] = tuple(ConversationType)
) -> ConversationType:
    """A conversation type or its spelling."""
    if isinstance(value, str) and value in [kind.value for kind in allowed]:
        return ConversationType(value)
    raise ArgumentError(argument, value, ", ".join(kind.value for kind in allowed))


def one_of(argument: str, value: object, allowed: Sequence[str]) -> str:
    """One of a few words."""
    if not isinstance(value, str) or value not in allowed:
        raise ArgumentError(argument, value, ", ".join(allowed))
    return value


def time(argument: str, value: object, *, least: int = 0) -> int:
    """A time in ms since 1970."""
    return whole(argument, value, range(least, 10**MAX_TIME_DIGITS))


def message_ids(value: object) -> tuple[str, ...]:
    """Message ids, at least one; the service separates them by commas."""
    ids = tuple(value) if isinstance(value, Collection) and not isinstance(value, str | bytes) else ()
    if not ids:
        raise ArgumentError("message_ids", value, "a list of at least one message id")
    for message_id in ids:
        if "," in name("message_ids", message_id):
            raise ArgumentError("message_ids", message_id, "ids without commas")
    return ids


def mark(value: object) -> int:
    """The number of a mark."""
    return whole("mark", value, MARKS)


def conversations(value: object) -> tuple[ConversationKey, ...]:
    """Conversations to be marked: keys, or pairs of id and type."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise ArgumentError("conversations", value, "a list of conversation keys")
    return tuple(_conversation(entry) for entry in value)


def search_options(value: object) -> SearchOptions:
    """Search options with every member checked."""
    if not isinstance(value, SearchOptions):
        raise ArgumentError("search_options", value, "a SearchOptions value or None")
    kinds = value.msg_types
    if isinstance(kinds, str) or not isinstance(kinds, Sequence):
        raise ArgumentError("search_options.msg_types", kinds, "a list of kinds of message")
    allowed = [kind.value for kind in STORED_KINDS]
    checked = tuple(one_of("search_options.msg_types", kind, allowed) for kind in kinds)
    start = None if value.start_time is None else time("search_options.start_time", value.start_time)
    end = None if value.end_time is None else time("search_options.end_time", value.end_time)
    sender = None if value.sender is None else name("search_options.sender", value.sender)
    return SearchOptions(checked, start, end, sender)


def resource(value: object) -> str:
    """The name of a device; one is made up for None."""
    if value is None:
        return f"roam_{secrets.token_hex(6)}"
    if not isinstance(value, str) or not _RESOURCE.fullmatch(value):
        raise ArgumentError("resource", value, "1 to 128 of A-Z a-z 0-9 _ -")
    return value


def token(value: object) -> str | None:
    """A token that fits into a header, or None. The error does not show it."""
    if value is not None and not (isinstance(value, str) and _TOKEN.fullmatch(value)):
        raise ArgumentError("token", _HIDDEN, "visible ASCII characters")
    return value


def password(value: object) -> str | None:
    """A password, or None. The error does not show it."""
    if value is not None and not (isinstance(value, str) and _is_encodable(value)):
        raise ArgumentError("password", _HIDDEN, "a text")
    return value


def rest_url(value: object) -> str:
    """The base of all REST addresses, without a slash at its end."""
    allowed = "http(s)://host[:port][/path], without user, query or fragment"
    if not isinstance(value, str):
        raise ArgumentError("rest_url", value, allowed)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ArgumentError("rest_url", _HIDDEN, allowed) from None
    if "@" in parts.netloc:
        raise ArgumentError("rest_url", _HIDDEN, allowed)
    is_plain = _is_name(value, MAX_ID) and value.isprintable() and not set(value) & _NOT_IN_A_BASE
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not is_plain:
        raise ArgumentError("rest_url", value, allowed)
    return value.rstrip("/")


def _conversation(entry: object) -> ConversationKey:
    if isinstance(entry, ConversationKey):
        entry = (entry.id, entry.type)
    if not isinstance(entry, tuple) or len(entry) != 2:
        raise ArgumentError("conversations", entry, "a conversation key")
    return ConversationKey(name("conversations", entry[0]), conversation_type("conversations", entry[1], PINNABLE))


def _is_name(value: str, limit: int) -> bool:
    return 0 < len(value) <= limit and _is_encodable(value)


def _is_encodable(value: str) -> bool:
    """Whether `value` is UTF-8: half of a surrogate pair is not."""
    return not any("\ud800" <= char <= "\udfff" for char in value)
