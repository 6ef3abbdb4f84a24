"""One served world for all plain commands, which run in this process over a real socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.commands.worlds import APP_KEY, USER, small_world
from tests.e2e.running import PASSWORD, Server, clean_environment, serving
from tui.__main__ import run
from tui.server.service import Service

FRIENDS = tuple(f"friend{number:02d}" for number in range(24))


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    output: str
    errors: str

    @property
    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.output.splitlines()]

    @property
    def object(self) -> Any:
        (only,) = self.objects
        return only


Roam = Callable[..., Done]


@pytest.fixture(scope="session")
def world_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("world")
    url = f"sqlite:///{folder / 'roam.db'}"
    service = Service.create(url, APP_KEY)
    service.load_world(small_world(FRIENDS), PASSWORD)
    service.close()
    with serving(url, clean_environment(folder)) as server:
        yield server


@pytest.fixture
def roam(
    world_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Roam:
    """Runs a command as amy, in a pipe; `roam("pin", "bob")`."""
    for name in ("ROAM_PROFILE", "ROAM_TOKEN", "ROAM_CONFIG", "ROAM_WS_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "ROAM_APP_KEY": APP_KEY,
        "ROAM_USER": USER,
        "ROAM_PASSWORD": PASSWORD,
        "ROAM_REST_URL": world_server.rest_url,
    }.items():
        monkeypatch.setenv(name, value)

    def roam(*arguments: str) -> Done:
        capsys.readouterr()
        try:
            code = run(arguments)
        except SystemExit as end:  # argparse ends a program that was called wrongly
            assert isinstance(end.code, int)
            code = end.code
        written = capsys.readouterr()
        return Done(code, written.out, written.err)

    return roam


@pytest.fixture
def friend(request: pytest.FixtureRequest) -> str:
    """A friend whose messages this test alone may remove; nobody removes those of the first."""
    used: list[str] = request.config.stash.setdefault(_USED, [])
    used.append(FRIENDS[1 + len(used)])
    return used[-1]


_USED: pytest.StashKey[list[str]] = pytest.StashKey()


@pytest.fixture
def archive_path(roam: Roam) -> Path:
    """Where the account's archive is; it is not there yet."""
    return Path(roam("paths", "--json").object["archive"])
