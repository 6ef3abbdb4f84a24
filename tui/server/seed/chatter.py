"""Any number of messages about the topics of a setting, the same for the same source of chance."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice

from tui.server.seed.lines import Line, text
from tui.server.seed.topics import COLLEAGUE, CUSTOMER, TEAM, topics
from tui.server.seed.vocabulary import vocabulary
from tui.server.seed.wording import Draw, Words, dressed, pick, words_of_exchange

SWITCHED = 0.1
"""The share of messages in the other language than their exchange, among people who speak both."""
NODS, ASIDES, SHOWN = 0.16, 0.05, 0.02
"""How often a step is followed by a short reaction, by a remark about something else, by something not a text."""
EDITED = 0.004
"""The share of messages that were changed once."""


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
        topic = pick(draw, topics(CUSTOMER))
        language = draw() >= chinese
        words = words_of_exchange(draw, cast[1])[language]
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
            languages = words_of_exchange(draw, roles["b"] if len(roles) == 2 else f"@{roles['b']}")
            main = draw() >= chinese
            starts = True
            for role, wordings in topic:
                if role not in roles:
                    continue
                language = main ^ (draw() < SWITCHED and 0 < chinese < 1)
                words = pick(draw, wordings[language])
                if at_work:
                    words = dressed(draw, words, language)
                edits = int(draw() < EDITED)
                yield text(roles[role], words.format_map(languages[language]), starts, edits)
                starts = False
                if at_work:
                    yield from _between(draw, cast, languages[language], language, shown)


def _between(draw: Draw, cast: Sequence[str], words: Words, language: bool, shown: Sequence[Line]) -> Iterator[Line]:
    """What comes between two steps of an exchange: mostly nothing."""
    chance = draw()
    if chance < NODS:
        yield text(pick(draw, cast), pick(draw, vocabulary().nods[language]))
    elif chance < NODS + ASIDES:
        aside = pick(draw, vocabulary().asides[language])
        yield text(pick(draw, cast), aside.format_map(words))
    elif shown and chance < NODS + ASIDES + SHOWN:
        yield pick(draw, shown)
