"""The history pane: the messages of one conversation, read from wherever one is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar, TypeAlias

from textual import events
from textual.binding import BindingType
from textual.reactive import var

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.history import wanted
from tui.app.widgets.history.chrome import notice
from tui.app.widgets.history.contents import Contents
from tui.app.widgets.history.layout import Look
from tui.app.widgets.history.marks import MarkedCount, Marks
from tui.app.widgets.history.mouse import MouseHistory
from tui.app.widgets.history.paint import STYLE_NAMES
from tui.app.widgets.history.place import FOLLOW, Place
from tui.app.widgets.history.wishes import Wishes, beyond
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage, ConversationKey
from tui.runs import Position, position
from tui.spots import Spot, Visit
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.rows import EdgeRow, GapRow, MessageRow
from tui.timeline.timeline import EdgeState, Side


class HistoryPane(MouseHistory, can_focus=True):
    """Shows a `HistorySnapshot`, and says by messages what the reader wishes."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = TITLES[Where.HISTORY]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.HISTORY)
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"history--{name}" for name in STYLE_NAMES}

    MoreWanted: TypeAlias = wanted.MoreWanted
    GapWanted: TypeAlias = wanted.GapWanted
    RetryWanted: TypeAlias = wanted.RetryWanted
    EndWanted: TypeAlias = wanted.EndWanted
    StayWanted: TypeAlias = wanted.StayWanted
    RemoveWanted: TypeAlias = wanted.RemoveWanted
    Departed: TypeAlias = wanted.Departed
    TextPicked: TypeAlias = wanted.TextPicked
    OpenWanted: TypeAlias = wanted.OpenWanted
    DetailsWanted: TypeAlias = wanted.DetailsWanted

    newer_below: var[int] = var(0)
    """How many loaded messages are below the screen. To be watched, not set: a watcher is told within the same frame,
    where news that travels as a message would cost a frame of its own."""

    marked_count: var[MarkedCount] = var(MarkedCount())
    """How many messages are marked. To be watched, as `newer_below`."""

    def __init__(
        self, *, own_id: str = "", glyphs: Glyphs = UNICODE, lenses: Lenses = NO_LENSES, picture_hint: str = ""
    ) -> None:
        """`picture_hint`: what is said right after a picture."""
        super().__init__(Look(0, own_id, glyphs, lenses, picture_hint=picture_hint))
        self._snapshot: HistorySnapshot | None = None
        self._places: dict[ConversationKey, Place] = {}
        self._seen: dict[ConversationKey, Position] = {}
        self._marks: dict[ConversationKey, Marks] = {}
        self._wishes = Wishes()
        self._waits = False
        self._can_retry = False

    @property
    def conversation(self) -> ConversationKey | None:
        """The conversation shown last."""
        return self._snapshot.key if self._snapshot else None

    @property
    def cursor_message(self) -> ChatMessage | None:
        """The message under the cursor; None while there is none on the screen."""
        row = self._reader.cursor
        return row.message if row else None

    @property
    def marked(self) -> tuple[ChatMessage, ...]:
        """The marked messages of the conversation shown, oldest first, whether they are loaded or not."""
        return self._own_marks.messages

    def unmark(self) -> bool:
        """Take back the range that is being marked or, where there is none, all marks; False without any."""
        taken_back = self._own_marks.drop()
        self._changed()
        return taken_back

    def mark(self, conversation: ConversationKey, messages: Iterable[ChatMessage]) -> None:
        """Mark these messages of a conversation, whether it is shown or not."""
        self._marks.setdefault(conversation, Marks()).add(messages)
        self._changed()

    def unmark_only(self, conversation: ConversationKey, keys: Iterable[str]) -> None:
        """Mark these messages of a conversation no more; all other marks stay."""
        self._marks.setdefault(conversation, Marks()).take(keys)
        self._changed()

    def forget(self, conversation: ConversationKey, keys: Collection[str]) -> None:
        """These messages of a conversation have gone, and with them their marks."""
        self._marks.setdefault(conversation, Marks()).forget(keys)
        self._changed()

    @property
    def in_sight(self) -> tuple[ChatMessage, ...]:
        """The messages that are on the screen, at least in part."""
        return tuple(row.message for row in self._reader.in_sight() if isinstance(row, MessageRow))

    @property
    def follows(self) -> bool:
        """Whether the pane is at the newest message there is, so that new ones scroll in."""
        return self._reader.follows

    @property
    def spot(self) -> Spot | None:
        """Where one is; None while no message is on the screen."""
        row = self._reader.cursor
        if self._snapshot is None or row is None:
            return None
        return Spot(self._snapshot.key, position(row.message), self._reader.place().anchors[0].line)

    @property
    def visit(self) -> Visit | None:
        """How the conversation would be left now; None while nothing of it is on the screen."""
        spot = self.spot
        if spot is None:
            return None
        return Visit(spot.conversation, self._seen[spot.conversation], None if self.follows else spot)

    def has_read(self, conversation: ConversationKey) -> bool:
        """Whether a conversation was shown and left before, so that its place is remembered here."""
        return conversation in self._places

    def holds(self, place: Position) -> bool:
        """Whether a place is within what is loaded of the conversation."""
        contents = self._reader.contents
        return bool(contents) and contents.reach[0] <= place <= contents.reach[1]

    @property
    def middle(self) -> int:
        """The line in the middle of the screen; while the pane is hidden, of the one that it is likely to get."""
        return (self.size.height or self.app.size.height) // 2

    def show(self, snapshot: HistorySnapshot, place: Place | None = None) -> None:
        """Replace the contents.

        What is on the screen stays on its lines, whatever comes or goes around it, unless another `place` is given. The
        place in another conversation is remembered until that is shown again; one not seen before is shown from its
        newest message.
        """
        has_failed = snapshot.phase is Phase.FAILED
        contents = Contents(snapshot.rows, reaches_newest=snapshot.reaches_newest, has_failed=has_failed)
        if self.conversation != snapshot.key:
            self._leave()
            place = place or self._places.get(snapshot.key, FOLLOW)
        self._reader.show(contents, place)
        self._waits = self._reader.waits_for is not None
        self._wishes.keep(contents)
        self._snapshot = snapshot
        if snapshot.filter is None:  # else what is left out has not gone
            self._own_marks.follow(contents)
        self._changed()
        self._offer_retry()

    def clear(self) -> None:
        """Show no conversation; the place in the one that was shown is remembered."""
        self._leave()
        self._reader.show(Contents(), FOLLOW)
        self._snapshot = None
        self._changed()
        self._offer_retry()

    def _offer_retry(self) -> None:
        failed = self._snapshot is not None and self._snapshot.phase is Phase.FAILED
        can_retry = failed or bool(self._failed())
        if can_retry != self._can_retry:
            self._can_retry = can_retry
            self.refresh_bindings()

    def _leave(self) -> None:
        if self._snapshot is not None:
            self._places[self._snapshot.key] = self._reader.place()
        self._wishes.clear()
        self._painter.fold_all()

    def action_step(self, side: str) -> None:
        self._reader.step(Side(side))
        self._moved()

    def action_scroll_pages(self, pages: float) -> None:
        self._reader.scroll_pages(pages)
        self._moved()

    def action_step_by_sender(self, side: str) -> None:
        self._reader.step_by_sender(Side(side))
        self._moved()

    def action_go_to_day(self, side: str) -> None:
        self._depart()
        self._reader.go_to_day(Side(side))
        self._moved()

    def action_go_to_end(self, side: str) -> None:
        self._depart()
        if not self._reader.go_to_end(Side(side)):
            self.post_message(self.EndWanted(self, Side(side)))
        self._moved()

    def action_more(self) -> None:
        row = self._reader.cursor
        if row is not None and self._painter.unfold(row):
            self._reader.remeasure()
            self._moved()
            return
        beside = [each for each in self._reader.beside_cursor() if each.state is not EdgeState.END]
        for each in beside:
            self._go_beyond(each)
        if row is not None and not beside:
            self.post_message(self.OpenWanted(self, row.message))

    def action_details(self) -> None:
        row = self._reader.cursor
        if row is not None:
            self.post_message(self.DetailsWanted(self, row.message))

    def action_retry(self) -> None:
        if self._snapshot is not None and self._snapshot.phase is Phase.FAILED:
            self.post_message(self.RetryWanted(self, None))
            return
        for row in self._failed():
            self._go_beyond(row)

    def action_remove(self) -> None:
        row = self._reader.cursor
        chosen = self.marked or ((row.message,) if row is not None and not row.leaving else ())
        if chosen:
            self.post_message(self.RemoveWanted(self, chosen))

    def action_mark(self) -> None:
        row, marks = self._reader.cursor, self._own_marks
        if row is None:
            return
        if marks.has_range:
            marks.keep_range()
        else:
            marks.toggle(row.message)
            self._reader.step(Side.NEWER)
        self._moved()

    def action_mark_range(self) -> None:
        row, marks = self._reader.cursor, self._own_marks
        if row is None:
            return
        if marks.has_range:
            marks.keep_range()
        else:
            marks.begin_range(row.message)
        self._moved()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._can_retry if action == "retry" else True

    def on_click(self, event: events.Click) -> None:
        if self._picking.picked() is not None:
            return  # the button was let go where it went down after all
        row = self._reader.point(event.y)
        if isinstance(row, EdgeRow | GapRow):
            self._go_beyond(row)
        self._changed()

    def _notice(self) -> str:
        if self._snapshot is None:
            return _("no conversation is open")
        if self._snapshot.filter is not None:
            return _("No archived message of this conversation matches.")
        contents = self._reader.contents
        edges = (contents.edge(Side.OLDER), contents.edge(Side.NEWER))
        return notice(self._snapshot.phase, self._snapshot.reason, *edges)

    def _failed(self) -> list[EdgeRow | GapRow]:
        rows = (opening.row for opening in self._reader.contents.openings())
        return [row for row in rows if row.state is EdgeState.FAILED]

    def _go_beyond(self, row: EdgeRow | GapRow) -> None:
        if (wish := beyond(self, row, self._reader)) is not None:
            self.post_message(wish)

    def _moved(self) -> None:
        """A key was pressed: what was picked with the mouse is no more."""
        self._picking.drop()
        self._changed()

    def _changed(self) -> None:
        """Draw again what looks different now, and tell what follows from where one is."""
        marks, cursor = self._own_marks, self._reader.cursor
        if marks.has_range and cursor is not None:
            marks.reach(cursor.message, self._reader.contents)
        self.repaint()
        self._stay()
        if self._may_load():
            for row in self._wishes.due(self._reader):
                self._go_beyond(row)
        self._note_seen()
        self.newer_below = self._reader.newer_below()
        in_sight = sum(row.key in marks for row in self._reader.in_sight()) if marks else 0
        self.marked_count = MarkedCount(len(marks), len(marks) - in_sight, marks.has_range, marks.is_partial)

    def _stay(self) -> None:
        """Say so where the reader has moved on before the end came that was wanted."""
        waited, self._waits = self._waits, self._reader.waits_for is not None
        if waited and not self._waits:
            self.post_message(self.StayWanted(self))

    @property
    def _own_marks(self) -> Marks:
        """Those of the conversation shown; without one, some that nobody sees."""
        return Marks() if self._snapshot is None else self._marks.setdefault(self._snapshot.key, Marks())

    def _note_seen(self) -> None:
        last = self._reader.last_in_sight()
        if self._snapshot is not None and last is not None:
            place = position(last.message)
            self._seen[self._snapshot.key] = max(place, self._seen.get(self._snapshot.key, place))

    def _depart(self) -> None:
        if (spot := self.spot) is not None:
            self.post_message(self.Departed(self, spot))

    def _may_load(self) -> bool:
        """Whether to load what the reader comes near.

        Not while the newest page is on its way, which may well be all that is needed at the newest end. Elsewhere, and
        when that page could not be had, there may still be more in the archive.
        """
        if self._snapshot is None or not self._reader.contents:
            return self._snapshot is not None and self._snapshot.phase is Phase.READY
        return self._snapshot.phase in (Phase.READY, Phase.FAILED) or not self._reader.follows
