"""Looking for archived messages: one query at a time, and its answer grows as more is found or fetched."""

from __future__ import annotations

from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import UTC, datetime

from tui.errors import ArchiveError, QueryError, RoamingError
from tui.models import ChatMessage, ConversationKey
from tui.query import Completions, Hit, Known, Scope, completions, parse
from tui.query.query import Condition, Within
from tui.runs import Coverage
from tui.store.asked import Asked
from tui.store.context import neighbourhood
from tui.store.fetching import wanted_by
from tui.store.findings import Fetch, Findings, SearchSnapshot
from tui.store.grounds import Grounds, fetching
from tui.store.hits import find
from tui.timeline.edges import Side

FIRST = 50
"""Hits of the first page, which is shown at once."""

AT_ONCE = 200
KEPT = 1_000
"""Hits that are looked for without being asked for, so that they can be counted."""


class Searching:
    """A query that comes later takes over; what is found for an earlier one is not shown any more."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._snapshot = SearchSnapshot()
        self._turn = 0
        self._known = Known()
        self._asked = Asked()

    def snapshot(self) -> SearchSnapshot:
        """What was found so far; the same object until something changes."""
        return self._snapshot

    async def search(self, text: str, within: ConversationKey | None = None) -> None:
        """Look for what a query means, in one conversation or in all; an empty one looks for nothing.

        Never raises a RoamingError: the snapshot has the problem. Cancelling leaves what was found.
        """
        self._turn += 1
        try:
            parsed = parse(text, self._now())
            query = parsed if parsed.clauses else None
        except QueryError as problem:
            self._show(SearchSnapshot(text, within, Findings(text, within), problem=problem))
            return
        fetch = self._snapshot.fetch
        self._show(SearchSnapshot(text, within, self._snapshot.findings, is_searching=query is not None, fetch=fetch))
        if query is None:
            self._show(SearchSnapshot(text, within, Findings(text, within), fetch=fetch))
            return
        await self._answer(Findings(text, within, query), self._turn, KEPT)

    async def more(self) -> None:
        """Find older hits, where there are more than were looked for."""
        findings = self._snapshot.findings
        if not findings.is_all and not self._snapshot.is_searching:
            await self._go_on(findings, self._turn, len(findings.hits) + KEPT)

    async def beside(self, findings: Findings, place: int, side: Side) -> Hit | None:
        """The next hit that is older or newer than a place (see `Hit.place`); None without one. Raises ArchiveError."""
        if findings.query is None:
            return None
        archive = self._grounds.archive()
        found = await find(archive, findings.query, findings.within, 1, place=place, side=side)
        return found[0] if found else None

    async def around(self, hit: Hit, messages: int) -> tuple[ChatMessage, ...]:
        """A hit with at most so many messages before and after it, as far as nothing is missing between, oldest first.

        Raises ArchiveError.
        """
        return (await neighbourhood(self._grounds.archive(), hit, messages)).messages

    async def completions(self, text: str, cursor: int) -> Completions:
        """What may be meant at the cursor of a query."""
        with suppress(ArchiveError):
            self._known = await self._grounds.archive().known()
        return completions(text, cursor, self._known)

    async def fetch(self) -> None:
        """Fetch what was not searched, and let the findings grow. Never raises a RoamingError: see the snapshot.

        Where the service can look for some of what the query says, it is asked for that alone; called again, for the
        rest as well. Cancelling keeps what has come.
        """
        findings = self._snapshot.findings
        if findings.query is None or self._snapshot.fetch is not None:
            return
        self._show(replace(self._snapshot, fetch=Fetch(), fetch_problem=None))
        try:
            coverages = await self._searched(findings)
            wanted = wanted_by(findings.query, self._known)
            lacking = [each for each in coverages if wanted.gaps(each)]
            async with aclosing(fetching(self._grounds, lacking, wanted, self._asked)) as steps:
                async for fetch in steps:
                    self._show(replace(self._snapshot, fetch=fetch))
                    await self._look_again()
        except RoamingError as problem:
            self._show(replace(self._snapshot, fetch_problem=problem))
        finally:
            self._show(replace(self._snapshot, fetch=None))
        await self._look_again()

    async def _look_again(self) -> None:
        """Answer the present query anew, as something may have come."""
        findings = self._snapshot.findings
        if findings.query is not None and not self._snapshot.is_searching:
            fresh = Findings(findings.text, findings.within, findings.query)
            await self._answer(fresh, self._turn, max(KEPT, len(findings.hits)))

    async def _searched(self, findings: Findings) -> list[Coverage]:
        """How much is archived of the conversations that a query is about; nothing of some of them."""
        self._known = known = await self._grounds.archive().known()
        keys = [findings.within] if findings.within is not None else []
        if findings.within is None:
            within = [each.conversation for each in _wanted(findings) if isinstance(each, Within)]
            listed = dict.fromkeys((*known.conversations, *self._grounds.listed()))
            keys = [key for key in listed if all(known.is_meant(key, each) for each in within)]
        coverages = await self._grounds.archive().coverages(keys)
        return [coverages.get(key) or Coverage(key) for key in keys]

    async def _answer(self, findings: Findings, turn: int, most: int) -> None:
        """Find at most about `most` hits; the first page is shown before the others are looked for."""
        before = self._snapshot.findings
        is_again = (before.query, before.within) == (findings.query, findings.within)
        try:
            page = await self._page(findings, FIRST)
            found = replace(findings, hits=page, is_all=len(page) < FIRST)
            if not is_again:  # what is shown stays while it is looked for again
                self._show_if(turn, replace(self._snapshot, findings=found, problem=None, is_searching=False))
            found = replace(found, scope=await self._scope(findings))
        except RoamingError as problem:
            self._show_if(turn, replace(self._snapshot, problem=problem, is_searching=False))
            return
        await self._go_on(found, turn, most)

    async def _go_on(self, findings: Findings, turn: int, most: int) -> None:
        while not findings.is_all and len(findings.hits) < most:
            try:
                page = await self._page(findings, AT_ONCE, findings.hits[-1].place)
            except RoamingError as problem:
                self._show_if(turn, replace(self._snapshot, problem=problem))
                return
            if turn != self._turn:
                return
            findings = replace(findings, hits=(*findings.hits, *page), is_all=len(page) < AT_ONCE)
        self._show_if(turn, replace(self._snapshot, findings=findings, problem=None, is_searching=False))

    async def _page(self, findings: Findings, limit: int, before: int | None = None) -> tuple[Hit, ...]:
        """The newest hits before a place: fewer than `limit` only where there are no more, or a newer search began."""
        if findings.query is None:
            return ()
        turn = self._turn
        return await find(
            self._grounds.archive(),
            findings.query,
            findings.within,
            limit,
            place=before,
            is_over=lambda: turn != self._turn,
        )

    async def _scope(self, findings: Findings) -> Scope:
        """In how much is searched; a conversation of which nothing is archived is a gap as well."""
        if findings.query is None:
            return Scope()
        scope = await self._grounds.archive().scope(findings.query, findings.within)
        coverages = await self._searched(findings)
        wanted = wanted_by(findings.query, self._known)
        gaps = sum(len(wanted.gaps(each)) for each in coverages)
        left = sum(len(self._asked.left(wanted, each)) for each in coverages)
        return replace(scope, gaps=left, asked=gaps - left)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._grounds.now() / 1000, UTC)

    def _show_if(self, turn: int, snapshot: SearchSnapshot) -> None:
        """Show what was found in a turn, unless another has begun."""
        if turn == self._turn:
            self._show(snapshot)

    def _show(self, snapshot: SearchSnapshot) -> None:
        if snapshot != self._snapshot:
            self._snapshot = snapshot
            self._grounds.notify()


def _wanted(findings: Findings) -> tuple[Condition, ...]:
    return findings.query.wanted if findings.query is not None else ()
