"""What the search screen says of how a search has gone."""

from __future__ import annotations

from rich.cells import cell_len

from tui.errors import QueryError
from tui.i18n import _, ngettext
from tui.query.telling import told, told_hits
from tui.store.findings import SearchSnapshot

LANGUAGE = 'words  "a phrase"  from:  in:  kind:  has:  before:  after:  on:  ext.KEY:VALUE  /pattern/  -not'
"""What can stand in a query; the same in every language."""


def status_line(snapshot: SearchSnapshot, *, is_typing: bool) -> str:
    """How many hits there are in how much, and what can be done about what was not searched."""
    findings = snapshot.findings
    if snapshot.problem is not None:
        return ""
    if findings.query is None:
        return _("searching…") if snapshot.is_searching else LANGUAGE
    if findings.scope is None:
        return told_hits(len(findings.hits), is_all=findings.is_all)
    line = told(len(findings.hits), findings.scope, is_all=findings.is_all)
    if not (findings.scope.gaps or findings.scope.asked) or snapshot.fetch is not None:
        return line
    if not findings.scope.gaps:
        return f"{line} · {_('↓ f fetches all of it') if is_typing else _('f fetches all of it')}"
    return f"{line} · {_('↓ f fetches them') if is_typing else _('f fetches them')}"


def problem_lines(snapshot: SearchSnapshot) -> tuple[str, str]:
    """What is wrong, and signs for a line above it that stand where in the query; '' for nothing."""
    problem = snapshot.problem or snapshot.fetch_problem
    if problem is None:
        return "", ""
    if not isinstance(problem, QueryError):
        return str(problem), ""
    before = cell_len(snapshot.text[: problem.start])
    return problem.problem, " " * before + "^" * max(cell_len(snapshot.text[problem.start : problem.end]), 1)


def fetch_note(snapshot: SearchSnapshot) -> tuple[str, ...]:
    """How far fetching has come, part by part; nothing while nothing is fetched."""
    fetch = snapshot.fetch
    if fetch is None:
        return ()
    came = ngettext("{count:,} message fetched", "{count:,} messages fetched", fetch.fetched).format(
        count=fetch.fetched
    )
    left = () if fetch.left is None else (_("about {count:,} to go").format(count=fetch.left),)
    return (came, _("Esc stops"), *left)
