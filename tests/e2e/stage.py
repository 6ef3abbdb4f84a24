"""The browser's surfaces in a real terminal, showing texts that come over a socket: run by test_hostile.py.

`python -m tests.e2e.stage PORT [bare] [unfiltered]`: each line read from the port is a JSON text, which every surface
then shows after the surface's own sign; `SYNC` follows on the terminal. `bare` leaves texts as
they come, `unfiltered` leaves out the last gate: what the tests find must then be found.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

import tui.text
from tests.archives import in_memory
from tui.app.environment import set_defaults

SYNC = "\x1b[?2048$p"
"""Written when a text has been drawn; it asks for nothing that this program uses."""

if "bare" in sys.argv:
    vars(tui.text).update(clean=lambda text: text, clean_line=lambda text: text)
set_defaults(os.environ)

from textual.app import ComposeResult  # noqa: E402  # all of these read what has been set above
from textual.filter import LineFilter  # noqa: E402
from textual.pilot import Pilot  # noqa: E402
from textual.screen import Screen  # noqa: E402

from tui.app.app import RoamApp  # noqa: E402
from tui.app.glyphs import UNICODE  # noqa: E402
from tui.app.notices import SENTENCE_CAP  # noqa: E402
from tui.app.screens.confirm import ConfirmDialog  # noqa: E402
from tui.app.screens.questions import Setting, deletion_question, removal_question  # noqa: E402
from tui.app.screens.sign_in import SignInScreen  # noqa: E402
from tui.app.screens.titles import history_note, history_title  # noqa: E402
from tui.app.widgets.banner import Banner  # noqa: E402
from tui.app.widgets.header_line import HeaderLine  # noqa: E402
from tui.app.widgets.panes import Panes  # noqa: E402
from tui.models import (  # noqa: E402
    Attachment,
    Body,
    ChatMessage,
    CombineBody,
    CommandBody,
    ConversationKey,
    ConversationType,
    CustomBody,
    Edit,
    FileBody,
    LocationBody,
    TextBody,
    UnreadableBody,
)
from tui.removal.plan import Removal  # noqa: E402
from tui.removal.preview import Preview  # noqa: E402
from tui.removal.rules import Rules  # noqa: E402
from tui.store import Account, Opened, Report, Store  # noqa: E402
from tui.store.snapshots import (  # noqa: E402
    ConversationItem,
    ConversationsSnapshot,
    HistorySnapshot,
    Phase,
    ServiceStatus,
)
from tui.text import clean_line  # noqa: E402
from tui.timeline.rows import EdgeRow, GapRow, MessageRow, Row  # noqa: E402
from tui.timeline.timeline import EdgeState, Side  # noqa: E402

Mark = Callable[[str], str]
"""Puts the sign of a surface before the text that is tried."""


class Stage(Screen[None]):
    """The panes of the main screen without a store behind them."""

    def compose(self) -> ComposeResult:
        yield HeaderLine(UNICODE)
        yield Banner()
        yield Panes(UNICODE)

    def show(self, mark: Mark) -> None:
        status = ServiceStatus(Phase.LOADING, mark("progress"), 0.5)
        self.query_one(HeaderLine).show(Account("", "", mark("account")), status, ConversationsSnapshot())
        self.query_one(Banner).show(ServiceStatus(Phase.FAILED, mark("banner")))
        panes = self.query_one(Panes)
        panes.conversations.show(ConversationsSnapshot(tuple(_items(mark)), Phase.READY))
        snapshot = HistorySnapshot(
            _key(mark("title")), mark("title"), tuple(_rows(mark)), 9, phase=Phase.FAILED, reason=mark("note")
        )
        panes.history_frame.entitle(*history_title(snapshot))
        panes.history_frame.annotate(*history_note(snapshot, 0, UNICODE))
        panes.history.show(snapshot)

    def show_failures(self, mark: Mark) -> None:
        panes = self.query_one(Panes)
        panes.conversations.show(ConversationsSnapshot(phase=Phase.FAILED, reason=mark("list")))
        panes.history.show(HistorySnapshot(_key("empty"), "", phase=Phase.FAILED, reason=mark("notice")))


class StageApp(RoamApp):
    """Runs until its questioner hangs up."""

    def __init__(self) -> None:
        super().__init__(Store(_never_open, in_memory), UNICODE)

    def get_default_screen(self) -> Screen[None]:
        return Stage()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [] if "unfiltered" in sys.argv else super().get_line_filters()


async def serve(pilot: Pilot[object]) -> None:
    reader, _writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]), limit=1 << 24)
    while line := await reader.readline():
        await perform(pilot, partial("«{1}»{0}".format, json.loads(line)))
        assert pilot.app._driver is not None
        pilot.app._driver.write(SYNC)
    pilot.app.exit()


async def perform(pilot: Pilot[object], mark: Mark) -> None:
    """Show the text on every surface, one after the other where they cover each other."""
    stage = pilot.app.screen
    assert isinstance(stage, Stage)
    stage.show(mark)
    await drawn(pilot)
    stage.show_failures(mark)
    pilot.app.notify(clean_line(mark("toast"))[:SENTENCE_CAP], markup=False)
    await pilot.pause()  # it comes by way of a message
    pilot.app.clear_notifications()
    item = next(iter(_items(mark)))
    removed = [_message(1, TextBody(mark("removed")), mark("remover"))]
    preview = Preview(Removal.of_messages(item.key, removed), removed[0], removed[0])
    setting = Setting("bob", Rules())
    for dialog in (
        ConfirmDialog(removal_question(preview, setting)),
        ConfirmDialog(deletion_question(item, preview, preview, setting)),
        SignInScreen(Account(mark("user"), mark("app"), ""), mark("reason"), _never_sign_in),
    ):
        await pilot.app.push_screen(dialog)
        await drawn(pilot)
        await pilot.app.pop_screen()


async def drawn(pilot: Pilot[object]) -> None:
    """Wait until what has been asked for is on its way to the terminal; a pilot's own pause is a lot longer."""
    for _ in range(2):  # the first may be the layout that the second draws
        done = asyncio.Event()
        pilot.app.screen.call_after_refresh(done.set)
        await done.wait()


