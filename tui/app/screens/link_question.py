"""The question which of several links is meant, or whether one that misleads is to be followed."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app.screens.confirm import Choice, Question
from tui.i18n import _, ngettext
from tui.text import clean_line
from tui.timeline.links import Link

MOST = 9
"""Links that can be chosen; each has a digit."""

_ADDRESS = 200
"""Characters of an address that are shown."""


def link_question(links: Sequence[Link], *, opens: bool) -> Question[Link]:
    """Ask which of these (at least one) to open, or (`opens` False) to copy; each is told by where it really leads."""
    title = _("Open a link?") if opens else _("Copy the address of a link?")
    shown, left_out = links[:MOST], len(links) - MOST
    lines = [_warning(number, link) for number, link in enumerate(shown, 1) if link.misleads]
    if left_out > 0:
        words = ngettext(
            "{count} more link is among the details of the message.",
            "{count} more links are among the details of the message.",
            left_out,
        )
        lines.append(words.format(count=left_out))
    choices = (Choice(str(number), _label(link), link) for number, link in enumerate(shown, 1))
    return Question(title, tuple(lines), tuple(choices))


def _warning(number: int, link: Link) -> str:
    sentence = _("[{number}] may seem to lead elsewhere; it leads to {host}")
    return sentence.format(number=number, host=link.host)


def _label(link: Link) -> str:
    address = clean_line(link.url)
    shown = address if len(address) <= _ADDRESS else address[: _ADDRESS - 1] + "…"
    return f"{link.host}  ·  {shown}"
