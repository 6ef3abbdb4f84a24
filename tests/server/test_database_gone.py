"""A database that fails costs the request, not the service."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from tui.client import Pacing, RoamingClient, in_memory
from tui.errors import RoamingError, SignInError
from tui.server.service import Service


async def never_rest(seconds: float) -> None:
    await asyncio.sleep(0)


async def test_the_one_who_asks_gets_an_error_and_the_one_who_serves_a_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service.create(f"sqlite:///{tmp_path / 'a.db'}", "acme#support")
    pacing = Pacing(sleep=never_rest)
    try:
        with service.database.writing() as connection:
            connection.execute(text("DROP TABLE token"))
            service.ingest("secret").admit(connection, {"amy": "Amy"})
        transport = in_memory(service.app)
        client = RoamingClient(
            "acme#support", "amy", rest_url="http://127.0.0.1", password="secret", transport=transport, pacing=pacing
        )
        async with client:
            with caplog.at_level(logging.ERROR), pytest.raises(SignInError) as raised:
                await client.sign_in()
        assert isinstance(raised.value.cause, RoamingError)
        lines = [record.getMessage() for record in caplog.records if record.name.startswith("tui.")]
        assert lines == ["roam: the database failed: no such table: token"]
    finally:
        service.close()
