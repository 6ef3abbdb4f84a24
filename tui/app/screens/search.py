"""Looking for messages as one types, and choosing one to go to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import Worker

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.screens.search_words import fetch_note, problem_lines, status_line
from tui.app.widgets.context_pane import ContextPane
from tui.app.widgets.frame import Frame
from tui.app.widgets.key_line import KeyLine
from tui.app.widgets.query_input import QueryInput
from tui.app.widgets.result_list import ResultList
from tui.errors import ArchiveError
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ConversationKey
from tui.query import Completions, Hit, Query, spans
from tui.store.findings import Findings
from tui.store.store import Store
from tui.text import clean_line

PAUSE = 0.06
"""Seconds without a key after which is looked for what was typed."""

SENTENCE_CAP = 300

PREVIEW_WIDTH = 120
"""Columns from which on what was said around a hit stands beside the results."""

REST = 0.05
"""Seconds on one result after which that is shown."""

AROUND = 15
"""Messages before and after a hit that are shown beside it: more are not on the screen, but for very short ones."""


Say = Callable[[str, SeverityLevel], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user chose, and of which findings it is one."""

    hit: Hit
    findings: Findings


@dataclass(frozen=True, slots=True)
class Shown:
    """How messages are shown: by which signs, and by which lenses."""

    glyphs: Glyphs
    lenses: Lenses = NO_LENSES


