"""Any number of messages about the topics of a setting, the same for the same source of chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from tui.models import Json
from tui.server.seed.people import NICKNAMES
from tui.server.seed.shelf import Body
from tui.server.seed.topics import COLLEAGUE, CUSTOMER, TEAM, topics
from tui.server.seed.vocabulary import vocabulary

T = TypeVar("T")
Words = dict[str, str]

_MENTION = re.compile(r"@(ALL|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)")

SWITCHED = 0.1
"""The share of messages in the other language than their exchange, among people who speak both."""
NODS, ASIDES, SHOWN = 0.16, 0.05, 0.02
"""How often a step is followed by a short reaction, by a remark about something else, by something not a text."""


LED, TAILED = 0.24, 0.36
"""The shares of messages that get a lead and a tail, where they can have one."""
EDITED = 0.004
"""The share of messages that were changed once."""


class Line(NamedTuple):
    """One message without its time; `starts` when it begins something new."""

    sender: str
    body: Body
    ext: dict[str, Json]
    starts: bool = False
    edits: int = 0


def text(sender: str, words: str, starts: bool = False, edits: int = 0) -> Line:
    """A text message; who is mentioned in it is told so (`em_at_list`, section 11)."""
    return Line(sender, {"type": "txt", "msg": words}, _mentions(words) if "@" in words else {}, starts, edits)


def chatter(
    rng: random.Random, cast: Sequence[str], setting: str, count: int, chinese: float, shown: Sequence[Line] = ()
) -> list[Line]:
    """`count` messages of these people (with customers: the customer, then who answers).

    `chinese` is the share of exchanges in Chinese, the others are in English. `shown` are messages that may come in
    between, whoever sent them.
    """
    talk = _consultations(rng, cast, chinese) if setting == CUSTOMER else _talk(rng, cast, setting, chinese, shown)
    return list(islice(talk, count))


def _consultations(rng: random.Random, cast: Sequence[str], chinese: float) -> Iterator[Line]:
    """A customer asks and is answered, to the point: the wordings of these topics belong together by their places."""
    draw = rng.random
    while True:
        topic = _pick(draw, topics(CUSTOMER))
        language = draw() >= chinese
        words = _languages(draw, cast[1])[language]
        way = int(draw() * len(topic[0].wordings[language]))
        for step, (role, wordings) in enumerate(topic):
            yield text(cast["ab".index(role)], wordings[language][way].format_map(words), starts=not step)


def _talk(
    rng: random.Random, cast: Sequence[str], setting: str, chinese: float, shown: Sequence[Line]
) -> Iterator[Line]:
    """People who know each other, about one thing after the other; a role that nobody is left for is passed over."""
    draw = rng.random
    known = list(topics(setting))
    at_work = setting in (TEAM, COLLEAGUE)
    while True:
        rng.shuffle(known)
        for topic in known:
            roles = dict(zip("abcd", rng.sample(cast, min(4, len(cast))), strict=False))
            languages = _languages(draw, roles["b"] if len(roles) == 2 else f"@{roles['b']}")
            main = draw() >= chinese
            starts = True
            for role, wordings in topic:
                if role not in roles:
                    continue
                language = main ^ (draw() < SWITCHED and 0 < chinese < 1)
                words = _pick(draw, wordings[language])
                if at_work:
                    words = _dressed(draw, words, language)
                edits = int(draw() < EDITED)
                yield text(roles[role], words.format_map(languages[language]), starts, edits)
                starts = False
                if at_work:
                    yield from _between(draw, cast, languages[language], language, shown)


def _dressed(draw: Callable[[], float], words: str, language: bool) -> str:
    """Some messages with something before or after them, so that the same words seldom look the same."""
    if draw() < LED and words[0] != "`":
        words = _pick(draw, vocabulary().leads[language]) + words
    if draw() < TAILED and (words[-1].isalnum() or words[-1] == "}"):
        words += _pick(draw, vocabulary().tails[language])
    return words


def _between(
    draw: Callable[[], float], cast: Sequence[str], words: Words, language: bool, shown: Sequence[Line]
) -> Iterator[Line]:
    """What comes between two steps of an exchange: mostly nothing."""
    chance = draw()
    if chance < NODS:
        yield text(_pick(draw, cast), _pick(draw, vocabulary().nods[language]))
    elif chance < NODS + ASIDES:
        aside = _pick(draw, vocabulary().asides[language])
        yield text(_pick(draw, cast), aside.format_map(words))
    elif shown and chance < NODS + ASIDES + SHOWN:
        yield _pick(draw, shown)


def _languages(draw: Callable[[], float], called: str) -> tuple[Words, Words]:
    """The words of one exchange, in Chinese and in English."""
    order = str(20_000 + int(draw() * 70_000))
    same = {
        "b": called,
        "shop": _pick(draw, vocabulary().shops),
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
        chinese[name], english[name] = _pick(draw, pairs)
    return chinese, english


def _pick(draw: Callable[[], float], choices: Sequence[T]) -> T:
    return choices[int(draw() * len(choices))]


def _mentions(words: str) -> dict[str, Json]:
    called = [name for name in _MENTION.findall(words) if name == "ALL" or name in NICKNAMES]
    if not called:
        return {}
    return {"em_at_list": "ALL" if "ALL" in called else called}
