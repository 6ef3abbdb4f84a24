"""Reads the typed key-value lists that carry an app's own data (section 11)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from tui.models import Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.jsontext import parse_json

_EXACT = 2**53


def number(value: float) -> Json:
    """A float as JSON has it: whole ones as integers, and null for what is no number."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


_READERS: Mapping[int, Callable[[pb.KeyValue], Json]] = {
    pb.KeyValue.BOOL: lambda entry: entry.varint_value != 0,
    pb.KeyValue.INT: lambda entry: entry.varint_value,
    pb.KeyValue.UINT: lambda entry: entry.varint_value,
    pb.KeyValue.LLINT: lambda entry: entry.varint_value,
    pb.KeyValue.FLOAT: lambda entry: number(entry.float_value),
    pb.KeyValue.DOUBLE: lambda entry: number(entry.double_value),
    pb.KeyValue.STRING: lambda entry: entry.string_value,
    pb.KeyValue.JSON_STRING: lambda entry: parse_json(entry.string_value),
}


def key_values(entries: Iterable[pb.KeyValue]) -> dict[str, Json]:
    """The entries as one object; unknown types are left out and a later key replaces an earlier one.

    An entry without a type is a bool. Raises JsonError for a JSON text that is none.
    """
    found: dict[str, Json] = {}
    for entry in entries:
        kind = entry.type if entry.HasField("type") else pb.KeyValue.BOOL
        if read := _READERS.get(kind):
            found[entry.key] = read(entry)
    return found
