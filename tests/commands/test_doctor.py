"""The doctor: sees what is wrong, says what to do, and never shows a secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.commands.conftest import Done, Roam
from tests.e2e.running import PASSWORD
from tui.client.probe import probe
from tui.errors import TransportError


def found(done: Done) -> dict[str, Any]:
    return {each["name"]: each for each in done.object["findings"]}


def broken(done: Done) -> list[str]:
    return [each["name"] for each in done.object["findings"] if each["state"] == "broken"]


def test_all_is_well(roam: Roam) -> None:
    done = roam("doctor", "--json")
    assert (done.code, done.object["ok"], broken(done)) == (0, True, [])
    findings = found(done)
    assert findings["account"]["value"] == "amy@support (environment)"
    assert findings["secret"]["value"] == "ROAM_PASSWORD"
    assert "answers in" in findings["service"]["value"]
    assert findings["clock"]["state"] == "ok"
    assert findings["sign-in"]["value"] == "accepted as amy"
    assert PASSWORD not in done.output + done.errors


def test_every_finding_that_is_not_in_order_says_what_to_do(roam: Roam) -> None:
    for each in found(roam("doctor", "--json")).values():
        assert each["value"]
        assert bool(each["advice"]) == (each["state"] != "ok"), each


def test_a_pipe_gets_four_columns(roam: Roam) -> None:
    done = roam("doctor")
    assert {len(line.split("\t")) for line in done.output.splitlines()} == {4}


def test_a_refused_secret(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROAM_PASSWORD")
    monkeypatch.setenv("ROAM_TOKEN", "an-expired-token")
    done = roam("doctor", "--json")
    assert (done.code, broken(done)) == (1, ["sign-in"])
    assert "roam login" in found(done)["sign-in"]["advice"]
    assert "an-expired-token" not in done.output + done.errors


def test_a_service_that_is_not_there(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAM_REST_URL", "http://127.0.0.1:9")
    done = roam("doctor", "--json")
    assert (done.code, broken(done)) == (1, ["service"])
    assert "sign-in" not in found(done)


def test_a_wrong_profile_does_not_hide_the_rest(roam: Roam) -> None:
    for arguments in (["--profile", "nobody", "doctor", "--json"], ["doctor", "--json", "--profile", "nobody"]):
        done = roam(*arguments)
        assert (done.code, broken(done)) == (1, ["account"])
        assert "nobody" in found(done)["account"]["value"]
        assert found(done)["python"]["state"] == "ok"


def test_no_account_is_no_fault(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROAM_APP_KEY")
    done = roam("doctor", "--json")
    assert (done.code, broken(done)) == (0, [])
    assert "roam login" in found(done)["account"]["advice"]


def test_a_missing_secret(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROAM_PASSWORD")
    done = roam("doctor", "--json")
    assert (done.code, broken(done)) == (1, ["secret"])


def test_places_and_terminal(roam: Roam, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("NO_COLOR", "1")
    findings = found(roam("doctor", "--json"))
    assert findings["state"]["state"] == "note"
    assert findings["terminal"]["state"] == "note"
    assert "NO_COLOR" in findings["colours"]["value"]


NOW = datetime(2026, 11, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "clock"),
    [
        ({"date": "Tue, 03 Nov 2026 09:15:30 GMT"}, 30.0),
        ({"date": "Tue, 03 Nov 2026 09:14:00 GMT"}, -60.0),
        ({"date": "soon"}, None),
        ({}, None),
    ],
)
async def test_the_clock_of_the_service(headers: dict[str, str], clock: float | None) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(404, headers=headers))
    seen = await probe("http://rest.example", transport, lambda: NOW)
    assert seen.clock == clock
    assert timedelta(0) < timedelta(seconds=seen.latency) < timedelta(minutes=1)


async def test_nobody_answers() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(TransportError):
        await probe("http://rest.example", httpx.MockTransport(refuse))
