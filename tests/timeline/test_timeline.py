"""A window of a history: what pages, archived messages, arrivals and removals make of it, in vectors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.model_service import message
from tests.timeline.notation import page, parse, place, show, stretch
from tui.events import MessageChanged
from tui.models import ChatMessage, ConversationKey, ConversationType, Edit, TextBody, UnreadableBody
from tui.runs import END, START, Run
from tui.timeline.timeline import Edge, EdgeState, Gap, Request, Side, Timeline

OLDER, NEWER = Side.OLDER, Side.NEWER


def after(timeline: Timeline, verb: str, what: str) -> Timeline:
    """What one step of a vector makes of a timeline."""
    match verb:
        case "page":
            return timeline.covered(page(what))
        case "late page":
            return timeline.covered(page(what, generation=-1))
        case "older":
            return timeline.extended(OLDER, stretch(what, OLDER))
        case "newer":
            return timeline.extended(NEWER, stretch(what, NEWER))
        case "arrived":
            return timeline.arrived(message(int(what)))
        case "without":
            return timeline.without(what.split())
        case "cut":
            until, _, now = what.partition(" at ")
            return timeline.cut(message(int(until)).time, message(int(now or until)).time)
        case "trimmed older":
            return timeline.trimmed(int(what), OLDER)
        case "trimmed newer":
            return timeline.trimmed(int(what), NEWER)
        case "detached":
            return timeline.detached(int(what))
        case "settled":
            return timeline.settled()
    raise ValueError(verb)


Step = tuple[str, str]

VECTORS: dict[str, tuple[str, list[Step], str]] = {
    # A page is the whole truth for its range
    "the newest page of all": (".. ]", [("page", "@8 8 9 ]")], "..8 8 9 >"),
    "a page that is all there is": (".. ]", [("page", "[ 1 2 ]")], ".. | 1 2 >"),
    "an empty conversation": (".. ]", [("page", "[ ]")], ".. | >"),
    "what the page lacks has gone": (".. 5 6 7 8 9 ]", [("page", "@6 6 7 9 ]")], ".. 5 6 7 9 >"),
    "what is newer than the newest page has gone": (".. 5 6 7 8 9 ]", [("page", "@6 6 7 ]")], ".. 5 6 7 >"),
    "what the page was asked from is not judged": (".. 5 6 7 ]", [("page", "@3 3 4 (6)")], "..3 3 4 6 7 ]"),
    "a page down is no judge before its first": (".. 1 2 3 ~ 8 9 ]", [("page", "(1) 6 7 8")], ".. 1 2 3 6 7 8 9 ]"),
    "a late page is no judge": (".. 5 6 7 8 9 ]", [("late page", "@5 5 9 ]")], ".. 5 6 7 8 9 ]"),
    "a late page does not attach": (".. ]", [("late page", "@8 8 9 ]")], "..8 8 9 .."),
    # Gaps
    "a page fills a gap": (".. 1 2 ~ 8 9 ]", [("page", "@2 2 3 4 5 6 7 (8)")], ".. 1 2 3 4 5 6 7 8 9 ]"),
    "a page fills the newer part": (".. 1 2 ~c8 8 9 ]", [("page", "@c5 5 6 7 (8)")], ".. 1 2 ~c5 5 6 7 8 9 ]"),
    "a page fills the older part": (".. 1 2 ~c8 8 9 ]", [("page", "(2) 3 4 5")], ".. 1 2 3 4 5 ~c8 8 9 ]"),
    "a page in the midst": (".. 1 2 ~c8 8 9 ]", [("page", "@c5 5 6")], ".. 1 2 ~c5 5 6 ~c8 8 9 ]"),
    "a known far end keeps its gap": (".. 1 2 ~c5 5 8 9 ]", [("page", "@x 5 7 8 (9)")], ".. 1 2 ~c5 5 7 8 9 ]"),
    "a page over two gaps": (".. 1 ~ 3 4 ~ 7 8 ]", [("page", "@2 2 3 4 5 6 7 (8)")], ".. 1 ~2 2 3 4 5 6 7 8 ]"),
    "a late page fills a gap": (".. 1 2 ~ 8 9 ]", [("late page", "@2 2 3 (8)")], ".. 1 2 3 8 9 ]"),
    "a newer page leaves a gap": (".. 1 2 ]", [("page", "@8 8 9 ]")], ".. 1 2 ~8 8 9 >"),
    "also when it does not reach the end": (".. 1 2 ]", [("page", "@6 6 7 (8)")], ".. 1 2 ~6 6 7 ..7"),
    "the newest page meets what is here": (".. 1 2 3 ]", [("page", "@3 3 4 5 ]")], ".. 1 2 3 4 5 >"),
    # Beyond the edges
    "a page beyond the older edge": ("..5 5 6 ..", [("page", "@3 3 4 (5)")], "..3 3 4 5 6 .."),
    "a page beyond the newer edge": (".. 5 6 ..6", [("page", "(6) 7 8")], ".. 5 6 7 8 ..8"),
    "the last page beyond the newer edge": (".. 5 6 ..6", [("page", "(6) 7 8 ]")], ".. 5 6 7 8 >"),
    "nothing beyond the newer edge": (".. 5 6 ..6", [("page", "(6) ]")], ".. 5 6 .."),
    "the archive may have some between": (".. 5 6 ..", [("page", "(6) 8 ]")], ".. 5 6 .."),
    "a page that hangs over": (".. 5 6 ..", [("page", "@4 4 5 6 7")], "..4 4 5 6 7 ..7"),
    "the archive has some between then": (
        ".. 5 6 ..6",
        [("page", "@8 8 9 ]"), ("settled", ""), ("page", "(6) 7 8")],
        ".. 5 6 ..",
    ),
    "a late page over what was left to the archive": (
        ".. 5 6 ..",
        [("page", "@8 8 9 ]"), ("page", "@4 4 5 6 7 ]")],
        "..4 4 5 6 ..",
    ),
    "a late page under what was left to the archive": (
        ".. 5 6 >",
        [("page", "@2 2 3 (4)"), ("page", "@1 1 4 5 6 ]")],
        ".. 5 6 >",
    ),
    "a late page over what was let go": (
        ".. 5 6 7 >",
        [("trimmed newer", "2"), ("page", "@4 4 5 6 8 ]")],
        "..4 4 5 6 ..",
    ),
    "a page far older": (".. 5 6 ]", [("page", "@1 1 2 (3)")], ".. 5 6 ]"),
    "a page far older than the oldest": ("[ 5 6 ]", [("page", "@1 1 2 (3)")], ".. 5 6 ]"),
    "the newest page far newer, in the middle": (".. 5 6 ..", [("page", "@8 8 9 ]")], ".. 5 6 .."),
    "a removed edge is still met": ("..c 5 6 ]", [("without", "5"), ("page", "@3 3 4 (5)")], "..3 3 4 6 ]"),
    # The floor
    "the oldest end": (".. 5 6 ]", [("page", "[ 3 4 (5)")], ".. | 3 4 5 6 ]"),
    "nothing older on the service": (".. 5 6 ]", [("page", "[ (5)")], ".. | 5 6 ]"),
    "retention leaves what is only here": ("[ 1 2 3 4 ]", [("page", "[ 3 4 ]")], "[ 1 2 | 3 4 >"),
    "nobody can fill what is below": (".. 1 ~ 3 ~ 5 ]", [("page", "[ 4 5 ]")], ".. 1 3 | 4 5 >"),
    "all is below": (".. 1 2 ]", [("page", "[ 8 9 ]")], ".. 1 2 | 8 9 >"),
    "all is below an empty end": (".. 1 2 ]", [("page", "[ ]")], ".. 1 2 | >"),
    "one that came since is not below it": (".. 1 2 >", [("arrived", "3"), ("page", "[ ]")], ".. 1 2 | 3 >"),
    "in the middle only the floor is taken": (".. 1 2 ..", [("page", "[ 8 9 ]")], ".. 1 2 | .."),
    "what is below is not judged": (".. 1 2 | 5 6 ]", [("page", "@0 1 5 6 ]")], ".. 1 2 | 5 6 >"),
    "what is above is": (".. 1 | 2 5 6 ]", [("page", "[ 5 6 ]")], ".. 1 2 | 5 6 >"),
    # Arrivals
    "continues while attached": (".. 1 2 >", [("arrived", "3"), ("arrived", "4")], ".. 1 2 3 4 >"),
    "else leaves a gap": (".. 1 2 ]", [("arrived", "3")], ".. 1 2 ~ 3 ]"),
    "told twice": (".. 1 2 >", [("arrived", "3"), ("arrived", "3")], ".. 1 2 3 >"),
    "into nothing": (".. ]", [("arrived", "3")], ".. 3 ]"),
    "into an empty conversation": (".. ]", [("page", "[ ]"), ("arrived", "3")], ".. | 3 >"),
    "inside opens no gap": (".. 1 5 ]", [("arrived", "3")], ".. 1 3 5 ]"),
    "inside a gap leaves two": (".. 1 ~c 5 ]", [("arrived", "3")], ".. 1 ~ 3 ~ 5 ]"),
    "beyond the newer edge": (".. 1 5 ..", [("arrived", "7")], ".. 1 5 .."),
    "beyond the older edge": (".. 3 5 ]", [("arrived", "1")], ".. 3 5 ]"),
    "before the oldest": ("[ 3 5 ]", [("arrived", "1")], "[ 1 3 5 ]"),
    "the page closes the gap": (".. 1 2 ]", [("arrived", "4"), ("page", "@2 2 3 ]")], ".. 1 2 3 4 >"),
    "not spared any more": (".. 1 2 ]", [("arrived", "4"), ("settled", ""), ("page", "@2 2 3 ]")], ".. 1 2 3 >"),
    "after a reconnect": (".. 1 2 >", [("detached", "1"), ("arrived", "4")], ".. 1 2 ~ 4 ]"),
    "missed by a page in the middle": (".. 1 2 ..", [("arrived", "4"), ("page", "@2 2 3 ]")], ".. 1 2 .."),
    "not on its way any more": (
        ".. 1 2 ..",
        [("arrived", "4"), ("settled", ""), ("page", "@2 2 3 4 ]")],
        ".. 1 2 3 4 >",
    ),
    # Removals
    "a gap goes to the next": (".. 1 2 ~c 5 6 ]", [("without", "5")], ".. 1 2 ~c 6 ]"),
    "a cursor that was removed": (".. 1 2 ~5 5 6 ]", [("without", "5")], ".. 1 2 ~ 6 ]"),
    "of two gaps the nearer stays": (".. 1 ~a 5 ~b 6 ]", [("without", "5")], ".. 1 ~b 6 ]"),
    "past the last one the end is open": (".. 1 2 ~ 5 >", [("without", "5")], ".. 1 2 ]"),
    "the end that was removed is still met": (".. 5 6 ]", [("without", "6"), ("page", "(6) 7 8 ]")], ".. 5 7 8 >"),
    "the last one without a gap": (".. 1 2 5 >", [("without", "5")], ".. 1 2 >"),
    "a gap becomes the edge": ("[ 1 ~c 5 6 ]", [("without", "1")], "..c 5 6 ]"),
    "the oldest one": ("[ 1 5 6 ]", [("without", "1")], "[ 5 6 ]"),
    "the edge's cursor": ("..5 5 6 ]", [("without", "5")], ".. 6 ]"),
    "the newer edge's cursor": (".. 5 6 ..6", [("without", "6")], ".. 5 ..5"),
    "a time that lies ahead is no bound": ("[ 1 2 >", [("cut", "9 at 2"), ("arrived", "3")], "[ | 3 >"),
    "what is dated ahead goes by itself": (
        "[ 1 2 7 >",
        [("cut", "9 at 2"), ("arrived", "3"), ("page", "[ 2 3 7 ]")],
        "[ | 3 >",
    ),
    "all of them": ("[ 1 2 >", [("without", "1 2")], "[ >"),
    "then a late page claims no end": (
        ".. 1 2 ..",
        [("arrived", "4"), ("without", "1 2"), ("page", "@2 2 3 ]")],
        ".. ]",
    ),
    "then an arrival has its place": ("..1 2 3 ]", [("without", "2 3"), ("arrived", "1")], "..1 ]"),
    "all in the middle": (".. 1 2 ..", [("without", "1 2")], ".. ]"),
    "no page brings them back": (".. 5 6 7 ]", [("without", "6"), ("page", "@5 5 6 7 ]")], ".. 5 7 >"),
    "nor an arrival": (".. 5 6 7 >", [("without", "7"), ("arrived", "7")], ".. 5 6 >"),
    "nor the archive": (".. 5 6 ]", [("without", "3"), ("older", "[ | 2 3 4 ]")], "[ | 2 4 5 6 ]"),
    "nor one that was not here": (".. 5 ]", [("without", "7"), ("page", "@5 5 6 7 ]")], ".. 5 6 >"),
    "nothing is known before one that was": (".. 1 ]", [("without", "8"), ("page", "@8 8 ]")], ".. 1 ]"),
    "a page and a later one": (".. 5 6 7 ]", [("page", "@5 5 7 ]"), ("page", "@5 5 6 7 ]")], ".. 5 7 >"),
    "up to a time": (".. 1 2 3 ~ 8 9 ]", [("cut", "2")], "[ | 3 ~ 8 9 ]"),
    "up to a gap": (".. 1 2 3 ~c 8 9 ]", [("cut", "3")], "..c | 8 9 ]"),
    "up to a time and never back": (".. 4 5 ]", [("cut", "2"), ("page", "[ 1 2 3 (4)")], ".. | 3 4 5 ]"),
    "all up to a time": ("[ 1 2 >", [("cut", "9")], "[ | >"),
    # The archive
    "from its newest end": (".. ]", [("older", ".. 5 6 7 ]")], ".. 5 6 7 ]"),
    "all of it": (".. ]", [("older", "[ | 5 6 7 ]")], "[ | 5 6 7 ]"),
    "from its oldest end": (".. ]", [("newer", "[ | 1 2 ..")], "[ | 1 2 .."),
    "from its oldest end, not the service's": (".. ]", [("newer", "[ ~c 1 2 ~ 4 ]")], "..c 1 2 ~ 4 ]"),
    "on towards the older": (".. 5 6 ]", [("older", ".. 3 ~c 4 ]")], ".. 3 ~c 4 5 6 ]"),
    "not joined": ("..c 5 6 ]", [("older", ".. 3 4 ~")], ".. 3 4 ~ 5 6 ]"),
    "to its oldest": (".. | 5 6 ]", [("older", "[ 3 4 ]")], "[ 3 4 | 5 6 ]"),
    "to its oldest, not the service's": (".. 5 6 ]", [("older", "[ ~c 3 4 ]")], "..c 3 4 5 6 ]"),
    "nothing older, nor on the service": (".. | 5 6 ]", [("older", "[ ]")], "[ | 5 6 ]"),
    "nothing older but on the service": ("..c 5 6 ]", [("older", "[ ]")], "..c 5 6 ]"),
    "on towards the newer": (".. 5 6 ..", [("newer", ".. 7 8 ..")], ".. 5 6 7 8 .."),
    "to its newest": (".. 5 6 ..", [("newer", "~c 7 ~ 8 ]")], ".. 5 6 ~c 7 ~ 8 ]"),
    "nothing newer": (".. 5 6 ..", [("newer", ".. ]")], ".. 5 6 ]"),
    "nothing newer but on the service": (".. 5 6 ..6", [("newer", ".. ]")], ".. 5 6 ..6"),
    # Letting go
    "trimmed to an inner gap": ("[ 1 2 ~c 5 6 >", [("trimmed older", "2")], "..c 5 6 >"),
    "trimmed and met again": ("[ | 1 2 3 4 >", [("trimmed older", "2"), ("older", "[ 1 2 ]")], "[ | 1 2 3 4 >"),
    "trimmed at the end": ("[ 1 2 ~ 5 6 >", [("trimmed newer", "3")], "[ 1 2 ~ 5 .."),
    "few enough": ("[ 1 2 >", [("trimmed newer", "2")], "[ 1 2 >"),
}


@pytest.mark.parametrize(("start", "steps", "then"), VECTORS.values(), ids=VECTORS.keys())
def test_vector(start: str, steps: list[Step], then: str) -> None:
    timeline = parse(start)
    assert show(timeline) == start
    for verb, what in steps:
        timeline = after(timeline, verb, what)
    assert show(timeline) == then


def test_each_operation_leaves_the_timeline_it_is_given_alone() -> None:
    timeline = parse("..c 1 2 ~x 8 9 >")
    for start, steps, _ in VECTORS.values():
        before = parse(start)
        for verb, what in steps:
            after(before, verb, what)
        assert show(before) == start
    assert timeline == parse("..c 1 2 ~x 8 9 >")


def test_what_is_deleted_below_everything_goes() -> None:
    run = replace(page("[ 8 9 ]"), gone_from=place("2"))
    assert show(parse("[ 1 2 3 ]").covered(run)) == "[ 1 | 8 9 >"
    assert show(parse(".. 1 2 3 ..").covered(run)) == ".. 1 | .."
    assert show(parse("[ 1 2 3 >").covered(replace(page("[ ]"), gone_from=START))) == "[ | >"


def test_what_a_page_may_lack_is_spared() -> None:
    run = page("@5 5 6 ]")
    assert show(parse(".. 5 6 7 ]").covered(run, spared=frozenset({"7"}))) == ".. 5 6 7 >"
    assert show(parse(".. 5 ..").covered(run, spared=frozenset({"7"}))) == ".. 5 .."


def test_an_edit_is_not_undone_by_a_page_that_was_asked_for_before_it() -> None:
    edited = replace(message(2, text="new"), edited=Edit(time=9, operator="bob", count=1))
    event = MessageChanged(ConversationKey("bob", ConversationType.SINGLE), edited)
    timeline = parse("[ 1 2 3 >").changed(event).covered(page("[ 1 2 3 ]"))
    assert timeline.messages[1].body == TextBody("new")
    again = replace(edited, body=TextBody("newer"), edited=Edit(time=10, operator="bob", count=2))
    later = timeline.covered(Run((again,), place("2"), place("2")))
    assert later.messages[1].body == TextBody("newer")
    assert timeline.changed(replace(event, message=message(7))) is timeline


def test_a_message_that_was_placed_by_guess_is_shown_once() -> None:
    guessed = replace(message(9, minutes=1), body=UnreadableBody("cut off"))
    timeline = Timeline((guessed, message(3), message(5)))
    assert [each.id for each in timeline.covered(page("@3 3 5 9 ]")).messages] == ["3", "5", "9"]


def test_states_of_edges_and_gaps() -> None:
    timeline = parse(".. 1 2 ~c 8 9 ]")
    loading = timeline.loading(OLDER).loading("8")
    assert loading.older == Edge(EdgeState.LOADING)
    assert loading.gaps == {"8": Gap(EdgeState.LOADING, "c")}
    assert loading.at_rest("8").gaps == timeline.gaps
    assert loading.at_rest("8").older.state is EdgeState.LOADING
    assert loading.at_rest() == timeline
    failed = loading.failed("8", "no network").offline(OLDER)
    assert failed.gaps == {"8": Gap(EdgeState.FAILED, "c", "no network")}
    assert failed.older.state is EdgeState.OFFLINE
    assert failed.at_rest() == failed
    assert failed.online().older.state is EdgeState.MORE
    assert timeline.loading(NEWER) is timeline
    assert timeline.failed("9", "there is no gap") is timeline


def test_a_page_that_was_awaited_leaves_nothing_loading() -> None:
    assert parse(".. 5 6 ]").loading(OLDER).covered(page("@3 3 4 (5)")).older == Edge(cursor="3")
    assert parse(".. 1 ~ 6 ]").loading("6").covered(page("@4 4 5 (6)")).gaps == {"4": Gap(cursor="4")}
    assert parse(".. 5 6 ..6").loading(NEWER).covered(page("(6) 7 8")).newer == Edge(cursor="8")


def test_what_to_ask_for() -> None:
    timeline = parse(".. 1 2 ~ 8 9 ..")
    assert timeline.request(OLDER) == Request(True, "1", place("1"))
    assert timeline.request(NEWER) == Request(False, "9", place("9"))
    assert timeline.gap_request("8", OLDER) == Request(True, "8", place("8"))
    assert timeline.gap_request("8", NEWER) == Request(False, "2", place("2"))
    assert timeline.gap_request("9", OLDER) is None
    assert parse("..c 1 ~d 8 ]").request(OLDER) == Request(True, "c", place("1"))
    assert parse("..c 1 ~d 8 ]").gap_request("8", OLDER) == Request(True, "d", place("8"))
    assert Timeline().request(OLDER) == Request(True)
    assert Timeline().request(NEWER) == Request(False)


def test_a_page_without_a_message_that_may_be_shown_leads_on() -> None:
    timeline = parse("..c 5 6 ]").without(["3", "4"]).covered(page("@3 3 4 (5)"))
    assert show(timeline) == "..3 5 6 ]".replace("3", timeline.older.cursor or "")
    assert timeline.request(OLDER).asked_from == place("3")
    assert show(timeline.covered(page("[ 1 2 (3)"))) == ".. | 1 2 5 6 ]"


def test_a_message_without_an_id_is_never_a_cursor() -> None:
    broken = ChatMessage("", ConversationType.SINGLE, "", "", message(2).time, UnreadableBody("cut off"), position="p")
    timeline = Timeline((broken, message(3), broken), newer=Edge(), gaps={broken.key: Gap()})
    assert timeline.request(OLDER) == Request(True, "3", place("3"))
    assert timeline.request(NEWER) == Request(False, "3", place("3"))
    assert Timeline((broken,)).request(OLDER) == Request(True)
    assert timeline.holds(broken.key)
    assert not timeline.holds("9")


def test_empty_for_good_is_told_from_not_loaded() -> None:
    empty = parse(".. ]").covered(page("[ ]"))
    assert empty.older.state is EdgeState.MORE
    assert empty.floor == END
    assert empty.extended(OLDER, stretch("[ ]", OLDER)).older.state is EdgeState.END
    assert Timeline().extended(OLDER, stretch("[ ]", OLDER)).older.state is EdgeState.MORE


def test_begun_anew_nothing_removed_comes_back() -> None:
    timeline = parse("[ 1 2 3 >").without(["2"]).cut(message(1).time, message(1).time).emptied()
    assert timeline.messages == ()
    assert not timeline.attached
    assert show(timeline.covered(page("[ 1 2 3 ]"))) == ".. | 3 >"


def test_archived_messages_may_not_join_without_a_cursor() -> None:
    read = replace(stretch(".. 7 8 ]", NEWER), joins=False)
    assert show(parse(".. 5 6 ..").extended(NEWER, read)) == ".. 5 6 ~ 7 8 ]"


def test_the_floor_of_an_empty_service_is_not_above_what_comes() -> None:
    timeline = parse(".. 1 2 ]").covered(page("[ ]")).detached(1).arrived(message(5))
    assert show(timeline) == ".. 1 2 | ~ 5 ]"
