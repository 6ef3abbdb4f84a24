"""Joins people, words, things and times into the world that the demo starts with."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import tui.server.seed.people as people
from tui.server.seed.account import SEED_ACCOUNT
from tui.server.seed.attachments import SQUARE_THINGS, THINGS, Make
from tui.server.seed.breakers import BREAKERS
from tui.server.seed.chatter import chatter
from tui.server.seed.conversations import PLANS, SQUARE, SQUARE_PAST, Plan
from tui.server.seed.forwarded import FORWARDED, forwarded
from tui.server.seed.lines import Line, text
from tui.server.seed.notation import Said, read
from tui.server.seed.records import make_records
from tui.server.seed.rhythm import pauses, times, waking
from tui.server.seed.shelf import Shelf
from tui.server.seed.texts import sections
from tui.server.world import Mark, Pin, Record, Unread, World
from tui.times import MINUTE, SECOND

MEMBERS = {group.id: group.members for group in people.GROUPS}

_FORWARDED = len(PLANS) + 1
"""The number of the forwarded conversation, after those that are listed."""

LONG_QUIET = waking(40)
"""A conversation without a word for this long may hold colleagues who have left since."""


def seed_world(number: int = 1, *, now: int) -> World:
    """Make the world of this `number` as it is at `now` (ms since 1970, after 2016): the same for the same two.

    Messages are not later than `now`, their ids rise with time, and `SEED_ACCOUNT` is in every conversation.
    """
    present, past = seed_present(number, now=now), seed_past(number, now=now)
    records = sorted((*past.records, *present.records), key=_by_id)
    return replace(present, records=tuple(records), files=present.files + past.files)


def seed_past(number: int = 1, *, now: int) -> World:
    """What `seed_present` leaves out of the world: the long history of the square, without its newest messages."""
    making = _Making(number, now, Shelf(_chance(number, "shelf of the past")))
    records = making.conversation(_FORWARDED + 1, SQUARE_PAST)
    return World(accounts={}, records=tuple(records), files=tuple(making.shelf.files))


def seed_present(number: int = 1, *, now: int) -> World:
    """Most of the world, made in a fraction of the time. Its conversation list is that of the whole world."""
    plans = (*PLANS, SQUARE)
    making = _Making(number, now, Shelf(_chance(number, "shelf")))
    records = [record for index, plan in enumerate(plans) for record in making.conversation(index, plan)]
    return World(
        accounts=people.NICKNAMES,
        groups=people.GROUPS,
        records=tuple(sorted(records, key=_by_id)),
        files=tuple(making.shelf.files),
        pins=tuple(Pin(SEED_ACCOUNT, plan.id, plan.chat_type, now - plan.pinned) for plan in plans if plan.pinned),
        unread=tuple(Unread(SEED_ACCOUNT, plan.id, plan.chat_type, plan.unread) for plan in plans if plan.unread),
        marks=tuple(Mark(SEED_ACCOUNT, plan.id, plan.chat_type, mark) for plan in plans for mark in plan.marks),
    )


def _by_id(record: Record) -> int:
    """Ids rise with time, and tell messages of the same millisecond apart."""
    return int(record.id)


def _chance(number: int, part: str) -> random.Random:
    """A source of chance of its own for each part, so that one can change without the others."""
    return random.Random(f"{number} {part}")  # noqa: S311 - it has to be repeatable and guards nothing


@dataclass(frozen=True, slots=True)
class _Making:
    number: int
    now: int
    shelf: Shelf

    def conversation(self, index: int, plan: Plan) -> list[Record]:
        """Older chatter first, the hand-written end after it."""
        rng = _chance(self.number, f"{plan.id} {index}")
        shown = [self._thing(owner, name) for owner, name in SQUARE_THINGS] if plan is SQUARE_PAST else []
        lines = chatter(rng, _talkers(plan), plan.setting, plan.chatter, plan.chinese, shown)
        gaps = pauses(rng, [line.starts for line in lines], waking(plan.days))
        for said in _said(rng, plan):
            gaps.append(said.gap)
            lines.append(self._line(said))
        return make_records(index, plan.id, plan.chat_type, lines, times(self.now, plan.ago, gaps[1:]))

    def _line(self, said: Said) -> Line:
        if said.thing:
            return self._thing(said.sender, said.thing)
        return text(said.sender, said.text, edits=said.edits)

    def _thing(self, owner: str, name: str) -> Line:
        make = self._forwarded() if name == FORWARDED else THINGS[name]
        return Line(owner, make(self.shelf, owner), {})

    def _forwarded(self) -> Make:
        return forwarded(_chance(self.number, FORWARDED), self.now, _FORWARDED)


def _said(rng: random.Random, plan: Plan) -> list[Said]:
    """The hand-written part of a conversation, with a pause before it."""
    if plan.id == people.BREAKERS:
        return [Said(plan.id, words, rng.randrange(SECOND, MINUTE)) for words in BREAKERS]
    return read(("", *sections("scripts").get(plan.id, ())), rng)


def _talkers(plan: Plan) -> Sequence[str]:
    """Who takes part in the chatter: in a single chat the other one is first, so that a customer asks."""
    cast = MEMBERS.get(plan.id, (plan.id, SEED_ACCOUNT))
    if plan.ago > LONG_QUIET:
        return cast
    return [one for one in cast if one not in people.LEFT and one not in people.BOTS]
