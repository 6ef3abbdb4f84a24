"""The words of a message, in the form that the full-text index takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tui.models import (
    AudioBody,
    Body,
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
from tui.text import clean

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u30ff\u3100-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff"
)
_CHARACTER = re.compile(f"[{_CJK}]")
_PIECES = re.compile(f"[{_CJK}]|[^{_CJK}]+")


def spaced(text: str) -> str:
    """`text` with a space around each Chinese, Japanese or Korean character, so that each is a word of its own.

    Without, the index would take a whole sentence for one word, and find nothing inside it.
    """
    return " ".join(_PIECES.findall(text)) if _CHARACTER.search(text) else text


def words_of(body: Body) -> str:
    """Everything in a message that can be searched for, cleaned and spaced; '' for none."""
    text = body.text if isinstance(body, TextBody) else "\n".join(filter(None, _texts(body)))
    return text if text.isascii() else spaced(clean(text))  # cleaning ASCII changes no word


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
