"""A page that lists the pages of several conversations."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from tui.export.clock import Clock
from tui.export.entries import Subject
from tui.export.job import Exported
from tui.export.page import foot, head
from tui.export.telling import subtitle, title
from tui.i18n import _, ngettext
from tui.runs import Coverage

INDEX = "index.html"
_MARK = "<!-- roam: a list of exports -->"


def is_index(content: bytes) -> bool:
    """Whether a page was made by `index_page`."""
    return _MARK.encode() in content


def index_page(done: Sequence[tuple[Subject, Exported]]) -> str:
    """The page, the conversation with the newest message first; each file is beside it."""
    clock = Clock()
    ordered = sorted(done, key=lambda each: -(each[1].coverage.newest or 0))
    count = ngettext("{count} conversation", "{count} conversations", len(ordered)).format(count=len(ordered))
    rows = "".join(_row(subject, exported, clock) for subject, exported in ordered)
    return f"{head(_('Exported conversations'), count)}{_MARK}<table>{rows}</table></main>{foot(scripted=False)}"


def _row(subject: Subject, exported: Exported, clock: Clock) -> str:
    coverage = exported.coverage
    days = [clock.read(time).day for time in (coverage.oldest, coverage.newest) if time is not None]
    cells = (
        f'<a href="{escape(quote(exported.path.name))}">{escape(title(subject))}</a><br>'
        f"<small>{escape(subtitle(subject))}</small>",
        " – ".join(days),
        escape(_state(coverage)),
    )
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr>{told}<td class="number">{exported.messages:,}</td></tr>\n'


def _state(coverage: Coverage) -> str:
    count = len(coverage.missing)
    return ngettext("{count} gap", "{count} gaps", count).format(count=count) if count else _("complete")
