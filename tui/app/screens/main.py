"""The one place that knows both the store and the panes: data goes down by calls, wishes come up as messages."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import Static

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.keys import twins
from tui.app.room import is_too_small
from tui.app.screens.confirm import ask
from tui.app.screens.questions import deletion_question, removal_question
from tui.app.screens.sign_in import SignInScreen
from tui.app.screens.titles import history_note, history_title, list_note, list_title
from tui.app.widgets.banner import Banner
from tui.app.widgets.conversation_list import ConversationList
from tui.app.widgets.header_line import HeaderLine
from tui.app.widgets.history_pane import HistoryPane
from tui.app.widgets.key_line import KeyLine
from tui.app.widgets.panes import Panes
from tui.errors import RoamingError
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.store.snapshots import HistorySnapshot, Phase, ServiceStatus
from tui.store.store import Store
from tui.text import clean_line
from tui.timeline.rows import MessageRow

OPEN_DELAY = 0.15
"""Seconds that the cursor rests on a conversation before the service is asked for its messages."""

SENTENCE_CAP = 300
"""Characters of a sentence that comes up over the panes; a server's own words may be of any length."""


OF_LISTED_CONVERSATIONS = ("toggle_pin", "delete_conversation")
NEEDING_THE_SERVICE = (*OF_LISTED_CONVERSATIONS, "remove")
"""Actions that do nothing without a connection to the service but say so."""


class StoreChanged(Message):
    """Something in the store is not what it was; a burst of changes is one such message."""


