"""The log: a JSON object a line, its owner's alone, without secrets, and off unless asked for."""

from __future__ import annotations

import json
import logging
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.client.network import Clock, Network, answer, client_on
from tui.errors import ConfigError, RoamingError
from tui.log import logging_to
from tui.redaction import PROCESS


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def test_requests_retries_and_sign_ins_are_logged(tmp_path: Path) -> None:
    path = tmp_path / "log"
    busy = answer({"error_description": "busy"}, 503)
    refusal = answer({"error_description": "permission denied"}, 403)
    network = Network(answer({"access_token": "YWMt-logged-token", "expires_in": 60}), busy, refusal)
    with logging_to(path):
        async with client_on(network, Clock().pacing(), token=None, password="logged-password") as client:
            with pytest.raises(RoamingError):
                await client.get_server_conversations(cursor="secret-in-the-query")
    logged = lines(path)
    assert [line["event"] for line in logged] == ["request", "signed in", "request", "retry", "request"]
    for line in logged:
        assert line["time"].endswith("+00:00")
        assert (line["level"], line["logger"].split(".")[:2]) == ("info", ["tui", "client"])
    assert {"method": "GET", "host": "rest.example", "status": 503}.items() <= logged[2].items()
    assert logged[2]["path"] == "/acme/support/sdk/user/alice/user_channels/list"
    assert isinstance(logged[2]["ms"], int)
    for secret in ("YWMt-logged-token", "logged-password", "secret-in-the-query"):
        assert secret not in path.read_text()


async def test_a_refused_sign_in_is_logged(tmp_path: Path) -> None:
    path = tmp_path / "log"
    refusal = answer({"error_description": "invalid password logged-password"}, 400)
    with logging_to(path):
        async with client_on(Network(refusal), token=None, password="logged-password") as client:
            with pytest.raises(RoamingError):
                await client.sign_in()
    assert [line["event"] for line in lines(path)] == ["request", "sign-in failed"]
    assert "logged-password" not in path.read_text()


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_the_log_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "log"
    before = os.umask(umask)
    try:
        for _ in range(2):
            with logging_to(path):
                logging.getLogger("tui").info("hello")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [line["event"] for line in lines(path)] == ["hello", "hello"]


def test_a_log_that_was_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.touch(0o644)
    with logging_to(path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_secrets_are_hidden_in_every_part_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "log"
    PROCESS.add("a-canary-of-the-log")
    with logging_to(path):
        try:
            int("a-canary-of-the-log")
        except ValueError:
            logging.getLogger("elsewhere").exception(
                "a-canary-of-the-log %s", "a-canary-of-the-log", extra={"fields": {"x": ["a-canary-of-the-log"]}}
            )
    assert lines(path)[0]["level"] == "error"
    assert "Traceback" in lines(path)[0]["exception"]
    assert "canary" not in path.read_text()


def test_nothing_is_logged_unless_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    with logging_to(None):
        logging.getLogger("tui").info("hello")
    assert capfd.readouterr() == ("", "")


def test_talkative_libraries_say_no_urls(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with logging_to(path):
        logging.getLogger("httpx").info("GET http://x/?secret")
        logging.getLogger("httpcore.connection").info("secret")
    assert path.read_text() == ""


def test_a_log_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"the log .* cannot be written: Is a directory"), logging_to(tmp_path):
        pass


def test_a_full_disk_disturbs_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with logging_to(Path("/dev/full")):
        logging.getLogger("tui").info("hello")
    assert capfd.readouterr() == ("", "")
