"""Services that are closed when the test is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.server.worlds import Filled, service_of
from tui.protocol.records import Record
from tui.server.service import Service


@pytest.fixture
def filled() -> Iterator[Filled]:
    """Makes services in memory that hold the records given; options are those of `Service.create`."""
    with ExitStack() as services:

        def fill(*records: Record, **options: Any) -> Service:
            return services.enter_context(closing(service_of(*records, **options)))

        yield fill
