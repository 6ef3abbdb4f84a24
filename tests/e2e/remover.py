"""A program that deletes and is killed on the way: run by test_killed_removals.py.

`python -m tests.e2e.remover URL FOLDER FRIEND KIND STEP TIME`: KIND is `ids` (the first 30 messages, in two requests),
`time` (the same, by their time) or `conversation`. When it comes to STEP for the TIMEth time (from 1) it kills itself,
as nothing else can be that exact about the moment; without such a moment it comes to its end.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.commands.worlds import APP_KEY, USER
from tests.e2e.running import PASSWORD
from tui.archive import open_archive
from tui.archive.journal import open_journal
from tui.client import RoamingClient
from tui.models import ConversationKey, ConversationType
from tui.protocol.viewpoint import Viewpoint
from tui.removal.entries import Entry, Journal, Result, State
from tui.removal.plan import Removal, UpTo
from tui.removal.rules import Rules
from tui.store import Account, Opened, Report, Store
from tui.store.archive import Archive
from tui.timeline.timeline import Side

BEFORE_SENDING = ("confirmed", "waiting")
STEPS = (*BEFORE_SENDING, "begun", "noted", "sent", "answered", "done", "applied")
CHOSEN = 30


@dataclass
class End:
    """The moment at which the program is to die: when it comes to `step` for the `time`th time, from 1."""

    step: str = ""
    time: int = 1

    def reach(self, step: str) -> None:
        if step != self.step:
            return
        self.time -= 1
        if not self.time:
            os.kill(os.getpid(), signal.SIGKILL)


class Deadly:
    """A journal at which the program dies as soon as it has written what belongs to the step."""

    def __init__(self, journal: Journal, end: End) -> None:
        self._journal, self._end = journal, end

    def confirm(self, removal: Removal) -> int:
        number = self._journal.confirm(removal)
        self._end.reach("confirmed")
        return number

    def begin(self, number: int) -> bool:
        may = self._journal.begin(number)
        self._end.reach("begun")
        return may

    def note(self, number: int, results: Mapping[int, Result]) -> None:
        self._journal.note(number, results)
        self._end.reach("noted" if Result.SENDING in results.values() else "answered")

    def end(self, number: int, state: State, reason: str = "") -> None:
        self._journal.end(number, state, reason)
        self._end.reach("done" if state is State.SENT else "applied")

    def entry(self, number: int) -> Entry:
        return self._journal.entry(number)

    def take_unfinished(self) -> list[Entry]:
        return self._journal.take_unfinished()

    def close(self) -> None:
        self._journal.close()


class DeadlyWay(httpx.AsyncHTTPTransport):
    """Dies when the service has answered a deletion, and before anybody knows of it."""

    def __init__(self, end: End) -> None:
        super().__init__()
        self._end = end

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if request.method == "DELETE":
            self._end.reach("sent")
        return response


def store_at(url: str, folder: Path, end: End | None = None) -> Store:
    """Amy's browser without its screen, with its files in a folder; deletions wait for a second."""
    account = Account(USER, APP_KEY, "amy@support")
    end = end or End()

    async def open_service(report: Report) -> Opened:
        way = DeadlyWay(end)
        client = RoamingClient(APP_KEY, USER, rest_url=url, password=PASSWORD, transport=way)
        return Opened(client, account, client.aclose)

    async def opening() -> Archive:
        return open_archive(folder / "amy.db", Viewpoint(USER))

    async def opening_journal() -> Journal:
        return Deadly(open_journal(folder / "amy.journal", account.label), end)

    async def sleep(seconds: float) -> None:
        end.reach("waiting")
        await asyncio.sleep(0)

    return Store(
        open_service, opening, account=account, open_journal=opening_journal, rules=Rules(grace_seconds=1), sleep=sleep
    )


async def delete(store: Store, friend: str, kind: str) -> None:
    key = ConversationKey(friend, ConversationType.SINGLE)
    await store.start()
    await store.histories.open(key)
    await store.histories.load(key, Side.OLDER)
    if kind == "ids":
        removal = Removal.of_messages(key, store.histories.loaded(key)[:CHOSEN])
    elif kind == "time":
        removal = Removal(key, UpTo(store.histories.loaded(key)[CHOSEN - 1].time), CHOSEN)
    else:
        removal = (await store.previews.of_conversation(key, with_messages=True)).removal
    await store.removals.confirm(removal)
    for _turn in range(5):  # the time to undo takes no time
        await asyncio.sleep(0)
    await store.removals.sent()
    await store.close()


if __name__ == "__main__":
    url, folder, friend, kind, step, time = sys.argv[1:]
    asyncio.run(delete(store_at(url, Path(folder), End(step, int(time))), friend, kind))
