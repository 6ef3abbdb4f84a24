"""What the lines of a history look like."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.app.widgets.history_samples import END, drawn, edited, message, painter, rows, snapshot
from tui.app.glyphs import ASCII, UNICODE, Glyphs
from tui.app.widgets.history.chrome import day_line, edge_line, floor_line, gap_line, new_line, notice, recall_line
from tui.app.widgets.history.contents import Contents
from tui.app.widgets.history.layout import FOLD, Line, Look, lay_out
from tui.app.widgets.history.reader import Reader
from tui.app.widgets.history.spread import spread
from tui.app.widgets.history.wrap import wrap
from tui.lenses import Lenses, parse_lens
from tui.models import Attachment, CombineBody, CustomBody, Edit, FileBody, ImageBody
from tui.query import parse, spans
from tui.runs import Recall, position
from tui.store.snapshots import Phase
from tui.text import clean
from tui.timeline.pieces import recognise
from tui.timeline.recalls import with_recalls
from tui.timeline.rows import EdgeRow, GapRow, MessageRow, RecallRow, Row
from tui.timeline.timeline import Edge, EdgeState, Side

NOVEMBER = date(2026, 11, 3)
MONDAY, TUESDAY = datetime(2026, 11, 2, 14, 2, tzinfo=UTC), datetime(2026, 11, 3, 9, 15, tzinfo=UTC)
OF_120, OF_80, OF_50 = 85, 53, 47
"""Cells for a line of ours in a window of so many columns."""


def screen(
    contents: tuple[Row, ...], width: int = 40, lines: int = 12, *, own: str = "", glyphs: Glyphs = UNICODE
) -> list[str]:
    """The newest end of a history, as drawn."""
    painted = painter(width, own, glyphs)
    reader = Reader(painted.block)
    reader.resize(lines, rewrapped=True)
    reader.show(Contents(contents))
    return drawn(painted, reader.frame, contents, lines)


def test_days_headings_and_texts() -> None:
    history = rows(
        [
            message(1, "I’ve created this room", "glad-eel934", minute=554),
            message(2, "thanks!", "amy", minute=555),
            message(3, "see `pandas.read_csv` for the\n  details", "amy", minute=556),
            message(4, "明天开会吗？", "bob", minute=1441),
        ]
    )
    assert screen(history, lines=11, own="amy") == [
        "     the server keeps nothing older",
        " ────── Tuesday 14 November 2023 ───────",
        " glad-eel934  09:14",
        "   I’ve created this room",
        " amy (you)  09:15",
        "   thanks!",
        "   see `pandas.read_csv` for the",
        "     details",
        " ───── Wednesday 15 November 2023 ──────",
        " bob  00:01",
        "   明天开会吗？",
    ]


def gap(state: EdgeState, reason: str = "") -> GapRow:
    return GapRow("gap-8", "8", MONDAY, TUESDAY, state, reason, "c")


def recalled(row: RecallRow, width: int = 60, *, is_own: bool = False) -> str:
    return recall_line(row, width, UNICODE, is_own=is_own)


def test_a_recall_says_by_whom_and_when() -> None:
    one = RecallRow("recall", "amy", TUESDAY)
    assert recalled(one) == "amy recalled a message  09:15"
    assert recalled(one, is_own=True) == "you recalled a message  09:15"
    assert recalled(replace(one, count=1200)) == "amy recalled 1,200 messages  09:15"
    assert recalled(replace(one, names_day=True)).endswith("  Tuesday 3 November 2026 09:15")


@pytest.mark.parametrize("width", [1, 12, OF_50, OF_80])
def test_a_recall_fits_whatever_its_name(width: int) -> None:
    line = recalled(RecallRow("recall", "\x1b[2J" + "猫" * 99, TUESDAY), width)
    assert cell_len(line) <= width
    assert "\x1b" not in line


def test_the_cursor_passes_by_a_recall() -> None:
    contents = with_recalls(rows([message(1), message(3)]), [Recall(position(message(2)), "eve")], UTC)
    reader = Reader(painter(40).block)
    reader.resize(12, rewrapped=True)
    reader.show(Contents(contents))
    assert [type(row) for row in reader.in_sight()][-3:] == [MessageRow, RecallRow, MessageRow]
    reader.step(Side.OLDER)
    assert reader.cursor is not None
    assert reader.cursor.key == "1"


def test_gap_floor_and_new_lines_stand_above_their_messages() -> None:
    history = rows(
        [message(number, minute=number) for number in range(1, 6)],
        gaps={"3": Edge(EdgeState.MORE)},
        floor="2",
        new="5",
    )
    assert screen(history, 60, 14) == [
        "                   nothing older anywhere",
        " ──────────────── Tuesday 14 November 2023 ─────────────────",
        " bob  00:01 · only here",
        "   message 1",
        " ───────────── what is above is kept only here ─────────────",
        " bob  00:02",
        "   message 2",
        " ┄┄┄ messages may be missing here, 00:02 – 00:03 · Enter ┄┄┄",
        " bob  00:03",
        "   message 3",
        "   message 4",
        " ────────────────── new since you opened ───────────────────",
        " bob  00:05",
        "   message 5",
    ]


def test_few_messages_stand_at_the_bottom() -> None:
    assert screen(rows([message(1, "hello")]), lines=8)[:4] == ["", "", "", ""]


def test_the_cursor_is_a_bar_along_its_message() -> None:
    history = rows([message(1, "one\ntwo")])
    painted = painter(20)
    reader = Reader(painted.block)
    reader.resize(5, rewrapped=True)
    reader.show(Contents(history))
    strips = painted.screen(reader.frame, history, 5, reader.cursor)
    assert [strip.text[:4] for strip in strips][-3:] == ["▌bob", "▌  o", "▌  t"]


def test_in_ascii_nothing_of_ours_is_beyond_ascii() -> None:
    history = rows(
        [edited(message(1), "x" * (FOLD + 5)), message(2, ImageBody(Attachment(size=5), 640, 480))],
        Edge(EdgeState.LOADING),
        gaps={"2": Edge(EdgeState.LOADING)},
        floor="2",
        new="2",
    )
    text = "\n".join(screen(history, lines=200, own="bob", glyphs=ASCII))
    assert text.isascii()
    assert "[image 640x480, 5 B]" in text
    assert "... 5 more characters - Enter" in text
    assert "gap: 00:10 - 00:20 - loading..." in text
    assert "bob (you)  00:10 - only here" in text
    for state in EdgeState:
        assert gap_line(gap(state, "…·×"), OF_120, ASCII).isascii()


def test_no_message_can_look_like_a_line_of_ours() -> None:
    imitation = "amy  09:14\n─── Tuesday 3 November 2026 ───\n▌ the server keeps nothing older\n· edited"
    block = lay_out(rows([message(1, imitation)])[2], Look(60))
    ours, *texts = block.lines
    assert ours.indent == 1
    assert {line.indent for line in texts} == {3}


def test_escapes_in_texts_names_and_reasons_are_made_visible() -> None:
    row = rows([message(1, "a\x1b[2Jb", sender="x\x1b]0;y\x07")])[2]
    text = "".join(part for line in lay_out(row, Look(60)).lines for part, _tone in line.pieces)
    assert "\x1b" not in text
    assert "a␛[2Jb" in text
    failed = EdgeRow("edge-older", Side.OLDER, EdgeState.FAILED, "bad\x1b[31m\nnews")
    assert edge_line(failed, 80, UNICODE).strip() == "could not load older messages: bad␛[31m news · r retries"
    assert notice(Phase.FAILED, "bad\x1b[31m", None, None) == "could not load the messages: bad␛[31m · r retries"


def test_a_message_being_deleted_is_struck_through_and_says_so() -> None:
    row = snapshot([message(1, "gone soon")], leaving=["1"]).rows[2]
    _heading, text, note = lay_out(row, Look(40)).lines
    assert [tone for _part, tone in text.pieces] == ["leaving"]
    assert note.pieces[0][0] == "· being deleted…"


def test_an_edit_is_noted_below_the_text() -> None:
    row = rows([edited(message(1, "old"), "new")])[2]
    assert [line.pieces[0][0] for line in lay_out(row, Look(40)).lines] == ["bob", "new", "· edited by bob, 00:10"]


def test_a_very_long_message_is_folded() -> None:
    row = rows([message(1, "word " * 200_000)])[2]
    block = lay_out(row, Look(80))
    assert block.hidden == 1_000_000 - FOLD
    assert block.lines[-1].pieces[0][0] == "… 996,000 more characters · Enter"
    assert len(block.lines) < 60


def test_a_message_of_very_many_lines_is_folded() -> None:
    block = lay_out(rows([message(1, "x\n" * 900)])[2], Look(80))
    assert len(block.lines) < 250
    assert block.hidden == 1_800 - len("x\n" * 200) + 1


def test_a_long_sender_leaves_room_for_the_time() -> None:
    row = rows([message(1, "hi", sender="很长的名字" * 10)])[2]
    heading = lay_out(row, Look(20)).lines[0]
    assert "".join(part for part, _tone in heading.pieces) == "很长的名字…  00:10"


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (40, "─────── Tuesday 3 November 2026 ────────"),
        (26, "Tuesday 3 November 2026"),
        (10, "Tuesday 3…"),
    ],
)
def test_a_day_stands_in_the_middle(width: int, line: str) -> None:
    assert day_line(NOVEMBER, width, UNICODE).strip() == line


@pytest.mark.parametrize(
    ("side", "state", "words"),
    [
        (Side.OLDER, EdgeState.LOADING, "loading older messages…"),
        (Side.NEWER, EdgeState.LOADING, "loading newer messages…"),
        (Side.OLDER, EdgeState.MORE, "┄┄┄┄┄┄┄┄ older messages not loaded · Enter ┄┄┄┄┄┄┄┄"),
        (Side.NEWER, EdgeState.MORE, "┄┄┄┄┄┄┄┄ newer messages not loaded · Enter ┄┄┄┄┄┄┄┄"),
        (Side.OLDER, EdgeState.FAILED, "not loaded: no answer came in time · r retries"),
        (Side.OLDER, EdgeState.OFFLINE, "┄┄ older messages not loaded · needs the network ┄┄"),
        (Side.NEWER, EdgeState.OFFLINE, "┄┄ newer messages not loaded · needs the network ┄┄"),
        (Side.OLDER, EdgeState.END, "the server keeps nothing older"),
        (Side.NEWER, EdgeState.END, "nothing newer"),
    ],
)
def test_edges_in_words(side: Side, state: EdgeState, words: str) -> None:
    row = EdgeRow("edge", side, state, "no answer came in time" if state is EdgeState.FAILED else "")
    assert edge_line(row, 51, UNICODE).strip() == words


@pytest.mark.parametrize(
    ("side", "words"),
    [(Side.OLDER, "older messages need the network"), (Side.NEWER, "newer messages need the network")],
)
def test_in_a_narrow_pane_an_edge_without_a_network_says_so_in_fewer_words(side: Side, words: str) -> None:
    line = edge_line(EdgeRow("edge", side, EdgeState.OFFLINE), OF_50, UNICODE)
    assert line.strip("┄") == f" {words} "


def test_where_the_archive_ends_too_there_is_nothing_older_anywhere() -> None:
    row = EdgeRow("edge", Side.OLDER, EdgeState.END, beyond=True)
    assert edge_line(row, OF_80, UNICODE).strip() == "nothing older anywhere"


@pytest.mark.parametrize(
    ("state", "width", "words"),
    [
        (EdgeState.MORE, OF_120, "messages may be missing here, Mon 14:02 – Tue 09:15 · Enter"),
        (EdgeState.MORE, OF_80, "gap: Mon 14:02 – Tue 09:15 · Enter"),
        (EdgeState.MORE, OF_50, "gap: Mon 14:02 – Tue 09:15 · Enter"),
        (EdgeState.MORE, 30, "gap · Enter"),
        (EdgeState.LOADING, OF_50, "gap: Mon 14:02 – Tue 09:15 · loading…"),
        (EdgeState.OFFLINE, OF_120, "messages may be missing here, Mon 14:02 – Tue 09:15 · needs the network"),
        (EdgeState.OFFLINE, OF_80, "gap: Mon 14:02 – Tue 09:15 · needs the network"),
        (EdgeState.OFFLINE, OF_50, "gap · needs the network"),
    ],
)
def test_a_gap_says_between_dashes_what_is_known_of_it(state: EdgeState, width: int, words: str) -> None:
    line = gap_line(gap(state), width, UNICODE)
    assert line.strip("┄") == f" {words} "
    assert line.startswith("┄┄")
    assert line.endswith("┄┄")
    assert cell_len(line) == width


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (OF_120, "could not load what may be missing here: no answer came in time · r retries"),
        (OF_80, "gap not loaded: no answer came in time · r retries"),
        (OF_50, "gap not loaded: no answer came in … · r retries"),
        (30, "r retries"),
    ],
)
def test_a_gap_that_failed_says_why_and_the_way_out(width: int, words: str) -> None:
    assert gap_line(gap(EdgeState.FAILED, "no answer came in time"), width, UNICODE).strip() == words


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [9, 17, 30, OF_50, OF_80, OF_120])
def test_the_way_out_of_a_failure_is_never_cut_off(width: int, glyphs: Glyphs) -> None:
    reason = "the service said…\x1b[2J " * 9
    edge = EdgeRow("edge", Side.OLDER, EdgeState.FAILED, reason)
    for line in (gap_line(gap(EdgeState.FAILED, reason), width, glyphs), edge_line(edge, width, glyphs)):
        assert line.endswith("r retries")
        assert "\x1b" not in line
        assert cell_len(line) <= width


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (OF_120, "the server keeps nothing older; what is above is kept only here"),
        (OF_80, "what is above is kept only here"),
        (OF_50, "what is above is kept only here"),
    ],
)
def test_the_floor_says_what_is_above_it(width: int, words: str) -> None:
    line = floor_line(width, UNICODE)
    assert line.strip("─") == f" {words} "
    assert cell_len(line) == width


def test_what_is_new_stands_below_a_line_of_its_own() -> None:
    assert new_line(30, UNICODE) == "──── new since you opened ────"


def test_a_message_that_is_only_here_says_so_beside_its_time() -> None:
    row = next(row for row in rows([message(1), message(2)], floor="2") if isinstance(row, MessageRow))
    heading = lay_out(row, Look(OF_50)).lines[0]
    assert heading.pieces == (("bob", "sender"), ("  00:10", "time"), (" · only here", "note"))
    assert "".join(part for part, _tone in lay_out(row, Look(20)).lines[0].pieces) == "bob  00:10"


def test_a_long_sender_leaves_room_to_say_that_a_message_is_only_here() -> None:
    messages = [message(1, sender="很长的名字" * 10), message(2)]
    row = next(row for row in rows(messages, floor="2") if isinstance(row, MessageRow))
    heading = lay_out(row, Look(40)).lines[0]
    assert "".join(part for part, _tone in heading.pieces) == "很长的名字很长的名…  00:10 · only here"


@pytest.mark.parametrize(
    ("phase", "edge", "words"),
    [
        (Phase.WAITING, Edge(EdgeState.MORE), "loading messages…"),
        (Phase.LOADING, Edge(EdgeState.LOADING), "loading messages…"),
        (Phase.READY, Edge(EdgeState.LOADING), "loading messages…"),
        (Phase.READY, Edge(EdgeState.MORE), "no messages loaded · Enter loads"),
        (Phase.READY, Edge(EdgeState.OFFLINE), "no messages loaded · needs the network"),
        (Phase.READY, END, "no messages: the server keeps none of this conversation"),
        (Phase.READY, Edge(EdgeState.FAILED, reason="busy"), "could not load the messages: busy · r retries"),
        (Phase.FAILED, Edge(EdgeState.MORE), "could not load the messages · r retries"),
    ],
)
def test_a_history_without_messages_in_words(phase: Phase, edge: Edge, words: str) -> None:
    contents = Contents(rows([], older=edge))
    assert notice(phase, "", contents.edge(Side.OLDER), contents.edge(Side.NEWER)) == words


@pytest.mark.parametrize("width", range(1, 12))
def test_in_the_narrowest_pane_every_line_still_fits(width: int) -> None:
    history = rows(
        [message(1, FileBody(Attachment(filename="报告.pdf"))), message(2, "那部电影的导演是谁？", "很长的名字")],
        Edge(EdgeState.FAILED, reason="很长的原因"),
        gaps={"2": Edge(EdgeState.FAILED, reason="很长的原因")},
        floor="2",
        new="2",
    )
    painted = painter(width)
    reader = Reader(painted.block)
    reader.resize(30, rewrapped=True)
    reader.show(Contents(history))
    strips = painted.screen(reader.frame, history, 30, reader.cursor) + painted.notice("no messages", 5)
    assert {strip.cell_length for strip in strips} == {width}
    assert all(sum(segment.cell_length for segment in strip) == width for strip in strips)


def tones(text: str, width: int = 40, **members: Any) -> list[list[tuple[str, str]]]:
    """The pieces of each line below the heading, with their tones."""
    row = rows([replace(message(1, text), **members)])[2]
    return [[(words, tone.value) for words, tone in line.pieces] for line in lay_out(row, Look(width, "amy")).lines][1:]


def test_what_is_in_a_text_is_told_apart() -> None:
    assert tones("> why?\nsee `x` at http://a.example/ @amy", 34) == [
        [("> why?", "quote")],
        [("see ", "plain"), ("`x`", "code"), (" at ", "plain"), ("http://a.example/", "link")],
        [("@amy", "mention")],
    ]


def test_a_message_that_is_leaving_has_one_tone() -> None:
    row = rows([message(1, "see `x`")], leaving=["1"])[2]
    assert [tone.value for _words, tone in lay_out(row, Look(40)).lines[1].pieces] == ["leaving", "leaving"]


def test_a_link_that_misleads_is_warned_of() -> None:
    assert [line[0][0] for line in tones("[a.example](http://b.example)")] == [
        "[a.example](http://b.example)",
        "! a link leads to b.example",
    ]
    many = " ".join(f"http://x@{number}.example" for number in range(9))
    assert [line[0][0] for line in tones(many, 400)][1:] == [
        *(f"! a link leads to {number}.example" for number in range(3)),
        "! and to 6 other hosts",
    ]


def test_what_a_message_answers_stands_above_it() -> None:
    quote = {"msgQuote": {"msgID": "1", "msgSender": "eve", "msgPreview": "when\nshall we meet again?"}}
    assert tones("tomorrow", 30, ext=quote) == [
        [("↳ eve: when shall we meet ag…", "quote")],
        [("tomorrow", "plain")],
    ]


def test_reactions_and_threads_stand_below() -> None:
    service = {
        "reactions": [{"reaction": "👍", "count": 3}],
        "chatThread": {"messageId": "1", "chatThreadName": "release"},
    }
    assert [line[0][0] for line in tones("done", service=service)] == ["done", "· 👍 3 · thread: release"]


def test_being_mentioned_is_said_in_words() -> None:
    assert tones("@amy hi", ext={"em_at_list": ["amy"]}) == [
        [("@amy", "mention"), (" hi", "plain")],
        [("· mentions you", "note")],
    ]
    assert len(tones("@amy hi", ext={"em_at_list": ["eve"]})) == 1


WORDS = st.text(st.sampled_from("ab `>@ \n　，明é👨‍👩🇨"), max_size=60)


@given(WORDS, st.integers(1, 12))
def test_pieces_are_spread_over_the_rows_as_they_were_wrapped(text: str, width: int) -> None:
    shown = clean(text)
    wrapped = wrap(shown, width)
    assert ["".join(part for part, _kind in line) for line in spread(shown, wrapped, recognise(shown))] == wrapped


def test_what_was_looked_for_is_marked_in_what_a_lens_shows() -> None:
    lens = Lenses({"order": parse_lens("order", "order {ext.order}")})
    query = parse("order", MONDAY)
    told = replace(message(1, "my order", "bob"), ext={"order": "ordered twice"})
    block = lay_out(rows([told])[-1], Look(24, lenses=lens, find=partial(spans, query)))
    found = [(words[start:end]) for line in block.lines for words in [_words(line)] for start, end in line.hits]
    assert found == ["order", "order", "order"]
    narrow = lay_out(rows([told])[-1], Look(10, lenses=lens, find=partial(spans, query)))
    assert all(end <= len(_words(line)) for line in narrow.lines for _start, end in line.hits)


def _words(line: Line) -> str:
    return "".join(piece for piece, _tone in line.pieces)


@given(st.text(), st.integers(4, 60))
def test_whatever_is_attached_lines_are_clean_and_fit(hostile: str, width: int) -> None:
    lens = Lenses({"key": parse_lens("key", "a={ext.key} {custom.key}")})
    told = replace(
        message(1, hostile, sender=hostile),
        ext={"key": hostile, "msgQuote": {"msgPreview": hostile, "msgSender": hostile}, "em_at_list": [hostile]},
        service={"reactions": [{"reaction": hostile}], "chatThread": {"chatThreadName": hostile}},
        edited=Edit(1, hostile, 2),
    )
    custom = replace(told, body=CustomBody("key", {"key": hostile}))
    combined = replace(told, body=CombineBody(Attachment(), hostile, hostile))
    for row in rows([told, custom, combined]):
        for line in lay_out(row, Look(width, hostile, lenses=lens)).lines:
            words = "".join(piece for piece, _tone in line.pieces)
            assert clean(words) == words
            assert "\n" not in words
            assert line.indent + cell_len(words) <= max(width, line.indent + 2)
