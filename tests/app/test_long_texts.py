"""A name of millions of characters, from whoever may write to the user, costs no more than one that fills a line."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.app.driving import Backend, Running, screen_text, settle
from tests.model_service import START, ModelService, message
from tui.app.glyphs import UNICODE
from tui.app.widgets.conversation_lines import entry_lines
from tui.app.widgets.frame import Frame
from tui.app.widgets.header_line import HeaderLine, state_in_words
from tui.app.widgets.history.chrome import edge_line, gap_line, notice
from tui.app.widgets.history.layout import Look, lay_out
from tui.models import ConversationKey, ConversationType
from tui.store import Account
from tui.store.snapshots import ConversationItem, Phase, ServiceStatus
from tui.timeline.rows import EdgeRow, GapRow, MessageRow
from tui.timeline.timeline import EdgeState, Side

LONG = "\x1b\u202e" * 500_000
"""Each character of it has to be replaced."""

BYTES = 400_000
"""Less than the name itself takes, so nothing of its length can have been made."""

NOW = datetime.fromtimestamp(START / 1000, UTC)
LOOK = Look(80)
ITEM = ConversationItem(ConversationKey("g", ConversationType.GROUP), LONG, False, 0, message(1, sender=LONG))
FAILED = EdgeRow("older", Side.OLDER, EdgeState.FAILED, LONG)
FAILED_GAP = GapRow("gap", "1", NOW, NOW, EdgeState.FAILED, LONG)
LOADING = ServiceStatus(Phase.LOADING, LONG)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: entry_lines(ITEM, 80, NOW, UNICODE),
        lambda: lay_out(MessageRow("1", message(1, sender=LONG), NOW), LOOK),
        lambda: edge_line(FAILED, 80, UNICODE),
        lambda: gap_line(FAILED_GAP, 80, UNICODE),
        lambda: notice(Phase.FAILED, LONG, None, None),
        lambda: state_in_words(LOADING, Phase.READY),
        lambda: Frame(UNICODE, "frame").entitle(LONG, LONG),
    ],
    ids=["list", "heading", "edge", "gap", "notice", "state", "title"],
)
def test_only_the_beginning_is_cleaned(draw: Callable[[], object]) -> None:
    draw()
    tracemalloc.start()
    try:
        draw()
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < BYTES


async def test_long_names_on_every_surface(running: Running, service: ModelService, backend: Backend) -> None:
    name = "longname" * 200_000
    backend.account = Account("amy", "acme#support", name)
    bob = service.talk("bob", [replace(message(1), sender=name)])
    service.nicknames[bob.id] = name
    async with running() as pilot:
        await settle(pilot)
        assert screen_text(pilot.app).count("longname") >= 4
        assert len(str(pilot.app.screen.query_one(HeaderLine).content)) < 2_000
        for frame in pilot.app.screen.query(Frame):
            assert len(str(frame.border_title)) < 2_000
