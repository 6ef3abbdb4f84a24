"""Queries as people type them, and where what cannot be read is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import QueryError
from tui.models import Kind
from tui.query import Query, parse
from tui.query.query import Clause, Condition, Extra, Having, OfKind, Pattern, Sender, Sent, Thing, Within, Words

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)


def read(text: str) -> tuple[Clause, ...]:
    return parse(text, NOW, SHANGHAI).clauses


def only(condition: Condition, *, is_negated: bool = False) -> tuple[Clause, ...]:
    return (Clause(condition, is_negated),)


def day(number: int) -> int:
    return round(datetime(2026, 11, number, tzinfo=SHANGHAI).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Deploy", Words("deploy")),
        ("会议", Words("会议")),
        ('"the  nightly build"', Words("the nightly build", is_whole=True)),
        ('"not yet clos', Words("not yet clos")),
        ("“今天”", Words("今天", is_whole=True)),
        ("from:Amy", Sender("amy")),
        ('FROM:"Bob Marley"', Sender("bob marley")),
        ("from：ａｍｙ", Sender("amy")),
        ("in:240000000000001", Within("240000000000001")),
        ("kind:image,txt", OfKind(frozenset({Kind.IMAGE, Kind.TEXT}))),
        ("has:link", Having(Thing.LINK)),
        ("before:yesterday", Sent(None, day(2))),
        ("after:昨天", Sent(day(2), None)),
        ("on:11-01..11-02", Sent(day(1), day(3))),
        ("on:nov 2 2026", Sent(day(2), day(3))),
        ('on:"last sunday"', Sent(day(1), day(2))),
        ("ext.order.ID:A-7", Extra("order.id", "a-7")),
        (r"/a\/b c/", Pattern(r"a\/b c")),
        ("/etc/hosts", Words("/etc/hosts")),
        ("http://a.example", Words("http://a.example")),
        ("10:30", Words("10:30")),
        ("-", Words("-")),
        (",", Words(",")),
        ("tea,", Words("tea")),
        ("茶、", Words("茶")),
        ("or", Words("or")),
        ('"OR"', Words("or", is_whole=True)),
        ('in:"Tea, green"', Within("tea, green")),
        ("kind:image;txt", OfKind(frozenset({Kind.IMAGE, Kind.TEXT}))),
        ("on:11-01 to 11-02", Sent(day(1), day(3))),
        ("on:nov 1st – nov 2nd", Sent(day(1), day(3))),
        ("on:11月1日到11月2日", Sent(day(1), day(3))),
    ],
)
def test_one_condition(text: str, condition: Condition) -> None:
    assert read(text) == only(condition)
    if text != "-":
        assert read(f" -{text}") == only(condition, is_negated=True)
        assert read(f"－{text} ") == only(condition, is_negated=True)


def test_many_conditions_stand_side_by_side() -> None:
    assert read('a "b c" -from:amy on:last week d') == (
        Clause(Words("a")),
        Clause(Words("b c", is_whole=True)),
        Clause(Sender("amy"), is_negated=True),
        Clause(Sent(day(3) - 8 * 86_400_000, day(3) - 86_400_000)),
        Clause(Words("d")),
    )


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b", '""', "“”"])
def test_nothing_finds_everything(text: str) -> None:
    assert parse(text, NOW) == Query()


@pytest.mark.parametrize(
    ("text", "start", "end", "problem"),
    [
        ("a from:", 2, 7, "from: wants"),
        ("in:\u200b", 3, 4, "in: wants"),
        ('-from:"\u0301"', 7, 8, "from: wants"),
        ("kind:txt,foo", 5, 12, "text, image, voice"),
        ("has:money", 4, 9, "link, file, image"),
        ("before:the flood", 7, 10, "today, yesterday"),
        ("on:", 0, 3, "11-03..11-05"),
        ("on:today..yesterday", 3, 19, "11-03..11-05"),
        ("from:amy,bob", 5, 12, 'from:"a, b"'),
        ("tea in:amy, bob", 7, 11, "one name"),
        ("kind:image, file", 5, 11, "no spaces between"),
        ("tea OR coffee", 4, 6, "OR means nothing in a query"),
        ("tea || coffee", 4, 6, "all its parts must be true"),
        ("form:amy", 0, 5, "perhaps you mean from:"),
        ("b /(/ c", 2, 5, "unclosed group"),
        (r"/(a)\1/", 0, 7, "backreferences are not supported"),
        ("/" + "x" * 501 + "/", 0, 503, "longer than 500"),
        ("ext.order", 0, 9, "ext.order_id:10001"),
        ("ext.order:", 0, 10, "ext.order_id:10001"),
        ("x" * 2001, 2000, 2001, "at most 2000"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, start: int, end: int, problem: str) -> None:
    with pytest.raises(QueryError, match=f"character {start + 1} of the query") as caught:
        read(text)
    assert (caught.value.start, caught.value.end) == (start, end)
    assert problem in caught.value.problem


KEYS = ["from:", "on:", "ext.", "last", "nov", '"', "“", "/", "-", "：", "a", "会", "11-03", "..", "(", "\\", "\x1b"]
TYPED = st.lists(st.sampled_from([*KEYS, " "])).map("".join)


@given(TYPED | st.text())
def test_any_text_is_a_query_or_one_sentence(text: str) -> None:
    try:
        parse(text, NOW, SHANGHAI)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert str(error).endswith(f"(at character {error.start + 1} of the query)")
