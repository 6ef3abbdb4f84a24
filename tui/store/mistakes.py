"""Lets no mistake in the background pass unseen."""

from __future__ import annotations

import asyncio
import logging

_log = logging.getLogger(__name__)


def tell_of_mistakes(task: asyncio.Task[None]) -> None:
    """Nobody waits for the task, which has ended: what nobody expected is told to the loop."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("background work failed", extra={"fields": {"error": type(error).__name__}})
        task.get_loop().call_exception_handler({"message": "background work failed", "exception": error, "task": task})
