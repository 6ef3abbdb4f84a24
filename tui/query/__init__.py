"""The language in which messages are looked for: reading it, judging messages by it, and completing it."""

from __future__ import annotations

from tui.query.known import Known
from tui.query.matching import Judge, spans
from tui.query.parsing import parse
from tui.query.query import Query

__all__ = ["Judge", "Known", "Query", "parse", "spans"]
