"""The line about trouble: what it says, and that it does not come and go with every try."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.app.driving import ACCOUNT, Backend, Running, screen_text, settle
from tests.archives import in_file
from tests.model_service import START, ModelService, message
from tui.app.app import RoamApp
from tui.app.widgets.banner import Banner, trouble_in_words
from tui.store import Store
from tui.store.snapshots import Outage, Phase, ServiceStatus

NOW = datetime.fromtimestamp(START / 1000, UTC)
FAILED = ServiceStatus(Phase.FAILED, "no connection to rest.example.")
YESTERDAY = START - 86_400_000


READY = ServiceStatus(Phase.READY)
TRIED = Outage("no connection to rest.example.", is_retried=True)
GIVEN_UP = Outage("the app key is not known", is_retried=False)


@pytest.mark.parametrize(
    ("status", "outage", "read_at", "words"),
    [
        (FAILED, TRIED, 0, "Could not start: no connection to rest.example. Press r to try again."),
        (
            FAILED,
            TRIED,
            YESTERDAY,
            "Offline: what is shown was last heard of on Sun 06:13. Trying again… (no connection to rest.example)",
        ),
        (
            READY,
            TRIED,
            YESTERDAY,
            "Offline: what is shown was last heard of on Sun 06:13. Trying again… (no connection to rest.example)",
        ),
        (
            FAILED,
            GIVEN_UP,
            YESTERDAY,
            "Offline: what is shown was last heard of on Sun 06:13. Press r to try again. (the app key is not known)",
        ),
        (READY, TRIED, 0, ""),
        (ServiceStatus(Phase.SIGNED_OUT, "wrong"), None, START, "Not signed in: wrong. Press r to sign in."),
        (ServiceStatus(Phase.LOADING, "connecting"), None, START, ""),
        (READY, None, START, ""),
    ],
)
def test_each_trouble_has_its_sentence(status: ServiceStatus, outage: Outage | None, read_at: int, words: str) -> None:
    assert next(iter(trouble_in_words(status, outage, read_at, NOW)), "") == words


def test_there_are_shorter_words_for_a_narrow_window() -> None:
    assert trouble_in_words(READY, TRIED, YESTERDAY, NOW)[1:] == [
        "Offline, as of Sun 06:13. Trying again… (no connection to rest.example)",
        "Offline, as of Sun 06:13. Trying again…",
    ]
    assert trouble_in_words(FAILED, GIVEN_UP, YESTERDAY, NOW)[1:] == [
        "Offline, as of Sun 06:13. r tries again. (the app key is not known)"
    ]


async def test_it_takes_one_line_in_every_window(running: Running) -> None:
    async with running(120) as pilot:
        banner = pilot.app.screen.query_one(Banner)
        banner.show(READY, TRIED, YESTERDAY)
        for columns in (120, 80, 50, 120):
            await pilot.resize_terminal(columns, 20)
            await settle(pilot)
            assert banner.size.height == 1
        assert "(no connection to rest.example)" in screen_text(pilot.app)


@pytest.mark.parametrize(("read_at", "stays"), [(0, False), (START, True)])
async def test_offline_stays_said_while_it_is_tried_again(running: Running, read_at: int, stays: bool) -> None:
    async with running() as pilot:
        banner = pilot.app.screen.query_one(Banner)
        shown = []
        phases = (Phase.LOADING, Phase.FAILED, Phase.LOADING, Phase.WAITING, Phase.FAILED, Phase.READY, Phase.LOADING)
        for phase in phases:
            banner.show(ServiceStatus(phase, "no network"), TRIED if phase is Phase.FAILED else None, read_at)
            shown.append(banner.display)
        assert shown == [False, True, stays, stays, True, False, False]


async def test_a_start_that_asks_nobody_is_said_to_be_offline(service: ModelService, tmp_path: Path) -> None:
    service.talk("bob", [message(1)])
    backend = Backend(service)
    before = Store(backend.open, in_file(tmp_path / "amy.db"), account=ACCOUNT)
    await before.start()
    await before.close()
    service.fail("no route to rest.example")
    app = RoamApp(Store(backend.open, in_file(tmp_path / "amy.db"), account=ACCOUNT))
    async with app.run_test(size=(120, 24)) as pilot:
        await settle(pilot)
        header, banner = screen_text(app).splitlines()[:2]
        assert header.startswith(" roam · amy@support · not connected")
        assert "Offline: what is shown was last heard of on" in banner
        assert "Trying again…" in banner
        await pilot.press("p")
        await settle(pilot)
        assert not [call for call in service.calls if call.startswith("pin bob")]
