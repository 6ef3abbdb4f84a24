"""One imported database and one server over it for all tests that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.records import ACCOUNT, write
from tests.e2e.running import APP_KEY, PASSWORD, Server, clean_environment, roam, serving


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database into which the records were imported by command."""
    folder = tmp_path_factory.mktemp("database")
    url = f"sqlite:///{folder / 'roam.db'}"
    arguments = ["--db", url, "--account", ACCOUNT, "--app-key", APP_KEY, "--password", PASSWORD]
    done = roam("import", str(write(folder / "history.jsonl.gz")), *arguments, environment=clean_environment(folder))
    assert done.returncode == 0, done.stderr
    assert "180 messages of 2 conversations, 180 of them new" in done.stdout
    return url


@pytest.fixture(scope="session")
def server(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(database, clean_environment(tmp_path_factory.mktemp("server"))) as server:
        yield server


@pytest.fixture
def account(server: Server, tmp_path: Path) -> dict[str, str]:
    """The environment that connects a command to the server."""
    return connected(server, tmp_path)


def connected(server: Server, home: Path) -> dict[str, str]:
    return clean_environment(
        home, ROAM_APP_KEY=APP_KEY, ROAM_USER=ACCOUNT, ROAM_PASSWORD=PASSWORD, ROAM_REST_URL=server.rest_url
    )
