"""Reads JSON that a stranger wrote: exact, bounded, and without what could hurt later."""

from __future__ import annotations

import json
import math
import re
from itertools import chain

from tui.models import Json

_BOM = b"\xef\xbb\xbf"
_LONGEST_NUMBER = 4000
"""Digits; Python's own `int` refuses a few more."""

_DEEPEST = 200
"""Levels of nesting; beyond them whoever goes through a value by recursion could run out of stack."""

_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+"?'  # a string, or what is left of the text: it is never looked at twice
    rf"|-?\d{{{_LONGEST_NUMBER},}}+(?:\.\d+)?(?:[eE][+-]?\d+)?",
    re.DOTALL,
)
_MAY_BE_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.")
_ESCAPED_HALF = len(r"\ud83d")


def _finite(number: str) -> float | None:
    """The number, None for one beyond all measure."""
    value = float(number)
    return value if math.isfinite(value) else None


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder(parse_float=_finite, parse_constant=lambda _name: None).decode


class JsonError(ValueError):
    """The text is not JSON, or too deep."""


def parse_json(data: bytes | str) -> Json:
    """Parse `data` (bytes: UTF-8, a byte order mark is passed over); of equal members the last counts.

    Integers are exact. What some writers produce though JSON does not have it is repaired, so that one bad value does
    not cost the rest: half surrogate pairs and bytes that are not UTF-8 become U+FFFD; NaN, infinities and numbers
    beyond all measure become null. Raises JsonError for anything else, nesting beyond 200 levels included.
    """
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    text = raw.removeprefix(_BOM).decode("utf-8", "replace")
    if _MAY_BE_HALF.search(text):
        text = _ESCAPE.sub(_repair_escape, text)
    try:
        value = _parsed(text)
    except JsonError:
        value = _parsed(_TOKEN.sub(_repair_number, text))
    if text.count("[") + text.count("{") > _DEEPEST and _is_too_deep(value):
        raise JsonError(f"nested more than {_DEEPEST} levels deep")
    return value


def parse_object(data: bytes | str) -> dict[str, Json]:
    """Parse `data`, which has to be a JSON object. Raises JsonError."""
    value = parse_json(data)
    if not isinstance(value, dict):
        raise JsonError("not a JSON object")
    return value


def write_json(value: Json) -> str:
    """Write `value` as JSON on one line, in UTF-8 unescaped."""
    return _encode(value)


def parse_written(text: str) -> Json:
    """Parse what `write_json` wrote: there is nothing in it to look for and repair."""
    return _decode(text)


def _parsed(text: str) -> Json:
    try:
        return _decode(text)
    except (ValueError, RecursionError) as error:
        reason = str(error)
    # Not from the error: it holds the whole text, which may have secrets in it, for whoever reports where it came from.
    raise JsonError(f"not JSON: {reason}")


def _repair_number(match: re.Match[str]) -> str:
    token = match[0]
    return token if token.startswith('"') else "null"


def _repair_escape(match: re.Match[str]) -> str:
    return "\\ufffd" if len(match[0]) == _ESCAPED_HALF else match[0]


def _is_too_deep(value: Json) -> bool:
    level = [value] if isinstance(value, dict | list) else []
    for _depth in range(_DEEPEST):
        inner = chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in inner if isinstance(each, dict | list)]
    return bool(level)
