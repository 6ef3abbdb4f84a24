"""What is measured of searching: how soon the newest hits are there, and that none is missing."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

from tests.bench.archived import Archived, viewpoint
from tests.bench.corpus import lines
from tests.bench.measures import Measures, quantile
from tests.bench.programs import Program
from tui.archive import Archive, open_archive
from tui.query import parse

SEARCHES = 30
_QUERIES = {
    "one character": "议",
    "two characters": "会议",
    "three characters": "没问题",
    "a word": "deploy",
    "a phrase": '"nightly build"',
    "a rare word": "№4711",
    "no such word": "zyzzyva",
    "a sender": "from:me",
    "a sender and a word": "from:me 会议",
}
_COUNTED = "nightly build"
"""What is looked for in every record, too, in the same letters as it stands there."""


def searching(name: str, kept: Archived) -> Program:
    """The first page of hits from an archive's file, and all hits of a phrase beside what its records say."""
    return Program(name, lambda: asyncio.run(_searching(kept)))


async def _searching(kept: Archived) -> Measures:
    archive = open_archive(kept.path, viewpoint(kept.size))
    try:
        measured: Measures = {}
        for words, query in _QUERIES.items():
            times = [await _first_page(archive, query) for _time in range(SEARCHES)]
            measured[f"search for {words}, first"] = times[0]
            measured[f"search for {words}"] = quantile(times, 0.5)
        measured["slowest search"] = max(measured[f"search for {words}"] for words in _QUERIES)
        found = await _count(archive, f'"{_COUNTED}"')
        measured["hits missed"] = sum(_COUNTED in line.replace("\\n", " ") for line in lines(kept.size)) - found
        return measured
    finally:
        await archive.aclose()


async def _first_page(archive: Archive, text: str) -> float:
    """Ms from the query as it is typed to its newest hits."""
    begun = time.perf_counter()
    await archive.search(parse(text, datetime.now(UTC)))
    return (time.perf_counter() - begun) * 1e3


async def _count(archive: Archive, text: str) -> int:
    query = parse(text, datetime.now(UTC))
    count, before = 0, None
    while True:
        page = await archive.search(query, limit=1_000, before=before)
        count, before = count + len(page.hits), page.rest
        if before is None:
            return count
