"""The messages that combined messages hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.model_service import ModelService, message
from tui.errors import TransportError
from tui.models import Attachment, ChatMessage, CombineBody
from tui.store.combined import KEPT, Combined


def combined(number: int) -> ChatMessage:
    return replace(message(number), body=CombineBody(Attachment(f"https://example.com/{number}")))


async def test_a_file_is_fetched_once() -> None:
    service = ModelService()
    service.forwarded["1"] = (message(7), message(8))
    kept = Combined(lambda: service)
    assert await kept.of(combined(1)) == (message(7), message(8))
    assert await kept.of(combined(1)) == (message(7), message(8))
    assert service.calls == ["combined 1"]


async def test_what_failed_is_asked_for_again() -> None:
    service = ModelService()
    service.forwarded["1"] = (message(7),)
    kept = Combined(lambda: service)
    service.fail("gone")
    with pytest.raises(TransportError, match="gone"):
        await kept.of(combined(1))
    service.recover()
    assert await kept.of(combined(1)) == (message(7),)


async def test_only_so_many_messages_are_remembered() -> None:
    service = ModelService()
    half = tuple(message(number) for number in range(KEPT // 2))
    service.forwarded |= {"1": half, "2": half, "3": half}
    kept = Combined(lambda: service)
    for number in (1, 2, 1, 3, 1, 2):
        await kept.of(combined(number))
    assert service.calls == ["combined 1", "combined 2", "combined 3", "combined 2"]
