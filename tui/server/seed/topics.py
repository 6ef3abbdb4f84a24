"""What people talk about all day: short exchanges in two languages, with places for names and numbers.

A section of the text file is a topic, titled by its name and its settings (one named twice hears of it twice as often).
An empty line ends a step, whose lines are ways to say it: who speaks ("a" began), the language, the words ("⏎" is a
line break). A place is a name in braces: {shop} {order} {ticket} {n} {few} {pct} {version} {hour} are the same in both
languages, {city} {thing} {part} {cause} {dish} {weather} {hobby} {day} are words of `vocabulary`, and {b} calls the one
who answers.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import NamedTuple

from tui.server.seed.texts import sections

TEAM, COLLEAGUE, CUSTOMER, FRIENDS, FAMILY = "team", "colleague", "customer", "friends", "family"
"""Settings: a group at work, two who work together, a customer and the desk, and two outside of work."""


class Beat(NamedTuple):
    """One step of an exchange: who speaks, and the ways to say it in Chinese and in English."""

    role: str
    wordings: tuple[tuple[str, ...], tuple[str, ...]]


Topic = tuple[Beat, ...]


@cache
def topics(setting: str) -> tuple[Topic, ...]:
    """The topics of a setting, as often as they are named for it."""
    found: list[Topic] = []
    for title, lines in sections("topics").items():
        _name, _, settings = title.partition(": ")
        times = settings.split().count(setting)
        if times:
            found += [_topic(lines)] * times
    return tuple(found)


def _topic(lines: tuple[str, ...]) -> Topic:
    return tuple(_beat(list(step)) for filled, step in groupby(lines, bool) if filled)


def _beat(lines: list[str]) -> Beat:
    wordings = [line.split(" ", 2) for line in lines]
    chinese, english = (
        tuple(words.replace("⏎", "\n") for _role, spoken, words in wordings if spoken == language)
        for language in ("zh", "en")
    )
    return Beat(wordings[0][0], (chinese, english))
