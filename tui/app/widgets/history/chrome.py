"""The pane's own lines in words: days, gaps, edges, and what stands there when there is no message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP, fit
from tui.app.widgets.dates import day_in_words, span_in_words
from tui.i18n import _, ngettext
from tui.store.snapshots import Phase
from tui.text import clean_line
from tui.timeline.rows import EdgeRow, GapRow, MessageRow, RecallRow
from tui.timeline.timeline import EdgeState, Side

_RULE_ENDS = 2
"""Dashes that stand at either side of the words at the least, where there is room."""

_LEAST_REASON = 6
"""Cells of a reason that are worth showing."""


def day_line(day: date, width: int, glyphs: Glyphs) -> str:
    """The day between two rules, `width` cells wide; without rules where there is no room for them."""
    return _between(day_in_words(day), glyphs.rule, width, glyphs)


def standing_line(row: MessageRow, width: int, glyphs: Glyphs) -> str:
    """Day, sender and time of a message whose own lines for these are out of sight, `width` cells wide."""
    sender = clean_line(row.message.sender[:LINE_CAP]) or _("(no sender)")
    words = glyphs.spell(f"{day_in_words(row.at.date())} · ")
    time = f"  {row.at:%H:%M}"
    room = max(width - cell_len(words) - cell_len(time), _LEAST_REASON)
    return _between(f"{words}{fit(sender, room, glyphs.ellipsis)}{time}", glyphs.rule, width, glyphs)


def hidden_line(width: int, glyphs: Glyphs) -> str:
    """A line for messages that are left out, `width` cells wide."""
    return glyphs.gap * width


def edge_line(row: EdgeRow, width: int, glyphs: Glyphs) -> str:
    """What is known of the messages beyond an edge, at most `width` cells wide."""
    match row.state:
        case EdgeState.MORE | EdgeState.OFFLINE:
            return _roomiest(_more_wordings(row), glyphs.gap, width, glyphs)
        case EdgeState.FAILED:
            return _centred(_failure(_edge_failures(row.side), row.reason, width, glyphs), width)
        case EdgeState.LOADING:
            words = _("loading older messages…") if row.side is Side.OLDER else _("loading newer messages…")
        case EdgeState.END:
            words = _end_words(row)
    return _centred(fit(glyphs.spell(words), width, glyphs.ellipsis), width)


def gap_line(row: GapRow, width: int, glyphs: Glyphs) -> str:
    """What is known of the messages that may be missing between two others, at most `width` cells wide."""
    if row.state is EdgeState.FAILED:
        failures = (
            _("could not load what may be missing here: {reason} · r retries"),
            _("gap not loaded: {reason} · r retries"),
        )
        return _centred(_failure(failures, row.reason, width, glyphs), width)
    return _roomiest(_gap_wordings(row), glyphs.gap, width, glyphs)


def floor_line(width: int, glyphs: Glyphs) -> str:
    """That what is above is no more on the server, at most `width` cells wide."""
    wordings = (
        _("the server keeps nothing older; what is above is kept only here"),
        _("what is above is kept only here"),
    )
    return _roomiest(wordings, glyphs.rule, width, glyphs)


def new_line(width: int, glyphs: Glyphs) -> str:
    """That what is below is new, at most `width` cells wide."""
    return _roomiest((_("new since you opened"),), glyphs.rule, width, glyphs)


def visit_line(width: int, glyphs: Glyphs) -> str:
    """That what is below had not been seen when one was last here, at most `width` cells wide."""
    return _roomiest((_("new since you last were here"), _("new since last time")), glyphs.rule, width, glyphs)


def recall_line(row: RecallRow, width: int, glyphs: Glyphs, *, is_own: bool) -> str:
    """Who recalled messages that were here, and when the first was sent, at most `width` cells wide."""
    if is_own:
        told = ngettext("you recalled a message", "you recalled {count} messages", row.count)
    else:
        told = ngettext("{who} recalled a message", "{who} recalled {count} messages", row.count)
    time = f"{day_in_words(row.at.date())} {row.at:%H:%M}" if row.names_day else f"{row.at:%H:%M}"
    told, time = glyphs.spell(told), f"  {time}"
    room = width - cell_len(told.format(who="", count=f"{row.count:,}")) - cell_len(time)
    who = fit(clean_line(row.who[:LINE_CAP]), max(room, _LEAST_REASON), glyphs.ellipsis)
    return fit(told.format(who=who, count=f"{row.count:,}") + time, width, glyphs.ellipsis)


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
    if any(edge.state is EdgeState.OFFLINE for edge in edges):
        return _("no messages loaded · needs the network")
    return _("no messages: the server keeps none of this conversation")


def _more_wordings(row: EdgeRow) -> Sequence[str]:
    older = row.side is Side.OLDER
    if row.state is EdgeState.MORE:
        return (_("older messages not loaded · Enter") if older else _("newer messages not loaded · Enter"),)
    if older:
        return _("older messages not loaded · needs the network"), _("older messages need the network")
    return _("newer messages not loaded · needs the network"), _("newer messages need the network")


def _edge_failures(side: Side) -> Sequence[str]:
    told = (
        _("could not load older messages: {reason} · r retries")
        if side is Side.OLDER
        else _("could not load newer messages: {reason} · r retries")
    )
    return told, _("not loaded: {reason} · r retries")


def _end_words(row: EdgeRow) -> str:
    if row.side is Side.NEWER:
        return _("nothing newer")
    return _("nothing older anywhere") if row.beyond else _("the server keeps nothing older")


def _gap_wordings(row: GapRow) -> Sequence[str]:
    match row.state:
        case EdgeState.LOADING:
            hint = _("loading…")
        case EdgeState.OFFLINE:
            hint = _("needs the network")
        case _:
            hint = _("Enter")
    span = span_in_words(row.after, row.before)
    told = (_("messages may be missing here, {span}").format(span=span), _("gap: {span}").format(span=span), _("gap"))
    return [f"{words} · {hint}" for words in told]


def _failure(wordings: Sequence[str], reason: str, width: int, glyphs: Glyphs) -> str:
    """The first of `wordings` with room for all of an untrusted reason, else the last with as much of it as fits.

    The way out, which they end with, is never cut off: where nothing else fits it stands alone.
    """
    why = glyphs.spell(clean_line(reason[:LINE_CAP]))
    spelled = [glyphs.spell(words) for words in wordings]
    told = (words.format(reason=why) for words in spelled)
    whole = next((words for words in told if cell_len(words) <= width), None)
    if whole is not None:
        return whole
    room = width - cell_len(spelled[-1].format(reason=""))
    if room < _LEAST_REASON:
        return fit(_("r retries"), width, glyphs.ellipsis)
    return spelled[-1].format(reason=fit(why, room, glyphs.ellipsis))


def _roomiest(wordings: Sequence[str], dash: str, width: int, glyphs: Glyphs) -> str:
    """The first of `wordings` that leaves room for dashes at both sides, else the last; with dashes where they fit."""
    spelled = [glyphs.spell(words) for words in wordings]
    fitting = (words for words in spelled if cell_len(words) + 2 * (_RULE_ENDS + 1) <= width)
    return _between(next(fitting, spelled[-1]), dash, width, glyphs)


def _between(words: str, dash: str, width: int, glyphs: Glyphs) -> str:
    room = width - cell_len(words) - 2
    if room < 2 * _RULE_ENDS:
        return _centred(fit(words, width, glyphs.ellipsis), width)
    left = room // 2
    return f"{dash * left} {words} {dash * (room - left)}"


def _centred(words: str, width: int) -> str:
    return " " * ((width - cell_len(words)) // 2) + words
