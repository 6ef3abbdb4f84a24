"""What of a message can be searched: its words, what it has, and what the sender's app attached to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.lenses import Lenses
from tui.models import (
    AudioBody,
    Body,
    ChatMessage,
    CombineBody,
    CommandBody,
    CustomBody,
    FileBody,
    ImageBody,
    Json,
    LocationBody,
    TextBody,
    VideoBody,
)
from tui.query.folding import fold
from tui.query.query import Thing
from tui.timeline.links import addresses

_LINKED = frozenset({Thing.LINK})


def text_of(body: Body) -> str:
    """Everything in a message that words are looked for in, as it came; '' for nothing."""
    return body.text if isinstance(body, TextBody) else "\n".join(filter(None, _texts(body)))


def texts_of(message: ChatMessage, lenses: Lenses) -> Iterator[str]:
    """Every text of a message that words are looked for in, each by itself: what it says, and what a lens shows."""
    yield text_of(message.body)
    if seen := lenses.line(message):
        yield seen


def things_of(body: Body) -> frozenset[Thing]:
    """What `has:` finds the message by."""
    match body:
        case ImageBody():
            return frozenset({Thing.FILE, Thing.IMAGE})
        case AudioBody() | VideoBody() | FileBody():
            return frozenset({Thing.FILE})
        case _:
            return _LINKED if any(addresses(text_of(body))) else frozenset()


def extras_of(message: ChatMessage) -> Iterator[tuple[str, str]]:
    """Every value that the sender's app attached, with its key, levels separated by dots; both folded.

    An empty object or list is the value ''.
    """
    exts = message.body.exts if isinstance(message.body, CustomBody) else {}
    for ext in (message.ext, exts):
        for key, value in ext.items():
            yield from _leaves(fold(key), value)


def _texts(body: Body) -> Iterable[str]:
    match body:
        case ImageBody() | AudioBody() | VideoBody() | FileBody():
            return (body.attachment.filename,)
        case LocationBody():
            return body.building, body.address
        case CustomBody():
            return body.event, *_values(list(body.exts.values()))
        case CombineBody():
            return body.title, body.summary, body.attachment.filename
        case CommandBody():
            return (body.action,)
        case _:
            return ()


def _values(value: Json) -> Iterator[str]:
    """The texts and numbers in `value`, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _values(each)


def _leaves(key: str, value: Json) -> Iterator[tuple[str, str]]:
    if value in ({}, []):
        yield key, ""
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(f"{key}.{fold(name)}", each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(key, each)
    elif value is None or isinstance(value, bool):
        yield key, {None: "null", True: "true", False: "false"}[value]
    else:
        yield key, fold(str(value))
