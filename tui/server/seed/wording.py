"""How things are said: words for the places in a topic, and what goes before and after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from tui.server.seed.vocabulary import vocabulary

T = TypeVar("T")
Draw = Callable[[], float]
"""A source of chance: numbers from 0 up to 1."""
Words = dict[str, str]

LED, TAILED = 0.24, 0.36
"""The shares of messages that get a lead and a tail, where they can have one."""


def pick(draw: Draw, choices: Sequence[T]) -> T:
    """One of the choices; much quicker than the standard library's, which matters for the square."""
    return choices[int(draw() * len(choices))]


def dressed(draw: Draw, words: str, language: bool) -> str:
    """Some messages with something before or after them, so that the same words seldom look the same."""
    if draw() < LED and words[0] != "`":
        words = pick(draw, vocabulary().leads[language]) + words
    if draw() < TAILED and (words[-1].isalnum() or words[-1] == "}"):
        words += pick(draw, vocabulary().tails[language])
    return words


def words_of_exchange(draw: Draw, called: str) -> tuple[Words, Words]:
    """The words of one exchange, in Chinese and in English."""
    order = str(20_000 + int(draw() * 70_000))
    same = {
        "b": called,
        "shop": pick(draw, vocabulary().shops),
        "order": order,
        "ticket": f"#{order[1:]}",
        "n": str(10 + int(draw() * 39)),
        "few": str(2 + int(draw() * 5)),
        "pct": str(11 + int(draw() * 84)),
        "hour": str(9 + int(draw() * 10)),
        "version": f"v{3 + int(draw() * 3)}.{int(draw() * 20)}.{int(draw() * 10)}",
    }
    chinese, english = same, same.copy()
    for name, pairs in vocabulary().pairs:
        chinese[name], english[name] = pick(draw, pairs)
    return chinese, english
