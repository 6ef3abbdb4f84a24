"""The line about trouble: what it says, and that it does not come and go with every try."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.app.driving import Running
from tests.model_service import START
from tui.app.widgets.banner import Banner, trouble_in_words
from tui.store.snapshots import Phase, ServiceStatus

NOW = datetime.fromtimestamp(START / 1000, UTC)
FAILED = ServiceStatus(Phase.FAILED, "no connection to rest.example.")


@pytest.mark.parametrize(
    ("status", "read_at", "words"),
    [
        (FAILED, 0, "Could not start: no connection to rest.example. Press r to try again."),
        (
            FAILED,
            START - 86_400_000,
            "Offline: what is shown was last heard of on Sun 06:13. Trying again… (no connection to rest.example)",
        ),
        (ServiceStatus(Phase.SIGNED_OUT, "wrong"), START, "Not signed in: wrong. Press r to sign in."),
        (ServiceStatus(Phase.LOADING, "connecting"), START, ""),
        (ServiceStatus(Phase.READY), START, ""),
    ],
)
def test_each_trouble_has_its_sentence(status: ServiceStatus, read_at: int, words: str) -> None:
    assert trouble_in_words(status, read_at, NOW) == words


@pytest.mark.parametrize(("read_at", "stays"), [(0, False), (START, True)])
async def test_offline_stays_said_while_it_is_tried_again(running: Running, read_at: int, stays: bool) -> None:
    async with running() as pilot:
        banner = pilot.app.screen.query_one(Banner)
        shown = []
        phases = (Phase.LOADING, Phase.FAILED, Phase.LOADING, Phase.WAITING, Phase.FAILED, Phase.READY, Phase.LOADING)
        for phase in phases:
            banner.show(ServiceStatus(phase, "no network"), read_at)
            shown.append(banner.display)
        assert shown == [False, True, stays, stays, True, False, False]