class SearchScreen(Screen[Answer | None], inherit_bindings=False):
    """Looks in one conversation, or (None) in all. Closes with what was chosen; leaving it ends what it began."""

    BINDING_GROUP_TITLE = TITLES[Where.SEARCH]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.SEARCH)
    ALLOW_SELECT = False

    @dataclass
    class Found(Message):
        """The findings are not what they were."""

    def __init__(
        self, store: Store, within: ConversationKey | None, shown: Shown, say: Say, last: Answer | None = None
    ) -> None:
        """`say` tells the user a sentence; `last`: what was chosen here before, to go on from."""
        super().__init__()
        self._store = store
        self._within = within
        self._last = last
        self._say_over = say
        self._glyphs = shown.glyphs
        self._frame = Frame(shown.glyphs, "search-frame")
        self._input = QueryInput(last.findings.text if last else "", store.habits.searches)
        self._results = ResultList(shown.glyphs, store.names.of, shown.lenses)
        own_id = store.account.user_id if store.account else ""
        self._around_hit = ContextPane(own_id=own_id, glyphs=shown.glyphs, lenses=shown.lenses)
        self._drawn: Findings | None = None
        self._could_fetch = True
        self._is_told = False  # of a change of the store that it has not looked at yet
        self._is_going = self._is_to_fetch = False  # as soon as there is an answer
        self._completions: Completions | None = None
        self._completed = ""
        self._find = _finder(None)
        self._fetching: Worker[None] | None = None
        self._unsubscribe: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        name = _("all conversations") if self._within is None else self._store.names.of(self._within)
        self._frame.entitle(_("Search"), name)
        with self._frame:
            yield self._input
            yield Static(id="search-place", markup=False)
            yield Static(id="search-problem", markup=False)
            yield Static(id="search-status", markup=False)
            with Horizontal():
                yield self._results
                yield self._around_hit
        yield KeyLine()

    def on_mount(self) -> None:
        self._unsubscribe = self._store.subscribe(self._tell)
        self._input.focus()
        self._search(self._input.value, 0)

    def on_unmount(self) -> None:
        self._unsubscribe()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= PREVIEW_WIDTH, "-wide")
        self._show_context(self._results.hit)

    @on(ResultList.Highlighted)
    def follow(self, event: ResultList.Highlighted) -> None:
        self._show_context(event.hit)

    @work(exclusive=True, group="context")
    async def _show_context(self, hit: Hit | None) -> None:
        """Show what was said around a hit, where there is room for it and the cursor rests."""
        if not self.has_class("-wide"):
            return
        if hit is None:
            self._around_hit.clear()
            return
        await asyncio.sleep(REST)
        with suppress(ArchiveError):
            said = await self._store.searching.around(hit, AROUND)
            self._around_hit.find = self._find
            self._around_hit.show_around(hit.key, hit.message, said)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._can_fetch if action == "fetch" else True

    @property
    def _can_fetch(self) -> bool:
        """Whether something was not searched, or that is not known yet: then `f` waits for the answer."""
        snapshot = self._store.searching.snapshot()
        if snapshot.fetch is not None or not self._is_answered:
            return snapshot.fetch is None
        query, scope = snapshot.findings.query, snapshot.findings.scope
        return query is not None and (scope is None or bool(scope.gaps or scope.asked))

    def _tell(self) -> None:
        if not self._is_told:  # a flood changes the store thousands of times a second
            self._is_told = self.post_message(self.Found())

    @on(Input.Changed)
    def search_soon(self, event: Input.Changed) -> None:
        event.stop()
        self._is_going = self._is_to_fetch = False
        self.workers.cancel_group(self, "more")
        if event.value != self._completed:
            self._completions = None
        self._search(event.value, PAUSE)

    @work(exclusive=True, group="search")
    async def _search(self, text: str, delay: float) -> None:
        """Whatever is looked for later ends it."""
        await asyncio.sleep(delay)
        await self._store.searching.search(text, self._within)

    @on(Found)
    def show(self) -> None:
        """Show what has been found so far."""
        self._is_told = False
        snapshot = self._store.searching.snapshot()
        problem, place = problem_lines(snapshot)
        self._say("#search-place", place)
        self._say("#search-problem", clean_line(problem[:SENTENCE_CAP]))
        self._say("#search-status", self._glyphs.spell(status_line(snapshot, is_typing=self._input.has_focus)))
        self._frame.annotate(*fetch_note(snapshot))
        if self._could_fetch != self._can_fetch:
            self._could_fetch = self._can_fetch
            self.refresh_bindings()
        findings = snapshot.findings
        if findings is not self._drawn and findings.within == self._within:
            keep, self._last = self._last.hit if self._last else None, None if findings.hits else self._last
            self._drawn = findings
            self._find = _finder(findings.query)
            self._results.show(findings.hits, self._find, with_place=self._within is None, keep=keep)
        if self._is_answered:
            self._do_what_waited()

    @on(Input.Submitted)
    def go_when_found(self, event: Input.Submitted) -> None:
        """Go to the result under the cursor, as soon as there are results for what was typed."""
        event.stop()
        self._is_going = True
        self._store.habits.searched(event.value)
        if self._store.searching.snapshot().text != event.value:
            self._search(event.value, 0)
        self.show()

    @on(ResultList.Chosen)
    def go(self, event: ResultList.Chosen) -> None:
        if self._drawn is not None:
            self._store.habits.searched(self._input.value)
            self.dismiss(Answer(event.hit, self._drawn))

    @on(ResultList.MoreWanted)
    def find_more(self) -> None:
        if self._drawn is not None and not self._drawn.is_all:
            self.run_worker(self._store.searching.more(), exclusive=True, group="more")

    def take(self, event: events.Key) -> bool:
        """Type what was typed before the line was there; what the results had no use for is no text."""
        is_typing = self.focused in (None, self._input) and not self._results.was_given(event)
        if is_typing:
            self._input.take(event)
        return is_typing

    def on_descendant_focus(self) -> None:
        self.show()

    @on(QueryInput.CompletionWanted)
    def complete(self) -> None:
        self._complete()

    @work(exclusive=True, group="completion")
    async def _complete(self) -> None:
        """Put in the first choice, at the next key another one; without any, go to the results."""
        field, found = self._input, self._completions
        if found is None:
            asked = field.value, field.cursor_position
            found = await self._store.searching.completions(*asked)
            if (field.value, field.cursor_position) != asked:
                return  # something was typed meanwhile
        if not found.choices:
            self.set_focus(self._results)
            return
        first, *others = found.choices
        text = field.value[: found.start] + first.text + field.value[found.end :]
        end = found.start + len(first.text)
        self._completions, self._completed = Completions(found.start, end, (*others, first)), text
        field.value, field.cursor_position = text, end

    def action_input(self) -> None:
        self.set_focus(self._input)

    def action_later(self) -> None:
        """A later query; below the one that was being typed are the results."""
        if not self._input.put_later():
            self.set_focus(self._results)

    def action_fetch(self) -> None:
        self._is_to_fetch = True
        self.show()

    def action_forget(self) -> None:
        self._store.habits.forget_searches()
        self._input.forget()
        self._say_over(_("Earlier searches are forgotten."), "information")

    def action_close(self) -> None:
        if self._fetching is not None and not self._fetching.is_finished:
            self._fetching.cancel()
        else:
            self.dismiss(None)

    @property
    def _is_answered(self) -> bool:
        """Whether what is shown is the answer to what was typed."""
        snapshot = self._store.searching.snapshot()
        return snapshot.text == self._input.value and snapshot.within == self._within and not snapshot.is_searching

    def _do_what_waited(self) -> None:
        """What was asked for before there was an answer to what was typed."""
        if self._is_to_fetch:
            self._is_to_fetch = False
            if self._fetching is None or self._fetching.is_finished:
                self._fetching = self.run_worker(self._store.searching.fetch(), group="fetch")
        if self._is_going:
            self._is_going = False
            self._go()

    def _go(self) -> None:
        if self._results.hit is not None:
            self._results.action_choose()
        elif self._drawn is not None and self._drawn.query is not None:
            self.set_focus(self._results)

    def _say(self, where: str, words: str) -> None:
        told = self.query_one(where, Static)
        told.display = bool(words)
        told.update(Content(words))


def _finder(query: Query | None) -> Callable[[str], tuple[tuple[int, int], ...]]:
    return partial(spans, query) if query is not None else lambda _line: ()
