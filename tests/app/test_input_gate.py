"""What a terminal sends becomes text, keys and reports that Textual understands, and nothing else."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tui.app.terminal.driver import understood
from tui.app.terminal.input_gate import PASTE_CAP, PAUSES_IN_A_SEQUENCE, InputGate

LET_THROUGH = re.compile(r"(?:\x1b(?:\[[0-?]*[ -/]*[@-~]|\[\[[A-E]|O[!-~]|)|[^\x1b\x80-\x9f])*")

SEQUENCES = st.sampled_from([
    b"\x1b", b"\x1b[", b"\x1bO", b"\x1b[M", b"\x1b[M\xff\xfe\xfd", b"\x1b[A", b"\x1b[1;5C", b"\x1bOP", b"\x1b[[A",
    b"\x1b[<0;3;4M", b"\x1b[?2026;2$y", b"\x1b[48;36;120;720;1200t", b"\x1b[3;4R", b"\x1b[I", b"\x1b[200~",
    b"\x1b[201~", b"\x1b[?62c", b"\x1b]11;rgb:d/d/d", b"\x1b\\", b"\x07", b"\x1bP>|x", b"\x1b_Gq", b"\x1b[1114112;1u",
    b"\x1b[97;1;99999999u", b"\x1b[55296;1u", b"\x1b[" + b"1;" * 80, b"\xff", b"\xe4\xbd", "你".encode(), b"j", b"\x03",
])  # fmt: skip
INPUT = st.lists(SEQUENCES | st.binary(max_size=8), max_size=12).map(b"".join)


def gate() -> InputGate:
    return InputGate("utf-8", understood)


def keys(text: str) -> list[str]:
    parser = XTermParser()
    found = [*parser.feed(text), *parser.feed("")] if text else []
    return [event.key for event in found if isinstance(event, events.Key)]


@given(INPUT)
@example(b"\x1b[M")
def test_nothing_but_text_and_sequences_comes_through_and_the_parser_survives_it(data: bytes) -> None:
    through = gate().feed(data)
    assert LET_THROUGH.fullmatch(through)
    keys(through)


@given(INPUT, st.lists(st.integers(0, 80), max_size=6))
@example(b"\x1b[", [1])
def test_how_it_is_cut_changes_nothing(data: bytes, cuts: list[int]) -> None:
    whole, pieces = gate(), gate()
    data += b"\x07~~j"  # nothing is held back at the end, where an escape may or may not have gone ahead
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    together = "".join(pieces.feed(data[start:end]) for start, end in pairwise(edges) if start < end)
    if b"\x03" not in data:  # on its own, it leads out of a paste
        assert together.replace("\x1b[G", "") == whole.feed(data).replace("\x1b[G", "")


@given(INPUT)
def test_after_anything_and_a_while_keys_are_keys_again(data: bytes) -> None:
    through = gate()
    through.feed(data)
    through.feed(b"\x1b[201~")
    for _ in range(PAUSES_IN_A_SEQUENCE + 2):
        through.pause()
    assert through.feed(b"j\x1b[A") == "j\x1b[A"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xffj", ["j"]),
        (b"\xe4\xbdj", ["j"]),
        ("你".encode(), ["你"]),
        (b"\x1b[M\xff\xfe\xfdj", ["j"]),
        (b"\x1b[1114112;1uj", ["j"]),
        (b"\x1b]11;rgb:dddd/dddd/dddd\x1b\\j", ["j"]),
        (b"\x1b]0;d\x1b[Aj", ["up", "j"]),
        (b"\x1bP>|dD\x1b\\j", ["j"]),
        (b"\x1b[?62;4cj", ["j"]),
        (b"\x1b[" + b"1;" * 500 + b"dj", ["j"]),
        (b"\x1b[1;\x1b[Bj", ["down", "j"]),
        (b"\x1b[1;5C\x1bOP\x1b[[A", ["ctrl+right", "f1", "f1"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\xc2\x9bj", ["j"]),
    ],
)
def test_keys_among_other_things(data: bytes, expected: list[str]) -> None:
    assert keys(gate().feed(data)) == expected


def test_an_escape_is_a_key_at_once_and_the_rest_of_its_sequence_is_not() -> None:
    through = gate()
    assert through.feed(b"\x1b") == "\x1b"
    assert through.feed(b"[A") == "[A"
    assert through.feed(b"\x1b") == "\x1b"
    assert keys("\x1b" + through.feed(b"[?62cj")) == ["j"]
    assert through.feed(b"\x1b") == "\x1b"
    assert through.pause() == ""
    assert through.feed(b"j") == "j"


def test_a_key_with_alt_is_no_sequence_that_never_ended() -> None:
    through = gate()
    assert through.feed(b"\x1b]") == ""
    assert through.pause() == "\x1b]"


def test_a_sequence_may_come_slowly() -> None:
    through = gate()
    assert through.feed(b"\x1b[1;") == ""
    assert through.pause() == ""
    assert through.feed(b"5C") == "\x1b[1;5C"


def test_a_paste_has_no_control_characters_and_an_end() -> None:
    through = gate()
    pasted = through.feed(b"\x1b[200~a\x1b[31mb\x00\x07\x9b\r\n\tc\x1b[20" + b"1~j")
    assert pasted == "\x1b[200~a[31mb\r\n\tc\x1b[201~j"
    assert len(through.feed(b"\x1b[200~" + b"x" * (2 * PASTE_CAP))) == PASTE_CAP + len("\x1b[200~")
    assert through.feed(b"more") == ""
    assert through.feed(b"\x03") == "\x1b[201~\x03"
    assert through.feed(b"j") == "j"
