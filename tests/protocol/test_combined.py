from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.samples import VIEWPOINT, meta
from tui.errors import BrokenFileError
from tui.models import UnreadableBody
from tui.protocol import msync_pb2 as pb
from tui.protocol.combined import MAX_MESSAGES, read_combined, write_combined


@given(st.lists(st.integers(1, 2**64 - 1), max_size=5))
def test_what_is_written_is_read(numbers: list[int]) -> None:
    file = write_combined(meta(number) for number in numbers)
    assert [message.id for message in read_combined(file, VIEWPOINT)] == [str(number) for number in numbers]


@given(st.binary())
def test_any_file_is_read_or_refused(file: bytes) -> None:
    try:
        read_combined(b"cm" + file, VIEWPOINT)
    except BrokenFileError as error:
        assert (error.type, error.message) == (203, "File verification failed")


def test_a_file_cut_anywhere_never_gives_other_messages() -> None:
    file = write_combined([meta(1), meta(2)])
    whole = read_combined(file, VIEWPOINT)
    for end in range(len(file)):
        try:
            messages = read_combined(file[:end], VIEWPOINT)
        except BrokenFileError:
            continue
        assert messages == whole[: len(messages)]  # one cut in 256 has a check byte that fits, between two messages


def test_messages_of_every_name_space_were_forwarded() -> None:
    made = pb.Meta.FromString(meta(1))
    made.ns = pb.Meta.NOTIFY
    assert [message.id for message in read_combined(write_combined([made.SerializeToString()]), VIEWPOINT)] == ["1"]


def test_a_broken_message_is_a_placeholder() -> None:
    good, bad = read_combined(write_combined([meta(1), b"\xff"]), VIEWPOINT)
    assert (good.id, type(bad.body)) == ("1", UnreadableBody)


@pytest.mark.parametrize("file", [b"", b"c", b"cm", b"xx\0", b"cm\1", b"\0\0\0\0"])
def test_a_wrong_head_or_check_byte_is_refused(file: bytes) -> None:
    with pytest.raises(BrokenFileError):
        read_combined(file, VIEWPOINT)


def test_more_messages_than_a_file_may_hold_are_refused() -> None:
    assert len(read_combined(write_combined([meta(1)] * MAX_MESSAGES), VIEWPOINT)) == MAX_MESSAGES
    with pytest.raises(BrokenFileError):
        write_combined([meta(1)] * (MAX_MESSAGES + 1))
    too_many = b"cm" + (b"\0\0\0\0" * (MAX_MESSAGES + 1)) + b"\0"
    with pytest.raises(BrokenFileError):
        read_combined(too_many, VIEWPOINT)
