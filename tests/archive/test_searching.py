"""Whatever is archived is found by what it says, exactly that, and the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.core import Core
from tests.archive.samples import BOB, START_TIME, at, message, messages, page_up
from tests.protocol.samples import VIEWPOINT
from tui.archive.searching import Searcher, Wish
from tui.events import MessageArrived, MessagesFound, MessagesRemoved, NamesKnown
from tui.lenses import NO_LENSES, Lenses, parse_lens
from tui.models import Body, ChatMessage, ConversationKey, ConversationType, CustomBody, Json, Kind, TextBody
from tui.query import Hit, Judge, Known, Query, Scope, SearchPage, parse
from tui.query.folding import fold
from tui.query.hits import place_of
from tui.query.query import Clause, OfKind, Sender, Sent, Words

TEAM = ConversationKey("240000000000001", ConversationType.GROUP)
NOW = datetime.fromtimestamp(START_TIME / 1000, UTC)

PIECES = (
    "会", "议", "会议", "明天", "订单", "の", "カ", "안녕", "ก", "ไ", "deploy", "deployed", "DEPLOY", "de", "a",
    "İ", "ß", "ﬁ", "é", "e\u0301", "ｄｅ", "９", "9", "10", "№", "①", "🙂", "👩\u200d💻", "\u200b", "\u00ad",
    "_", "-", ".", ",", "，", "。", "/", "“", '"', "\n", " ", "\u3000", "ह\u093f", "Ω", "ς", "ǆ", "\x00", "x\ufe0fy",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
senders = st.sampled_from(["bob", "carol", "dan.b@x"])
sent = st.tuples(texts, senders, st.integers(0, 9), st.sampled_from([BOB, TEAM]))


def searcher(core: Core, lenses: Lenses = NO_LENSES) -> Searcher:
    return Searcher(core.db, lambda: VIEWPOINT, lenses)


def nobody_else() -> bool:
    return False


def pages(core: Core, wish: Wish, lenses: Lenses = NO_LENSES) -> Iterator[SearchPage]:
    """All pages, one after the other, older and older."""
    while True:
        page = searcher(core, lenses).search(wish, nobody_else)
        assert len(page.hits) <= wish.limit
        yield page
        if page.rest is None:
            return
        wish = replace(wish, before=page.rest)


def hits(core: Core, wish: Wish, lenses: Lenses = NO_LENSES) -> list[Hit]:
    return [hit for page in pages(core, wish, lenses) for hit in page.hits]


def found(core: Core, text: str, conversation: ConversationKey | None = None) -> list[str]:
    """The ids of what a query finds, in the order in which it is told."""
    return [hit.message.id for hit in hits(core, Wish(parse(text, NOW, UTC), conversation, 3))]


def archive_of(said: Iterable[ChatMessage], key: ConversationKey = BOB) -> Core:
    core = Core()
    core.write(*(MessagesFound(key, (each,)) for each in said))
    return core


@st.composite
def queries(draw: st.DrawFn, said: tuple[str, ...]) -> Query:
    """Words that are, or could be, in one of these texts, and other conditions beside them."""
    clauses = []
    for _number in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from(said)) or draw(texts)
        start = draw(st.integers(0, len(text)))
        if words := fold(text[start : start + draw(st.integers(1, 8))]):
            clauses.append(Clause(Words(words, draw(st.booleans())), draw(st.integers(0, 5)) == 0))
    others = (Sender(draw(senders)), OfKind(frozenset({Kind.TEXT})), Sent(at(draw(st.integers(0, 5))), at(6)))
    clauses += [Clause(each, draw(st.booleans())) for each in others if draw(st.integers(0, 3)) == 0]
    return Query(tuple(clauses))


@settings(max_examples=200)
@given(st.data())
def test_the_index_finds_what_a_look_at_every_message_finds(data: st.DataObject) -> None:
    said = data.draw(st.lists(sent, min_size=1, max_size=8))
    core = Core()
    stored: list[tuple[ConversationKey, ChatMessage]] = []
    for number, (text, sender, minute, key) in enumerate(said, 1):
        stored.append((key, message(number, text, time=at(minute), sender=sender)))
        core.write(MessagesFound(key, (stored[-1][1],)))
    query = data.draw(queries(tuple(text for text, *_ in said)))
    judge = Judge(query, Known(VIEWPOINT.user))
    told = [(hit.key, hit.message.id) for hit in hits(core, Wish(query, limit=2))]
    assert sorted(told) == sorted((key, each.id) for key, each in stored if judge.accepts(key, each))
    times = [hit.message.time for hit in hits(core, Wish(query, limit=2))]
    assert times == sorted(times, reverse=True)
    core.close()


def test_what_was_fetched_later_and_sent_earlier_comes_later() -> None:
    core = Core()
    core.write(MessageArrived(BOB, message(30, "newest 会议"), is_own=False))
    core.write(page_up((message(10, "会议 of old"), message(20, "no 会 议"), message(25, "会议")), before=30))
    core.write(MessagesFound(TEAM, (message(15, "in between 会议"),)))
    assert found(core, "会议") == ["30", "25", "15", "10"]
    assert found(core, "会议", BOB) == ["30", "25", "10"]
    assert found(core, f"会议 in:{TEAM.id}") == ["15"]
    assert found(core, "会议", ConversationKey("nobody", ConversationType.SINGLE)) == []
    assert found(core, "会议 in:nobody") == []


def test_more_messages_of_one_moment_than_it_has_numbers_are_all_found() -> None:
    many = range(1, 1500)
    core = archive_of(message(number, f"no {number}", time=at(1)) for number in many)
    core.write(MessagesFound(BOB, (message(2000, "no later", time=at(1) + 1),)))
    assert len(found(core, "no")) == len(many) + 1
    assert len(found(core, "no on:2024-06-10")) == len(many) + 1


def test_the_way_back_has_the_oldest_first() -> None:
    core = archive_of(messages(*range(1, 8)))
    query = parse("message", NOW, UTC)
    middle = searcher(core).search(Wish(query, limit=4), nobody_else).hits[-1]
    assert middle.message.id == "4"
    page = searcher(core).search(Wish(query, limit=2, after=middle.place), nobody_else)
    assert [hit.message.id for hit in page.hits] == ["5", "6"]
    assert page.rest is not None
    page = searcher(core).search(Wish(query, limit=2, after=page.rest), nobody_else)
    assert ([hit.message.id for hit in page.hits], page.rest) == (["7"], None)
    page = searcher(core).search(Wish(query, before=place_of(at(3))), nobody_else)
    assert [hit.message.id for hit in page.hits] == ["2", "1"]


def test_nobody_waits_for_a_search_that_is_over() -> None:
    core = archive_of(messages(*range(1, 8)))
    query = parse("/message/", NOW, UTC)
    page = searcher(core).search(Wish(query), lambda: True)
    assert len(page.hits) == 1
    assert page.rest == page.hits[-1].place
    assert len(searcher(core).search(Wish(query, before=page.rest), nobody_else).hits) == 6


def test_names_mean_who_is_called_so() -> None:
    core = archive_of([message(1), message(2, sender="carol")])
    core.write(NamesKnown({BOB: "Bob 鲍勃"}))
    assert found(core, 'from:"bob 鲍勃"') == ["1"]
    assert found(core, 'in:"BOB 鲍勃"') == ["2", "1"]
    assert found(core, '-from:"Bob 鲍勃"') == ["2"]


def test_the_index_follows_edits_and_removals() -> None:
    core = Core()
    core.write(page_up((message(1, "old words"), *messages(2, 3)), last=True))
    core.write(page_up((message(1, "new words"), *messages(2, 3)), last=True))
    assert found(core, "old") == []
    assert found(core, "new") == ["1"]
    core.write(MessagesRemoved(BOB, frozenset({"1"})))
    assert found(core, "new") == []


@pytest.mark.parametrize("conversation", [None, BOB])
def test_the_scope_is_what_can_be_searched(conversation: ConversationKey | None) -> None:
    core = archive_of(messages(1, 2, 5))
    core.write(MessagesFound(TEAM, messages(7)))
    wanted = Scope(3, 1, 3) if conversation else Scope(4, 2, 4)
    assert searcher(core).scope(Query(), conversation) == wanted
    assert searcher(core).scope(parse("in:bob", NOW), None) == Scope(3, 1, 3)
    assert searcher(core).scope(parse("in:nobody", NOW), None) == Scope()


ORDERS = Lenses(
    {
        "paid": parse_lens("paid", "order {custom.id} 已付款 {ext.shop}"),
        "ticket": parse_lens("ticket", "ticket #{ext.ticket.number}"),
        "spam": parse_lens("spam", "looks like spam"),
    }
)


def attached(number: int, body: Body | str, **ext: Json) -> ChatMessage:
    body = TextBody(body) if isinstance(body, str) else body
    return replace(message(number), body=body, ext=ext, raw=b"")


def seen(query: str, lenses: Lenses = ORDERS) -> list[str]:
    """The ids of what a query finds by lenses, among messages that have all there is for them."""
    core = archive_of(
        [
            attached(1, CustomBody("paid", {"id": "A7"}), shop="Tee"),
            attached(2, CustomBody("other", {"id": "A7"})),
            attached(3, "tea", ticket={"number": 10001}),
            attached(4, "order tea", ticket={}),
            attached(5, "tea", spam=None),
            attached(6, "no ticket at all"),
            attached(7, "tea", spam={}),
            attached(8, "tea", spam=[]),
        ]
    )
    return [hit.message.id for hit in hits(core, Wish(parse(query, NOW, UTC), limit=2), lenses)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("order", ["4", "1"]),
        ("已付", ["1"]),
        ('"order a7"', ["1"]),
        ("tee", ["1"]),
        ("tick", ["6", "3"]),
        ("10001", ["3"]),
        ('"tea ticket"', []),
        ("/#\\d+$/", ["3"]),
        ("ticket -tea", ["6"]),
        ("tea -ticket", ["8", "7", "5", "4"]),
        ("spam tea", ["8", "7", "5"]),
        ("A7", ["2", "1"]),
        ("a", ["6", "2", "1"]),
    ],
)
def test_what_a_lens_shows_is_found(query: str, ids: list[str]) -> None:
    assert seen(query) == ids


def test_without_lenses_only_what_was_said_is_found() -> None:
    assert seen("order", NO_LENSES) == ["4"]
    assert seen("10001", NO_LENSES) == []
