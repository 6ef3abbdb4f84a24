"""The forms that an export can have."""

from __future__ import annotations

from enum import StrEnum

from tui.export.clock import Clock
from tui.export.daily import DailyWriter
from tui.export.entries import Subject, Writer
from tui.export.html import HtmlWriter
from tui.export.lines import ObjectLines, RecordLines
from tui.export.markdown import MarkdownLook
from tui.export.text import TextLook
from tui.lenses import NO_LENSES, Lenses


class Format(StrEnum):
    """`jsonl` has the service's message objects, `records` its history records, the others are for people."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSONL = "jsonl"
    RECORDS = "records"

    @property
    def suffix(self) -> str:
        """With its dot; no two have the same."""
        return {"text": ".txt", "markdown": ".md", "html": ".html", "jsonl": ".jsonl", "records": ".records.jsonl"}[
            self
        ]

    @property
    def is_appendable(self) -> bool:
        """Whether more messages only make a file longer: nothing in it depends on what comes later."""
        return self is not Format.HTML

    @property
    def is_for_people(self) -> bool:
        """Whether messages are told in words, and not as the service has them."""
        return self in (Format.TEXT, Format.MARKDOWN, Format.HTML)


def writer_of(
    form: Format, subject: Subject, clock: Clock, last: int | None = None, lenses: Lenses = NO_LENSES
) -> Writer:
    """What writes a conversation in a form; `clock` and `lenses` are the reader's.

    `last`: the time (ms since 1970) of the message that was written last, to go on after it in an appendable form.
    """
    match form:
        case Format.TEXT:
            return DailyWriter(TextLook(), subject, clock, last, lenses)
        case Format.MARKDOWN:
            return DailyWriter(MarkdownLook(), subject, clock, last, lenses)
        case Format.HTML:
            return HtmlWriter(subject, clock, lenses)
        case Format.JSONL:
            return ObjectLines(subject)
        case Format.RECORDS:
            return RecordLines(subject)
