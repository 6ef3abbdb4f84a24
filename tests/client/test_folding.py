"""What streams in: a little is told at once, much together, and all of it once and in its order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.client.folding import FOR_EACH, LONGEST, Folding
from tui.live import LiveEvent, ReadAcked


class Told:
    """Somebody who is told of events that are numbered, at times that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.batches: list[tuple[float, list[int]]] = []
        self._next = count()
        self._sent_at: list[float] = []
        self.folding = Folding(self._deliver, lambda: self.now)

    @property
    def numbers(self) -> list[int]:
        return [number for _at, batch in self.batches for number in batch]

    @property
    def longest_held(self) -> float:
        return max((at - self._sent_at[number] for at, batch in self.batches for number in batch), default=0.0)

    def send(self, how_many: int) -> None:
        events = [ReadAcked(str(next(self._next)), "bob", "amy") for _each in range(how_many)]
        self._sent_at += [self.now] * how_many
        self.folding.take(events)

    def wait(self, seconds: float) -> None:
        """Let time pass, and do what is due meanwhile."""
        until = self.now + seconds
        while self.folding.due is not None and self.folding.due <= until:
            self.now = max(self.now, self.folding.due)
            self.folding.hand_on()
        self.now = until

    def _deliver(self, events: Sequence[LiveEvent]) -> None:
        self.batches.append((self.now, [int(event.message_id) for event in events if isinstance(event, ReadAcked)]))


def test_one_after_the_other_is_told_at_once() -> None:
    told = Told()
    for number in range(20):
        told.send(1)
        assert told.numbers == list(range(number + 1))
        assert told.folding.due is None
        told.wait(2 * FOR_EACH)


def test_what_follows_many_comes_together() -> None:
    told = Told()
    told.send(50)
    told.send(50)
    told.wait(LONGEST / 2)
    told.send(1)
    assert told.numbers == list(range(50))
    told.wait(LONGEST)
    assert [len(batch) for _at, batch in told.batches] == [50, 51]


@given(st.lists(st.tuples(st.floats(0, 0.2), st.integers(0, 100)), max_size=40))
def test_all_is_told_in_order_and_soon(steps: list[tuple[float, int]]) -> None:
    told = Told()
    for seconds, how_many in steps:
        told.wait(seconds)
        told.send(how_many)
    told.wait(LONGEST)
    assert told.numbers == list(range(sum(how_many for _seconds, how_many in steps)))
    assert told.longest_held <= LONGEST + 1e-9
    for (before, batch), (after, _batch) in pairwise(told.batches):
        assert after - before >= min(len(batch) * FOR_EACH, LONGEST) - 1e-9
