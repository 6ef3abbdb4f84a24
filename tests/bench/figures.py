"""From the measures of many runs to one table: medians, ratios, and the goals that they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.measures import Measures

Medians = Mapping[str, Measures]
"""By program, then by measure."""

_LARGEST_FIRST = ("roam-1M", "roam-100k", "roam-1k")
_SYNCS = ("sync-history", "sync-100k")


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure that should stay within `limit`; `floor`: at least, else at most.

    The figure is `measure` of `program`, in relation to a `peer` where one is named ("program: measure").
    """

    words: str
    program: str
    measure: str
    limit: float
    peer: str = ""
    floor: bool = False


_ARCHIVE = (
    Goal("archive opened at the newest", "archive-1M", "opened at the newest", 1.3, "archive-1k: opened at the newest"),
    Goal("archive opened at a date", "archive-1M", "opened at a date", 1.3, "archive-1k: opened at a date"),
    Goal("a page read from the archive, in ms", "archive-1M", "archived page p50", 1),
    Goal("browser opened on an archive", "roam-archived-1M", "start", 1.3, "roam-archived-1k: start"),
    Goal("a line of the archive", "roam-archived-1M", "line p50", 1.2, "floor-textual: line p50"),
    Goal("a page of the archive", "roam-archived-1M", "page p50", 1.5, "floor-textual: page p50"),
    Goal("bytes a page of the archive", "roam-archived-1M", "page, bytes", 0.8, "floor-full: page, bytes"),
    Goal("the newest hits of the slowest search, in ms", "search-1M", "slowest search", 30),
    Goal("hits missed", "search-1M", "hits missed", 0),
    Goal("messages archived a second", "archive-write", "messages a second", 40_000, floor=True),
)
# A short history does not fill what SQLite keeps pages in, a long one does: nothing else grows.
_EXPORT = tuple(
    goal
    for form in ("text", "jsonl")
    for goal in (
        Goal(f"messages exported a second, {form}", "export-1M", f"{form}, messages a second", 50_000, floor=True),
        Goal(f"memory of an export, {form}", "export-1M", f"{form}, memory, MB", 1.3, f"export-1k: {form}, memory, MB"),
    )
)
_LIVE = (
    Goal("live messages a second", "live", "messages a second", 950, floor=True),
    Goal("a page while live, p50 in ms", "live", "live page p50", 50),
    Goal("a page while live, p95 in ms", "live", "live page p95", 50),
    Goal("keys unanswered while live", "live", "live keys unanswered", 0),
    Goal("live messages lost", "live", "messages lost", 0),
    Goal("live messages too many", "live", "messages too many", 0),
    Goal("memory after all live messages over a fifth", "live", "memory, MB", 1.1, "live: memory after a fifth, MB"),
)


def _syncing(name: str) -> list[Goal]:
    return [
        Goal(f"messages a second, {name}", name, "messages a second", 15_000, floor=True),
        Goal(f"memory at the end over that at 25 %, {name}", name, "memory, MB", 1.1, f"{name}: memory at 25%, MB"),
    ]


def goals(largest: str) -> list[Goal]:
    """The goals of a run whose longest conversation is that of the program `largest`."""
    return [
        Goal("a line", largest, "line p50", 1.2, "floor-textual: line p50"),
        Goal("a line, p95", largest, "line p95", 2.0, "floor-textual: line p95"),
        Goal("a page", largest, "page p50", 1.5, "floor-textual: page p50"),
        Goal("a page, p95", largest, "page p95", 2.0, "floor-textual: page p95"),
        Goal("a line, longest over shortest", largest, "line p50", 1.1, "roam-1k: line p50"),
        Goal("a page, longest over shortest", largest, "page p50", 1.1, "roam-1k: page p50"),
        Goal("memory, longest over shortest", largest, "memory, MB", 1.2, "roam-1k: memory, MB"),
        Goal("line keys without exactly one frame", largest, "line, keys without exactly one frame", 0),
        Goal("page keys without exactly one frame", largest, "page, keys without exactly one frame", 0),
        Goal("bytes a page", largest, "page, bytes", 0.8, "floor-full: page, bytes"),
        Goal("held PageUp, keys unpainted", largest, "held, keys unpainted", 0),
        Goal("held PageUp, lag in ms", largest, "held, lag", 33),
        Goal("held PageUp through fetches, keys unpainted", largest, "held through fetches, keys unpainted", 0),
        Goal("an older page fetched, in ms", largest, "fetched page p50", 33),
        Goal("cold start of the demo over a bare app", "roam-demo", "start", 2.0, "textual-bare: start"),
        Goal("cold start of the demo over posting", "roam-demo", "start", 0.5, "posting: start"),
        Goal("cold start, signed in, over a bare app", largest, "start", 2.0, "textual-bare: start"),
        Goal("memory over a bare app", largest, "memory, MB", 2.0, "textual-bare: memory, MB"),
        Goal("memory of the demo over a bare app", "roam-demo", "memory, MB", 2.0, "textual-bare: memory, MB"),
        Goal("bytes while idle", largest, "idle, bytes", 0),
        Goal("messages imported a second", "import", "messages a second", 20_000, floor=True),
        *_ARCHIVE,
        *_EXPORT,
        *(goal for sync in _SYNCS for goal in _syncing(sync)),
        *_LIVE,
    ]


def medians(runs: Iterable[tuple[str, Measures]]) -> dict[str, Measures]:
    """The median of each measure over the runs of each program."""
    gathered: dict[str, dict[str, list[float]]] = {}
    for program, measured in runs:
        for name, value in measured.items():
            gathered.setdefault(program, {}).setdefault(name, []).append(value)
    return {
        program: {name: median(values) for name, values in by_name.items()} for program, by_name in gathered.items()
    }


def table(found: Medians) -> str:
    """The goals and how they were met, then every measure, as Markdown."""
    largest = next((name for name in _LARGEST_FIRST if name in found), "")
    return "\n".join([*_against_goals(found, goals(largest)), "", *_everything(found)])


def _against_goals(found: Medians, wanted: Sequence[Goal]) -> list[str]:
    rows = ["| goal | limit | measured | holds | from |", "| --- | --- | --- | --- | --- |"]
    for goal in wanted:
        value = found.get(goal.program, {}).get(goal.measure)
        peer, _, peer_measure = goal.peer.partition(": ")
        base = found.get(peer, {}).get(peer_measure) if peer else 1.0
        if value is None or not base:
            continue
        ratio = value / base
        holds = ratio >= goal.limit if goal.floor else ratio <= goal.limit
        source = f"{value:,.1f} / {base:,.1f} ({peer})" if peer else f"{value:,.1f}"
        sign = "≥" if goal.floor else "≤"
        rows.append(f"| {goal.words} | {sign} {goal.limit:,g} | {ratio:,.2f} | {'yes' if holds else 'NO'} | {source} |")
    return rows


def _everything(found: Medians) -> list[str]:
    names = list(dict.fromkeys(name for measured in found.values() for name in measured))
    rows = [f"| measure | {' | '.join(found)} |", f"| --- |{' --- |' * len(found)}"]
    for name in names:
        cells = [f"{measured[name]:,.1f}" if name in measured else "" for measured in found.values()]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return rows
