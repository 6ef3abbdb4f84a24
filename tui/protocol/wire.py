"""Reads protobuf's wire by hand where the library refuses a whole message for one bad part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import DecodeError, Message

MessageT = TypeVar("MessageT", bound=Message)

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MAX_DEPTH = 20
_LONGEST_VARINT = 10


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it stands on the wire; `value` is a varint's number, otherwise the field's bytes."""

    number: int
    wire_type: int
    value: int | bytes


def parse(message: type[MessageT], data: bytes) -> MessageT:
    """Parse `data`; text that is not UTF-8 (half an emoji, as some senders write) is repaired. Raises DecodeError."""
    try:
        return message.FromString(data)
    except DecodeError:
        descriptor = cast(Descriptor, message.DESCRIPTOR)  # the stubs name the C library's class as well
        return message.FromString(repaired(data, descriptor))


def fields(data: bytes) -> Iterator[Field]:
    """The fields of a message, as many as can be read: it ends, without an error, where `data` breaks off."""
    at = 0
    while at < len(data):
        try:
            key, at = _varint(data, at)
            value, at = _value(data, at, key & 7)
        except EOFError:
            return
        yield Field(key >> 3, key & 7, value)


def repaired(data: bytes, descriptor: Descriptor, depth: int = 0) -> bytes:
    """`data` with every text made UTF-8. Raises DecodeError when it is broken in another way."""
    out = bytearray()
    at = 0
    while at < len(data):
        start = at
        try:
            key, at = _varint(data, at)
            value, after = _value(data, at, key & 7)
        except EOFError as error:
            raise DecodeError(str(error)) from None
        field = descriptor.fields_by_number.get(key >> 3)
        if isinstance(value, bytes) and key & 7 == _BYTES and field is not None:
            value = _repaired_value(value, field, depth)
            out += data[start:at] + _as_varint(len(value)) + value
        else:
            out += data[start:after]
        at = after
    return bytes(out)


def _repaired_value(value: bytes, field: FieldDescriptor, depth: int) -> bytes:
    if field.type == FieldDescriptor.TYPE_STRING:
        return value.decode("utf-8", "replace").encode()
    if field.type == FieldDescriptor.TYPE_MESSAGE and field.message_type is not None and depth < _MAX_DEPTH:
        return repaired(value, field.message_type, depth + 1)
    return value


def _value(data: bytes, at: int, wire_type: int) -> tuple[int | bytes, int]:
    if wire_type == _VARINT:
        return _varint(data, at)
    if wire_type == _BYTES:
        size, at = _varint(data, at)
    elif wire_type in (_FIXED64, _FIXED32):
        size = 8 if wire_type == _FIXED64 else 4
    else:
        raise EOFError(f"wire type {wire_type}")
    if at + size > len(data):
        raise EOFError("cut off")
    return data[at : at + size], at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    for index, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        number |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return number, at + index + 1
    raise EOFError("cut off")


def _as_varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
