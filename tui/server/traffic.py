"""Made-up traffic: members of the stored conversations go on talking, for trying what arrives by itself."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select

from tui.errors import RoamingError
from tui.server.schema import conversation
from tui.server.service import Service

LONGEST_BURST = 0.25
"""Seconds of messages that are sent at once at most, where the machine cannot keep up."""

_WORDS = (
    "ok", "thanks", "on it", "好的", "收到", "let me check", "which version?", "看到了", "deployed", "稍等",
    "works here", "can you try again?", "done", "谢谢", "see you tomorrow", "明天见",
)  # fmt: skip

_log = logging.getLogger(__name__)

_Line = tuple[str, str, str]
"""Who may say something to whom, in which kind of conversation."""


@contextmanager
def traffic(service: Service, rate: float) -> Iterator[None]:
    """Let `rate` messages a second be sent in the conversations that `service` holds, until the block ends."""
    over = threading.Event()
    thread = threading.Thread(target=_talk, args=(service, rate, over), name="traffic", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _talk(service: Service, rate: float, over: threading.Event) -> None:
    lines = _lines(service)
    chance = random.Random(0)  # noqa: S311 - the same talk each time
    owed = 0.0
    pause = min(max(1 / rate, 0.02), LONGEST_BURST)
    paid = time.monotonic()
    while lines and not over.wait(pause):
        elapsed = time.monotonic() - paid
        paid += elapsed
        owed = min(owed + rate * elapsed, max(1.0, rate * LONGEST_BURST))
        now, owed = int(owed), owed % 1
        _say(service, [_saying(chance, lines) for _each in range(now)])


def _saying(chance: random.Random, lines: Sequence[_Line]) -> tuple[str, str, str, str]:
    sender, to, chat_type = chance.choice(lines)
    return sender, to, f"{chance.choice(_WORDS)} ({chance.randrange(1000)})", chat_type


def _say(service: Service, sayings: Sequence[tuple[str, str, str, str]]) -> None:
    try:
        service.say_all(sayings)
    except RoamingError as error:  # somebody in a conversation has no account any more
        _log.info("nothing said", extra={"fields": {"why": str(error)}})


def is_empty(service: Service) -> bool:
    """Whether nobody has a conversation yet."""
    return not _lines(service)


def _lines(service: Service) -> list[_Line]:
    here = conversation.c
    with service.database.reading() as connection:
        rows = connection.execute(select(here.owner, here.peer, here.chat_type).where(here.chat_type != "chatroom"))
        return [(row.owner, row.peer, row.chat_type) for row in rows]
