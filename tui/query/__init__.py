"""The language in which messages are looked for: reading it, judging messages by it, and completing it."""

from __future__ import annotations

from tui.query.completing import Choice, Completions, completions
from tui.query.hits import Hit, Scope, SearchPage, place_of
from tui.query.known import Known
from tui.query.matching import Judge, spans
from tui.query.parsing import parse
from tui.query.query import Query

__all__ = [
    "Choice",
    "Completions",
    "Hit",
    "Judge",
    "Known",
    "Query",
    "Scope",
    "SearchPage",
    "completions",
    "parse",
    "place_of",
    "spans",
]
