from __future__ import annotations

import contextlib

import pytest
from google.protobuf.message import DecodeError
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.samples import body, meta
from tui.protocol import msync_pb2 as pb
from tui.protocol.wire import fields, parse

HALF_AN_EMOJI = b"\xed\xa0\xbd"
"""Half of a surrogate pair, as JavaScript writes it into a message."""


@given(st.binary())
def test_fields_are_read_as_far_as_they_can_be(data: bytes) -> None:
    assert all(field.number >= 0 for field in fields(data))


@given(st.binary())
def test_whatever_the_library_reads_is_read_alike(data: bytes) -> None:
    try:
        known = pb.Meta.FromString(data)
    except DecodeError:
        return
    assert parse(pb.Meta, data) == known


def test_half_an_emoji_does_not_cost_the_message() -> None:
    whole = body("half: ###").SerializeToString()
    broken = whole.replace(b"###", HALF_AN_EMOJI)
    with pytest.raises(DecodeError):
        pb.MessageBody.FromString(broken)
    read = parse(pb.MessageBody, broken)
    assert read.contents[0].text.startswith("half: \ufffd")
    assert read.to.name == "alice"


@given(st.integers(0, 1000))
def test_what_is_cut_off_is_read_or_refused(cut: int) -> None:
    data = body("x" * 30).SerializeToString().replace(b"xxx", HALF_AN_EMOJI, 1)
    with contextlib.suppress(DecodeError):
        parse(pb.MessageBody, data[: cut % len(data)])


def test_an_unknown_wire_type_is_refused() -> None:
    with pytest.raises(DecodeError):
        parse(pb.Meta, meta(1) + b"\x0f" + HALF_AN_EMOJI)
