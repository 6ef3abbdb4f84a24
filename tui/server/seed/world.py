"""Joins people, words, things and times into the world that the demo starts with."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from operator import attrgetter

from tui.server.seed import notation, people, rhythm
from tui.server.seed.attachments import SQUARE_THINGS, THINGS, Make
from tui.server.seed.breakers import BREAKERS
from tui.server.seed.chatter import Line, chatter, text
from tui.server.seed.conversations import PLANS, SQUARE, Plan
from tui.server.seed.forwarded import forwarded
from tui.server.seed.people import SEED_ACCOUNT
from tui.server.seed.records import make_records
from tui.server.seed.shelf import Shelf
from tui.server.seed.texts import sections
from tui.server.seed.topics import CUSTOMER
from tui.server.world import Mark, Pin, Record, Unread, World

LONG_QUIET = rhythm.waking(40)
"""A conversation without a word for this long may hold colleagues who have left since."""


def seed_world(number: int = 1, *, now: int) -> World:
    """Make the world of this `number` as it is at `now` (ms since 1970, after 2016): the same for the same two.

    Messages are older than `now`, their ids rise with time, and the account `SEED_ACCOUNT` is in every conversation.
    """
    plans = (*PLANS, SQUARE)
    shelf = Shelf(_chance(number, "shelf"))
    things = {**THINGS, "forwarded": forwarded(_chance(number, "forwarded"), now, len(plans))}
    members = {group.id: group.members for group in people.GROUPS}
    records: list[Record] = []
    for index, plan in enumerate(plans):
        rng = _chance(number, plan.id)
        cast = members.get(plan.id) or (plan.id, SEED_ACCOUNT)
        records += _conversation(rng, plan, cast, things, shelf, index, now)
    records.sort(key=attrgetter("time"))
    return World(
        accounts=people.NICKNAMES,
        groups=people.GROUPS,
        records=tuple(records),
        files=tuple(shelf.files),
        pins=tuple(Pin(SEED_ACCOUNT, plan.id, plan.chat_type, now - plan.pinned) for plan in plans if plan.pinned),
        unread=tuple(Unread(SEED_ACCOUNT, plan.id, plan.chat_type, plan.unread) for plan in plans if plan.unread),
        marks=tuple(Mark(SEED_ACCOUNT, plan.id, plan.chat_type, mark) for plan in plans for mark in plan.marks),
    )


def _chance(number: int, part: str) -> random.Random:
    """A source of chance of its own for each part, so that one can change without the others."""
    return random.Random(f"{number} {part}")  # noqa: S311 - it has to be repeatable and guards nothing


def _conversation(
    rng: random.Random,
    plan: Plan,
    cast: Sequence[str],
    things: Mapping[str, Make],
    shelf: Shelf,
    index: int,
    now: int,
) -> list[Record]:
    """Older chatter first, the hand-written end after it."""
    shown = [Line(owner, things[name](shelf, owner), {}) for owner, name in SQUARE_THINGS] if plan is SQUARE else []
    lines = chatter(rng, _talkers(plan, cast), plan.setting, plan.chatter, plan.chinese, shown)
    gaps = rhythm.pauses(rng, [line.starts for line in lines], rhythm.waking(plan.days))
    for said in _said(rng, plan):
        gaps.append(said.gap)
        lines.append(
            Line(said.sender, things[said.thing](shelf, said.sender), {})
            if said.thing
            else text(said.sender, said.text, edits=said.edits)
        )
    return make_records(index, plan.id, plan.chat_type, lines, rhythm.times(now, plan.ago, gaps[1:]))


def _said(rng: random.Random, plan: Plan) -> list[notation.Said]:
    """The hand-written part of a conversation, with a pause before it."""
    if plan.id == people.BREAKERS:
        return [notation.Said(people.BREAKERS, words, rng.randrange(rhythm.MINUTE)) for words in BREAKERS]
    return notation.read(("", *sections("scripts").get(plan.id, ())), rng)


def _talkers(plan: Plan, cast: Sequence[str]) -> Sequence[str]:
    """Who takes part in the chatter; a customer is first and asks."""
    if plan.setting == CUSTOMER or plan.ago > LONG_QUIET:
        return cast
    return [one for one in cast if one not in people.LEFT and one not in people.BOTS]
