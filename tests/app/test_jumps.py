"""The places that one came from, against a browser's history."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.app.acts.jumps import KEPT, Jumps
from tui.models import ConversationKey, ConversationType
from tui.runs import Position
from tui.spots import Spot

BOB = ConversationKey("bob", ConversationType.SINGLE)
STEPS = st.lists(st.one_of(st.integers(0, 5), st.sampled_from(["back", "forward"])), max_size=60)


def spot(number: int, line: int = 0) -> Spot:
    return Spot(BOB, Position(number, number), line)


def test_back_and_forward_again() -> None:
    jumps = Jumps()
    jumps.leave(spot(1))
    jumps.leave(spot(2))
    assert jumps.back(spot(3)) == spot(2)
    assert jumps.back(spot(2)) == spot(1)
    assert jumps.back(spot(1)) is None
    assert jumps.forward(spot(1)) == spot(2)
    assert jumps.forward(spot(2)) == spot(3)
    assert jumps.forward(spot(3)) is None


def test_where_one_is_already_is_no_place_to_go_to() -> None:
    jumps = Jumps()
    jumps.leave(spot(1))
    jumps.leave(spot(2))
    assert jumps.back(spot(2, line=9)) == spot(1)


def test_only_the_latest_are_kept() -> None:
    jumps = Jumps()
    for number in range(KEPT + 10):
        jumps.leave(spot(number))
    found = [jumps.back(None) for _time in range(KEPT)]
    assert found == [spot(number) for number in range(KEPT + 9, 9, -1)]
    assert jumps.back(None) is None


@given(steps=STEPS)
def test_it_is_as_a_browsers_history(steps: list[int | str]) -> None:
    jumps, here = Jumps(), spot(0)
    pages, at = [here], 0
    for step in steps:
        if isinstance(step, int):
            jumps.leave(here)
            here = spot(step)
            if here != pages[at]:
                pages, at = [*pages[: at + 1], here], at + 1
            else:
                pages = pages[: at + 1]
            continue
        found = jumps.back(here) if step == "back" else jumps.forward(here)
        wanted = at + (-1 if step == "back" else 1)
        if found is None:
            assert not 0 <= wanted < len(pages)
        else:
            assert found == pages[wanted]
            here, at = found, wanted
