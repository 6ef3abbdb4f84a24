"""The one place that knows both the store and the panes: data goes down by calls, wishes come up as messages."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import Static

from tui.app.acts import Acts
from tui.app.acts.aftermath import Aftermath
from tui.app.acts.arranging import Arranging
from tui.app.acts.arriving import Arriving
from tui.app.acts.bookmarking import Bookmarking
from tui.app.acts.catching_up import CatchingUp
from tui.app.acts.deleting import Deleting
from tui.app.acts.exporting import Exporting
from tui.app.acts.going import Going
from tui.app.acts.jumping import Jumping
from tui.app.acts.loading import Loading
from tui.app.acts.looking import Looking
from tui.app.acts.marking import Marking
from tui.app.acts.pinning import Pinning
from tui.app.acts.reading import Reading
from tui.app.acts.remembering import Remembering
from tui.app.acts.retreating import Retreating
from tui.app.acts.seeking import Seeking
from tui.app.acts.starting import Starting
from tui.app.acts.switching import Switching
from tui.app.acts.taking import Taking
from tui.app.clipboard.ladder import Clipboard
from tui.app.glyphs import UNICODE, Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.notices import Notices
from tui.app.room import is_too_small
from tui.app.screens.titles import list_note
from tui.app.widgets.banner import Banner
from tui.app.widgets.conversation_list import ConversationList
from tui.app.widgets.header_line import HeaderLine
from tui.app.widgets.history.marks import MarkedCount
from tui.app.widgets.history.place import Place
from tui.app.widgets.history_pane import HistoryPane
from tui.app.widgets.key_line import KeyLine
from tui.app.widgets.list_filter import ListFilter
from tui.app.widgets.panes import Panes
from tui.app.widgets.removal_line import RemovalLine
from tui.errors import RoamingError
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ConversationKey
from tui.permalinks import Permalink
from tui.preferences import USUAL, Preferences
from tui.store.store import Store

NOTED_EVERY = 5.0
"""Seconds between two notes of where one is: so much is forgotten when the program is killed."""


class StoreChanged(Message):
    """Something in the store is not what it was; a burst of changes is one such message."""


class MainScreen(Screen[None], inherit_bindings=False):
    """The conversations, and the history of the one under the cursor."""

    BINDING_GROUP_TITLE = TITLES[Where.PANES]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PANES)
    AUTO_FOCUS = ""  # the panes say which of them has it
    ALLOW_SELECT = False  # the history picks text by itself, with what it says in place of what is drawn

    panes = getters.query_one(Panes)

    def __init__(
        self,
        store: Store,
        notices: Notices,
        clipboard: Clipboard,
        glyphs: Glyphs = UNICODE,
        preferences: Preferences = USUAL,
        lenses: Lenses = NO_LENSES,
        target: Permalink | None = None,
    ) -> None:
        """`target`: the message to go to at the start."""
        super().__init__()
        self._store = store
        self._notices = notices
        self._glyphs = glyphs
        self._lenses = lenses
        self._is_told = False  # of a change of the store that it has not looked at yet
        self._starting = Starting(self)
        self._deleting = Deleting(self)
        self._aftermath = Aftermath(self, self._deleting)
        self._is_announcing = False
        taking = Taking(self, clipboard, preferences)
        self._picture_hint = taking.picture_hint
        self._looking = Looking(self, taking, glyphs, lenses)
        self._arranging = Arranging(self)
        self.going = Going(self)
        self._arriving = Arriving(self, self.going, target)
        self._remembering = Remembering(self, self.going)
        bookmarking = Bookmarking(self, self.going)
        self._seeking = Seeking(self, self.going, glyphs, lenses)
        self._reading = Reading(self, self._seeking)
        self._marking = Marking(self)
        ways = (self.going, self._seeking, self._arranging)
        self._switching = Switching(self, self._reading, *ways, self._remembering)
        self._loading = Loading(self, self._starting)
        changing = (Pinning(self), self._deleting, self._aftermath)
        subjects = (
            *(self._starting, *changing, self._arranging, Jumping(self), taking, Exporting(self, lenses)),
            *(self.going, self._remembering, bookmarking, CatchingUp(self, self.going), self._seeking),
            Retreating(self, *ways),
        )
        self._acts: Acts = {name: act for subject in subjects for name, act in subject.acts().items()}

    @property
    def store(self) -> Store:
        return self._store

    @property
    def glyphs(self) -> Glyphs:
        return self._glyphs

    @property
    def shown(self) -> ConversationKey | None:
        """The conversation whose history is shown."""
        return self._reading.conversation

    def compose(self) -> ComposeResult:
        yield HeaderLine(self._glyphs)
        yield Banner(self._glyphs)
        yield Panes(self._glyphs, self._lenses, self._picture_hint)
        yield RemovalLine(self._store.removals.now, self._glyphs)
        yield KeyLine()
        yield Static(_("This window is too small."), id="too-small", markup=False)

    def on_mount(self) -> None:
        self._pane = self.panes.history  # when the screen goes, it cannot be found in it any more
        self._unsubscribe = self._store.subscribe(self._tell_changed)
        self.watch(self.panes.history, "newer_below", self._reading.follow_pane, init=False)
        self.watch(self.panes.history, "marked_count", self._show_marked, init=False)
        self.show_snapshots()
        self.panes.enter(history=False)
        self.set_interval(NOTED_EVERY, self._note)
        self.call_after_refresh(self._begin)

    def _note(self) -> None:
        self._remembering.note(self._pane)

    def on_unmount(self) -> None:
        self._unsubscribe()
        self._note()

    def on_resize(self, event: events.Resize) -> None:
        was_too_small = self.has_class("-tiny")
        self.set_class(is_too_small(event.size), "-tiny")
        if was_too_small and not self.has_class("-tiny"):
            self.call_after_refresh(self._focus_again)

    @on(events.ScreenResume)
    def show_counts(self) -> None:
        """A combined message may have been opened."""
        self.panes.history.counts = self._store.combined.counts

    def watch_focused(self) -> None:
        if self.focused is None and self.is_mounted and self.is_current:
            self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        """A pane has lost the focus: it was hidden for want of room, or something that takes no keys was clicked."""
        if self.focused is None:
            self.panes.enter(history=self.panes.reading)

    @on(StoreChanged)
    def show_snapshots(self) -> None:
        """Hand down what is true now."""
        self._is_told = False
        listed = self._store.conversations.snapshot()
        self.query_one(HeaderLine).show(
            self._store.account,
            self._store.status,
            listed,
            self._store.live,
            self._store.archive_state,
            is_offline=self._store.is_offline,
        )
        self.query_one(Banner).show(self._store.status, self._store.outage, self._store.read_at)
        if notice := self._store.take_notice():
            self.say(notice)
        self._aftermath.follow()
        self.query_one(RemovalLine).show(self._aftermath.said)
        self._arranging.show(listed)
        self.panes.list_frame.entitle(*self._arranging.title(listed))
        self.panes.list_frame.annotate(*list_note(listed, self._store.changes.new_count))
        self._reading.show()
        self._marking.follow()
        self.refresh_bindings()
        self._mark_useless()
        self._starting.follow_status()
        self._arriving.follow_status()

    def _mark_useless(self) -> None:
        """Dim the hints of what would do nothing now but say why."""
        self.query_one(KeyLine).mark_useless(
            {f"act('{name}')" for name, act in self._acts.items() if not act.is_useful()}
            | (set() if self._deleting.is_allowed() else {"remove"})
            | ({"mark", "remove"} if self.shown is None else set())
        )

    def open(self, conversation: ConversationKey) -> None:
        """Let the user read a conversation where it was left, whether the list has it or not."""
        self._switching.open(conversation)

    def show(self, conversation: ConversationKey, place: Place, *, enter: bool = True) -> None:
        """Show a conversation at a place that is loaded; `enter`: and let the user read there."""
        self._switching.show(conversation, place, enter=enter)

    @on(ConversationList.Highlighted)
    def follow_highlight(self, event: ConversationList.Highlighted) -> None:
        if event.key is None and self._arranging.is_narrowed:
            return  # the list has no cursor for a while; what is read goes on being read
        self._switching.follow_highlight(event.key)
        self._mark_useless()
        self._arriving.follow_status()

    @on(ListFilter.Changed)
    def narrow(self, event: ListFilter.Changed) -> None:
        self._arranging.narrow(event.value)

    @on(ListFilter.Submitted)
    def keep_narrowed(self) -> None:
        self._arranging.keep()

    @on(ListFilter.Cancelled)
    def widen(self) -> None:
        self.panes.enter(history=False)
        self._arranging.widen()

    @on(ConversationList.Opened)
    def read(self) -> None:
        self.panes.enter(history=True)

    def _show_marked(self, before: MarkedCount, now: MarkedCount) -> None:
        self._reading.follow_pane()
        if bool(before.marked) != bool(now.marked):
            self.refresh_bindings()  # there is something to take back, or no longer

    @on(HistoryPane.MoreWanted)
    def load(self, event: HistoryPane.MoreWanted) -> None:
        self._loading.load(event.side)

    @on(HistoryPane.RetryWanted)
    def retry(self, event: HistoryPane.RetryWanted) -> None:
        self._loading.retry(event.side)

    @on(HistoryPane.GapWanted)
    def fill(self, event: HistoryPane.GapWanted) -> None:
        self._loading.fill(event.message_key, event.side)

    @on(HistoryPane.EndWanted)
    def go_to_end(self, event: HistoryPane.EndWanted) -> None:
        self._loading.go_to_end(event.side)

    @on(HistoryPane.StayWanted)
    def stay(self) -> None:
        self._loading.stay()

    @on(HistoryPane.Departed)
    def leave(self, event: HistoryPane.Departed) -> None:
        self.going.leave(event.spot)

    @on(HistoryPane.RemoveWanted)
    def remove_messages(self, event: HistoryPane.RemoveWanted) -> None:
        self._deleting.remove(event.messages)

    @on(HistoryPane.OpenWanted)
    def open_message(self, event: HistoryPane.OpenWanted) -> None:
        self._looking.open(event.message)

    @on(HistoryPane.TextPicked)
    def copy_picked(self, event: HistoryPane.TextPicked) -> None:
        self._looking.copy(event.text)

    @on(HistoryPane.DetailsWanted)
    def show_details(self, event: HistoryPane.DetailsWanted) -> None:
        self._looking.show_details(event.message)

    def action_act(self, name: str) -> None:
        self._acts[name].run()

    def action_other_pane(self) -> None:
        self.panes.enter(history=not self.panes.reading)

    def action_list(self) -> None:
        self.panes.enter(history=False)

    def action_history(self) -> None:
        self.panes.enter(history=True)

    def action_step(self, step: int) -> None:
        self.panes.conversations.move(step)

    def action_leave(self) -> None:
        if self.panes.stacked:
            self.panes.enter(history=False)
        else:
            self.leave_program()

    def leave_program(self) -> None:
        """End the program, after asking where deletions can still be undone."""
        self._aftermath.leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "act":
            return self._acts[str(parameters[0])].is_offered()
        return True

    @work
    async def _begin(self) -> None:
        """Draw what is archived before the service is asked: getting to it takes all that one processor has."""
        await self._store.restore()
        self.show_snapshots()
        await self._switching.begin()
        self.call_after_refresh(self._starting.start)

    def _tell_changed(self) -> None:
        if not self._is_told:  # a flood changes the store thousands of times a second
            self._is_told = self.post_message(StoreChanged())

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Do `work` in a worker; tell the user when it was refused."""
        self.run_worker(self._attempt(work), exit_on_error=True)

    def run_latest(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """As `run`; what was begun in this way before, and is not done, is given up."""
        self._attempt_latest(work)

    def announce(self, sentence: str) -> None:
        """Say what is going on for as long as it lasts; '' when it is over."""
        if self.is_running:
            self.query_one(KeyLine).announce(sentence)
            if bool(sentence) != self._is_announcing:  # which makes a key of use, or of none
                self._is_announcing = bool(sentence)
                self.refresh_bindings()

    def say(self, sentence: str, severity: SeverityLevel = "warning") -> None:
        """Tell the user something that may hold any text."""
        self._notices.say(sentence, severity)

    async def _attempt(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except RoamingError as error:
            self.say(str(error), "error")

    @work(exclusive=True, group="latest")
    async def _attempt_latest(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        await self._attempt(work())
