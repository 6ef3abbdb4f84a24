"""Which messages a query accepts, and what of a line it marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.models import (
    Attachment,
    Body,
    ChatMessage,
    ConversationKey,
    ConversationType,
    CustomBody,
    FileBody,
    ImageBody,
    Json,
    TextBody,
    UnreadableBody,
)
from tui.query import Judge, Known, parse, spans
from tui.query.folding import fold, fold_with_places
from tui.query.query import Clause, Query, Words

NOW = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
BOB = ConversationKey("bob", ConversationType.SINGLE)
KNOWN = Known("amy", {BOB: "Bob 鲍勃"}, (BOB,))


def said(body: Body | str, sender: str = "bob", ext: Mapping[str, Json] | None = None) -> ChatMessage:
    body = TextBody(body) if isinstance(body, str) else body
    return ChatMessage("1", BOB.type, sender, "amy", 1_790_000_000_000, body, ext or {})


def accepts(query: str, message: ChatMessage) -> bool:
    return Judge(parse(query, NOW, UTC), KNOWN).accepts(BOB, message)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("会议", "今天的会议几点"),
        ("会", "开会"),
        ("deploy", "we DEPLOYED it"),
        ("deploy", "已deploy好"),
        ("deploy", "re-deploy"),
        ("cafe", "Café"),
        ("café", "cafe\u0301"),
        ("strasse", "Straße"),
        ("ABC", "ａｂｃ"),
        ("会议", "会\u200b议"),
        ("🙂", "ok🙂!"),
        ("=>", "a=>b"),
        ("foo.bar", "x.foo.bar()"),
        ('"nightly build"', "the nightly\n  build!"),
        ('"会 议"', "会 议"),
        ("/b.t$/", "a BAT"),
        ("a -b", "a c"),
        ("", "anything"),
    ],
)
def test_what_is_in_a_text(query: str, text: str) -> None:
    assert accepts(query, said(text))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("会议", "会，议"),
        ("会议", "会 议"),
        ("ploy", "deploy"),
        ('"deploy"', "deployed"),
        ('"build nightly"', "nightly build"),
        ("a b", "a"),
        ("a -b", "a b"),
        ("-/x+/", "xx"),
        ("999", "1999"),
    ],
)
def test_what_is_not_in_a_text(query: str, text: str) -> None:
    assert not accepts(query, said(text))


PICTURE = ImageBody(Attachment(filename="plan 会议.png"))
ORDER = said(CustomBody("order", {"id": 10001}), ext={"order": {"id": "A7", "tags": ["x", True]}})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from:bob", said("")),
        ('from:"bob 鲍勃"', said("")),
        ("from:me", said("", sender="amy")),
        ("in:bob", said("")),
        ("kind:image", said(PICTURE)),
        ("has:image has:file plan", said(PICTURE)),
        ("has:file -has:image", said(FileBody(Attachment()))),
        ("has:link", said("see HTTPS://a.example/x")),
        ("-has:link", said("https:// is no link")),
        ("ext.order.id:a7", ORDER),
        ("ext.order.tags:x ext.order.tags:true", ORDER),
        ("ext.id:10001 10001 order", ORDER),
        ("-x kind:unreadable", said(UnreadableBody("broken"))),
        ("on:2026-09-21", said("")),
        ("after:2026-09-21 before:2026-09-22", said("")),
    ],
)
def test_what_a_message_is(query: str, message: ChatMessage) -> None:
    assert accepts(query, message)
    assert not accepts(f"{query} nowhere", message)


def test_a_hostile_pattern_takes_no_time() -> None:
    begun = process_time()
    assert not accepts("/(a+)+(b+)+(.*)*c$/", said("a" * 5_000))
    assert process_time() - begun < 30  # a backtracking engine would not end before the stars go out


@pytest.mark.parametrize(
    ("query", "line", "marked"),
    [
        ("deploy 会议", "Re-Deployed 会议会议 redeploy", ["Deploy", "会议会议"]),
        ("-a b", "a b", ["b"]),
        ("strasse", "die Straße!", ["Straße"]),
        ("cafe", "Cafe\u0301s", ["Cafe\u0301"]),
        ('"b c"', "a  b   c d", ["b   c"]),
        ("/b+/", "a bbb c", ["b"]),
        ("/q/ from:amy", "from amy", []),
        ("x", "", []),
    ],
)
def test_the_hits_in_a_line(query: str, line: str, marked: list[str]) -> None:
    found = spans(parse(query, NOW), line)
    assert [line[start:end].rstrip("\u0301") for start, end in found] == [each.rstrip("\u0301") for each in marked]


@given(st.text(), st.text())
def test_the_spans_of_any_line_are_in_it_and_in_order(text: str, line: str) -> None:
    words = fold(text)
    query = Query((Clause(Words(words)),) if words else ())
    places = [place for span in spans(query, line + text + line) for place in span]
    assert places == sorted(set(places))
    assert not places or (places[0] >= 0 and places[-1] <= len(line + text + line))


@given(st.text())
def test_folding_keeps_every_text_findable(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
