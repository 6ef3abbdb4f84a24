"""Reads JSON that a stranger wrote: exact, bounded, and without what could hurt later."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from pydantic_core import from_json

from tui.models import Json

_BOM = b"\xef\xbb\xbf"
_LONGEST_NUMBER = 4000
"""Digits; longer ones are refused by the parser (and by Python's own `int`)."""

_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+"?'  # a string, or what is left of the text: it is never looked at twice
    r"|-?Infinity|NaN"
    rf"|-?\d{{{_LONGEST_NUMBER},}}+(?:\.\d+)?(?:[eE][+-]?\d+)?",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.")
_ESCAPED_HALF = len(r"\ud83d")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class JsonError(ValueError):
    """The text is not JSON, or too deep."""


def parse_json(data: bytes | str) -> Json:
    """Parse `data` (bytes: UTF-8, a byte order mark is passed over); of equal members the last counts.

    Integers are exact. What some writers produce though JSON does not have it is repaired, so that one bad value does
    not cost the rest: half surrogate pairs and bytes that are not UTF-8 become U+FFFD; NaN, infinities and numbers
    beyond all measure become null. Raises JsonError for anything else, nesting beyond 200 levels included.
    """
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    raw = raw.removeprefix(_BOM)
    try:
        return _without_infinities(from_json(raw, allow_inf_nan=False))
    except ValueError:
        return _without_infinities(_parse_repaired(raw))


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
    value: Json = from_json(text)
    return value


def _parse_repaired(raw: bytes) -> Json:
    text = _TOKEN.sub(_repair_token, raw.decode("utf-8", "replace"))
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise JsonError(f"not JSON: {error}") from None


def _repair_token(match: re.Match[str]) -> str:
    token = match[0]
    return _ESCAPE.sub(_repair_escape, token) if token.startswith('"') else "null"


def _repair_escape(match: re.Match[str]) -> str:
    return "\\ufffd" if len(match[0]) == _ESCAPED_HALF else match[0]


def _without_infinities(value: Any) -> Json:
    """`value` with null for what the parser made of numbers beyond all measure.

    To look for such numbers in the text first takes longer: base64, which pages are full of, has digits everywhere.
    """
    if isinstance(value, dict):  # most of what is in there are texts, each of which a call would cost
        return {name: item if isinstance(item, str) else _without_infinities(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_infinities(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