def _items(mark: Mark) -> Iterator[ConversationItem]:
    for number, kind in enumerate(ConversationType):
        last = _message(number, TextBody(mark("preview")), mark("author"))
        yield ConversationItem(_key(mark("id"), kind), mark("name"), False, 3, last)


def _rows(mark: Mark) -> Iterator[Row]:
    yield EdgeRow("older", Side.OLDER, EdgeState.FAILED, mark("edge"))
    for number, body in enumerate(_bodies(mark)):
        message = _message(number, body, mark("sender"))
        at = datetime.fromtimestamp(message.time / 1000, UTC)
        if number == 1:
            yield GapRow("gap", message.key, at, at, EdgeState.FAILED, mark("gap"))
        yield MessageRow(message.key, message, at)


def _bodies(mark: Mark) -> Iterator[Body]:
    yield FileBody(Attachment(filename=mark("file"), size=1))
    yield LocationBody(mark("address"), mark("building"))
    yield CommandBody(mark("action"))
    yield CustomBody(mark("event"), {mark("key"): mark("value")})
    yield CombineBody(Attachment(), title=mark("combined"))
    yield UnreadableBody(mark("broken"))
    yield TextBody(mark("text"))


def _message(number: int, body: Body, sender: str) -> ChatMessage:
    edit = Edit(1_718_000_000_000, sender, 1)
    return ChatMessage(str(number), ConversationType.GROUP, sender, "", 1_718_000_000_000, body, edited=edit)


def _key(name: str, kind: ConversationType = ConversationType.SINGLE) -> ConversationKey:
    return ConversationKey(name, kind)


async def _never_open(report: Report) -> Opened:
    raise NotImplementedError


async def _never_sign_in(password: str) -> None:
    raise NotImplementedError


if __name__ == "__main__":
    app = StageApp()
    app.run(auto_pilot=serve)
    sys.exit(app.return_code)