class MainScreen(Screen[None], inherit_bindings=False):
    """The conversations, and the history of the one under the cursor."""

    BINDING_GROUP_TITLE = _("Everywhere")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "other_pane", _("Other pane"), id="panes.other", show=False),
        Binding(
            twins("h,left"), "list", _("Conversations"), id="panes.list", show=False, tooltip=_("To the conversations")
        ),
        Binding(
            twins("l,right"), "history", _("Messages"), id="panes.history", show=False, tooltip=_("To the messages")
        ),
        Binding(twins("J"), "step(1)", _("Next conversation"), id="conversation.next", show=False),
        Binding(twins("K"), "step(-1)", _("Previous conversation"), id="conversation.previous", show=False),
        Binding(twins("r"), "start", _("Try again"), id="retry", tooltip=_("Try again what failed")),
        Binding(twins("p"), "toggle_pin", _("Pin"), id="conversation.pin", tooltip=_("Pin or unpin the conversation")),
        Binding(
            twins("D"),
            "delete_conversation",
            _("Delete chat"),
            id="conversation.delete",
            tooltip=_("Delete the conversation"),
        ),
        Binding("escape", "back", _("Back"), id="back", show=False, tooltip=_("Back to the conversations")),
        Binding(twins("q"), "leave", _("Quit"), id="leave", tooltip=_("Back to the conversations, or quit")),
    ]
    ALLOW_SELECT = False  # text is picked by the terminal itself; two ways would get in each other's way

    panes = getters.query_one(Panes)

    def __init__(self, store: Store, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._store = store
        self._glyphs = glyphs
        self._shown: ConversationKey | None = None
        self._drawn: HistorySnapshot | None = None
        self._is_told = False  # that the store has changed, and has not looked yet
        self._signed_out: ServiceStatus | None = None  # what the user has been asked about

    def compose(self) -> ComposeResult:
        yield HeaderLine(self._glyphs)
        yield Banner(self._glyphs)
        yield Panes(self._glyphs)
        yield KeyLine()
        yield Static(_("This window is too small."), id="too-small", markup=False)

    def on_mount(self) -> None:
        self._unsubscribe = self._store.subscribe(self._tell_changed)
        self.watch(self.panes.history, "newer_below", self._show_place, init=False)
        self.show_snapshots()
        self.panes.enter(history=False)
        self.call_after_refresh(self.action_start)

    def on_unmount(self) -> None:
        self._unsubscribe()

    def on_resize(self, event: events.Resize) -> None:
        was_too_small = self.has_class("-tiny")
        self.set_class(is_too_small(event.size), "-tiny")
        if was_too_small and not self.has_class("-tiny"):
            self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        """A pane that was hidden for want of room has lost the focus."""
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
            self._say(notice)
        self.panes.list_frame.entitle(*list_title(listed))
        self.panes.list_frame.annotate(*list_note(listed))
        self.panes.conversations.show(listed)
        self._show_history()
        self.refresh_bindings()
        self._mark_useless()
        status = self._store.status
        if status.phase is Phase.SIGNED_OUT and status is not self._signed_out:
            self._signed_out = status
            self._ask_to_sign_in()

    def _mark_useless(self) -> None:
        """Dim the hints of what the service would refuse or cannot be asked."""
        item = self.panes.conversations.cursor_item
        is_unlisted = item is not None and not item.listed
        unlisted = OF_LISTED_CONVERSATIONS if is_unlisted else ()
        self.query_one(KeyLine).mark_useless(NEEDING_THE_SERVICE if self._store.is_offline else unlisted)

    def _show_history(self) -> None:
        if self._store.account is not None:
            self.panes.history.own_id = self._store.account.user_id
        if self._shown is not None:
            snapshot = self._store.histories.snapshot(self._shown)
            if snapshot != self._drawn:
                self._drawn = snapshot
                self.panes.history.show(snapshot)
            self.panes.history_frame.entitle(*history_title(snapshot))
            self._annotate_history(snapshot)

    def _show_no_history(self) -> None:
        """There is no conversation left to read, and nowhere to be but in the list."""
        self._drawn = None
        self.panes.history.clear()
        self.panes.history_frame.entitle()
        self.panes.history_frame.annotate()
        self.panes.enter(history=False)

    def _annotate_history(self, snapshot: HistorySnapshot) -> None:
        note = history_note(snapshot, self.panes.history.newer_below, self._glyphs)
        self.panes.history_frame.annotate(*note)

    @on(ConversationList.Highlighted)
    def follow_highlight(self, event: ConversationList.Highlighted) -> None:
        """Show at once what is known of the conversation; ask the service when the cursor has come to rest."""
        first = self._shown is None
        self._shown = event.key
        self._mark_useless()
        if event.key is None:
            self._show_no_history()
            return
        self._show_history()
        self._open_shown(0 if first else OPEN_DELAY)

    @on(ConversationList.Opened)
    def read(self) -> None:
        self.panes.enter(history=True)

    def _show_place(self) -> None:
        if self._shown is not None:
            self._store.histories.follow(self._shown, self.panes.history.newer_below == 0)
            self._annotate_history(self._store.histories.snapshot(self._shown))

    @on(HistoryPane.RetryWanted)
    def retry(self, event: HistoryPane.RetryWanted) -> None:
        if self._store.status.phase is Phase.SIGNED_OUT:
            self._ask_to_sign_in()  # as the banner says of the same key
        else:
            self.load(event)

    @on(HistoryPane.MoreWanted)
    def load(self, event: HistoryPane.MoreWanted | HistoryPane.RetryWanted) -> None:
        if self._shown is None:
            return
        histories = self._store.histories
        self._run(histories.load(self._shown, event.side) if event.side else histories.open(self._shown))

    @on(HistoryPane.GapWanted)
    def fill(self, event: HistoryPane.GapWanted) -> None:
        if self._store.status.phase is Phase.SIGNED_OUT:
            return  # the banner says what to do about it
        if self._shown is not None:
            self._run(self._store.histories.fill(self._shown, event.message_key, event.side))

    @on(HistoryPane.EndWanted)
    def go_to_end(self, event: HistoryPane.EndWanted) -> None:
        if self._shown is not None:
            self._run(self._store.histories.go_to_end(self._shown, event.side))

    @on(HistoryPane.RemoveWanted)
    @work
    async def remove_messages(self, event: HistoryPane.RemoveWanted) -> None:
        """Ask, then remove exactly what the question showed, whatever has changed since."""
        key = self._shown
        messages = self._messages(key, event.keys)
        if key is None or not messages or self._lacks_service():
            return
        if any(not message.id for message in messages):
            self._say(_("A message without an id cannot be removed: the service would not know which one is meant."))
        elif await ask(self.app, removal_question(messages, key.type)):
            await self._attempt(self._store.histories.remove(key, [message.key for message in messages]))

    @work
    async def action_delete_conversation(self) -> None:
        item = self.panes.conversations.cursor_item
        if item is None or self._lacks_service():
            return
        if item.key.type is ConversationType.ROOM:
            self._say(_("Chat rooms cannot be deleted from the list: the service does not allow it."))
            return
        delete_messages = await ask(self.app, deletion_question(item))
        if delete_messages is not None:
            self.panes.conversations.let_go(item.key)
            await self._attempt(self._store.conversations.delete(item.key, delete_messages=delete_messages))

    def action_toggle_pin(self) -> None:
        item = self.panes.conversations.cursor_item
        if item is None or self._lacks_service():
            return
        if item.key.type is ConversationType.ROOM:
            self._say(_("Chat rooms cannot be pinned: the service does not allow it."))
            return
        self._run(self._attempt(self._store.conversations.set_pinned(item.key, not item.is_pinned)))

    def _lacks_service(self) -> bool:
        """Whether what was asked for takes the service, which cannot be asked now; the user is told."""
        if self._store.is_offline:
            self._say(_("Not connected: pins and deletions need the service. What is archived can be read."))
        return self._store.is_offline

    def action_start(self) -> None:
        if self._store.status.phase is Phase.SIGNED_OUT:
            self._ask_to_sign_in()
        else:
            self._run(self._store.start())

    def _ask_to_sign_in(self) -> None:
        account = self._store.signing_in_as
        if account is not None:
            screen = SignInScreen(account, self._store.status.detail, self._store.sign_in)
            self.app.push_screen(screen, self._go_on)

    def _go_on(self, signed_in: bool | None) -> None:
        """Go on where the user was: with the list, and with what failed of the history."""
        if signed_in:
            self._run(self._store.start())
            self.panes.history.action_retry()

    def action_other_pane(self) -> None:
        self.panes.enter(history=not self.panes.reading)

    def action_list(self) -> None:
        self.panes.enter(history=False)

    def action_history(self) -> None:
        self.panes.enter(history=True)

    def action_step(self, step: int) -> None:
        self.panes.conversations.move(step)

    def action_back(self) -> None:
        self.panes.enter(history=False)

    def action_leave(self) -> None:
        if self.panes.stacked:
            self.panes.enter(history=False)
        else:
            self.app.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":
            return self.panes.stacked
        if action == "start":
            failed = Phase.FAILED in (self._store.status.phase, self._store.conversations.snapshot().phase)
            return failed or self._store.status.phase is Phase.SIGNED_OUT
        if action in ("toggle_pin", "delete_conversation"):
            return self.panes.conversations.cursor_key is not None
        return True

    def _tell_changed(self) -> None:
        if not self._is_told:  # a flood changes the store thousands of times a second
            self._is_told = self.post_message(StoreChanged())

    @work(exclusive=True, group="rest")
    async def _open_shown(self, delay: float) -> None:
        """Open what is shown in `delay` seconds, unless something else is to be shown by then."""
        await asyncio.sleep(delay)
        if self._shown is not None:
            self._run(self._store.histories.open(self._shown))

    def _messages(self, key: ConversationKey | None, keys: Collection[str]) -> list[ChatMessage]:
        """The loaded messages that `keys` name, oldest first."""
        rows = self._store.histories.snapshot(key).rows if key else ()
        return [row.message for row in rows if isinstance(row, MessageRow) and row.key in keys]

    async def _attempt(self, command: Coroutine[Any, Any, None]) -> None:
        """Run a command of the store; tell the user when it was refused."""
        try:
            await command
        except RoamingError as error:
            self._say(str(error), "error")

    def _run(self, command: Coroutine[Any, Any, None]) -> None:
        self.run_worker(command, exit_on_error=True)

    def _say(self, sentence: str, severity: SeverityLevel = "warning") -> None:
        self.app.notify(clean_line(sentence[:SENTENCE_CAP])[:SENTENCE_CAP], severity=severity, markup=False)
