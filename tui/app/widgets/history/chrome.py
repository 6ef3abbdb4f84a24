"""The pane's own lines in words: days, edges, and what stands there when there is no message."""

from __future__ import annotations

from datetime import date

from rich.cells import cell_len

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP, fit
from tui.i18n import _
from tui.store.snapshots import Phase
from tui.text import clean_line
from tui.timeline.rows import EdgeRow
from tui.timeline.timeline import EdgeState, Side

_RULE_ENDS = 3
"""Dashes that stand at either side of a day at the least, where there is room."""


def day_line(day: date, width: int, glyphs: Glyphs) -> str:
    """The day between two rules, `width` cells wide; without rules where there is no room for them."""
    return _between(_day_words(day), glyphs.rule, width, glyphs)


def edge_line(row: EdgeRow, width: int, glyphs: Glyphs) -> str:
    """What is known of the messages beyond an edge, at most `width` cells wide."""
    words = glyphs.spell(_edge_words(row, width, glyphs))
    if row.state is EdgeState.MORE:
        return _between(words, glyphs.gap, width, glyphs)
    return _centred(fit(words, width, glyphs.ellipsis), width)


def notice(phase: Phase, reason: str, older: EdgeRow | None, newer: EdgeRow | None) -> str:
    """What the pane says of a conversation without any message to show."""
    edges = [edge for edge in (older, newer) if edge is not None]
    failed = next((edge for edge in edges if edge.state is EdgeState.FAILED), None)
    if phase is Phase.FAILED or failed:
        why = clean_line((reason or (failed.reason if failed else ""))[:LINE_CAP])
        told = _("could not load the messages: {reason} · r retries").format(reason=why)
        return told if why else _("could not load the messages · r retries")
    if phase is not Phase.READY or any(edge.state is EdgeState.LOADING for edge in edges):
        return _("loading messages…")
    if any(edge.state is EdgeState.MORE for edge in edges):
        return _("no messages loaded · Enter loads")
    return _("no messages: the server keeps none of this conversation")


def _edge_words(row: EdgeRow, width: int, glyphs: Glyphs) -> str:
    older = row.side is Side.OLDER
    match row.state:
        case EdgeState.MORE:
            return _("older messages not loaded · Enter") if older else _("newer messages not loaded · Enter")
        case EdgeState.LOADING:
            return _("loading older messages…") if older else _("loading newer messages…")
        case EdgeState.FAILED:
            told = (
                _("could not load older messages: {reason} · r retries")
                if older
                else _("could not load newer messages: {reason} · r retries")
            )
            room = width - cell_len(told.format(reason=""))  # the way out, at the end, is never cut off
            return told.format(reason=fit(clean_line(row.reason[:LINE_CAP]), max(room, 1), glyphs.ellipsis))
        case EdgeState.END:
            return _("the server keeps nothing older") if older else _("nothing newer")


def _day_words(day: date) -> str:
    weekdays = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekdays[day.weekday()], day=day.day, month=months[day.month - 1], year=day.year
    )


def _between(words: str, dash: str, width: int, glyphs: Glyphs) -> str:
    room = width - cell_len(words) - 2
    if room < 2 * _RULE_ENDS:
        return _centred(fit(words, width, glyphs.ellipsis), width)
    left = room // 2
    return f"{dash * left} {words} {dash * (room - left)}"


def _centred(words: str, width: int) -> str:
    return " " * ((width - cell_len(words)) // 2) + words
