"""The history pane: the messages of one conversation, read from wherever one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.history.chrome import notice
from tui.app.widgets.history.contents import Contents
from tui.app.widgets.history.layout import Look
from tui.app.widgets.history.paint import STYLE_NAMES, Painter
from tui.app.widgets.history.place import FOLLOW, Place
from tui.app.widgets.history.reader import Reader
from tui.app.widgets.history.wishes import Wishes
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage, ConversationKey
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.rows import EdgeRow, GapRow
from tui.timeline.timeline import EdgeState, Side

WHEEL_LINES = 3


class HistoryPane(Widget, can_focus=True):
    """Shows a `HistorySnapshot`, and says by messages what the reader wishes.

    It draws itself line by line and past Textual's style cache, so it can have no border, padding or scrollbar of its
    own: a container around it can.
    """

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = TITLES[Where.HISTORY]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.HISTORY)
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"history--{name}" for name in STYLE_NAMES}

    @dataclass
    class MoreWanted(Message):
        """The reader is near an edge beyond which there are messages to load. Posted once for each edge's cursor."""

        pane: HistoryPane
        side: Side

        @property
        def control(self) -> HistoryPane:
            return self.pane

    @dataclass
    class GapWanted(Message):
        """Load a page of what may be missing right before the message `message_key`.

        `side` is where the gap is, seen from the cursor, so that its nearer end is loaded first: OLDER from its newer
        end upwards, NEWER from its older end downwards. Posted once for each gap that the reader comes near, until that
        has changed, and whenever the reader asks for it.
        """

        pane: HistoryPane
        message_key: str
        side: Side

        @property
        def control(self) -> HistoryPane:
            return self.pane

    @dataclass
    class RetryWanted(Message):
        """Load again what failed: the messages at `side`, or (None) the conversation itself."""

        pane: HistoryPane
        side: Side | None

        @property
        def control(self) -> HistoryPane:
            return self.pane

    @dataclass
    class EndWanted(Message):
        """Load the oldest or newest messages there are; the pane goes to that end as soon as `show` brings it.

        Where that fails it goes as far as it can.
        """

        pane: HistoryPane
        side: Side

        @property
        def control(self) -> HistoryPane:
            return self.pane

    @dataclass
    class RemoveWanted(Message):
        """Delete the messages with these keys, after asking."""

        pane: HistoryPane
        keys: tuple[str, ...]

        @property
        def control(self) -> HistoryPane:
            return self.pane

    @dataclass
    class OpenWanted(Message):
        """Open this message in the way of its kind."""

        pane: HistoryPane
        message: ChatMessage

        @property
        def control(self) -> HistoryPane:
            return self.pane

    @dataclass
    class DetailsWanted(Message):
        """Show all that is known of this message."""

        pane: HistoryPane
        message: ChatMessage

        @property
        def control(self) -> HistoryPane:
            return self.pane

    newer_below: var[int] = var(0)
    """How many loaded messages are below the screen. To be watched, not set: a watcher is told within the same frame,
    where news that travels as a message would cost a frame of its own."""

    def __init__(self, *, own_id: str = "", glyphs: Glyphs = UNICODE, lenses: Lenses = NO_LENSES) -> None:
        super().__init__()
        self._painter = Painter(Look(0, own_id, glyphs, lenses))
        self._reader = Reader(self._painter.block)
        self._snapshot: HistorySnapshot | None = None
        self._places: dict[ConversationKey, Place] = {}
        self._wishes = Wishes()
        self._can_retry = False
        self._screenful: list[Strip] | None = None
        self._styles_known = False

    @property
    def own_id(self) -> str:
        """The signed-in user's id: that user's messages are told apart."""
        return self._painter.look.own_id

    @own_id.setter
    def own_id(self, own_id: str) -> None:
        if own_id != self.own_id:
            self._painter.look = replace(self._painter.look, own_id=own_id)
            self._reader.remeasure()
            self._changed()

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
    def follows(self) -> bool:
        """Whether the pane is at the newest message there is, so that new ones scroll in."""
        return self._reader.follows

    def show(self, snapshot: HistorySnapshot) -> None:
        """Replace the contents.

        What is on the screen stays on its lines, whatever comes or goes around it. The place in another conversation
        is remembered until that is shown again; one not seen before is shown from its newest message.
        """
        has_failed = snapshot.phase is Phase.FAILED
        contents = Contents(snapshot.rows, reaches_newest=snapshot.reaches_newest, has_failed=has_failed)
        if self.conversation == snapshot.key:
            self._reader.show(contents)
        else:
            self._leave()
            self._reader.show(contents, self._places.get(snapshot.key, FOLLOW))
        self._wishes.keep(contents)
        self._snapshot = snapshot
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
        self._changed()

    def action_scroll_pages(self, pages: float) -> None:
        self._reader.scroll_pages(pages)
        self._changed()

    def action_go_to_day(self, side: str) -> None:
        self._reader.go_to_day(Side(side))
        self._changed()

    def action_go_to_end(self, side: str) -> None:
        if not self._reader.go_to_end(Side(side)):
            self.post_message(self.EndWanted(self, Side(side)))
        self._changed()

    def action_more(self) -> None:
        row = self._reader.cursor
        if row is not None and self._painter.unfold(row):
            self._reader.remeasure()
            self._changed()
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
        if row is not None and not row.leaving:
            self.post_message(self.RemoveWanted(self, (row.key,)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._can_retry if action == "retry" else True

    def on_resize(self, event: events.Resize) -> None:
        rewrapped = event.size.width != self._painter.look.width
        if rewrapped:
            self._painter.look = replace(self._painter.look, width=event.size.width)
        self._reader.resize(event.size.height, rewrapped=rewrapped)
        self._changed()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._reader.scroll(WHEEL_LINES)
        self._changed()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._reader.scroll(-WHEEL_LINES)
        self._changed()

    def on_click(self, event: events.Click) -> None:
        row = self._reader.point(event.y)
        if isinstance(row, EdgeRow | GapRow):
            self._go_beyond(row)
        self._changed()

    def notify_style_update(self) -> None:
        self._styles_known = False
        self._screenful = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        screenful = self._redrawn()
        return screenful[y] if y < len(screenful) else Strip.blank(self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of `crop`, without the style cache's work on every line, but with all of the app's filters."""
        strips = [self.render_line(y) for y in crop.line_range]
        if not self.app.current_theme.ansi:  # else the terminal's own ground is meant, which takes no bytes
            strips = [strip.apply_style(self.rich_style) for strip in strips]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _redrawn(self) -> list[Strip]:
        """All lines, painted when they are not as they were."""
        if self._screenful is None:
            self._screenful = self._paint()
        return self._screenful

    def _paint(self) -> list[Strip]:
        if not self._styles_known:
            self._painter.restyle(self._own_styles())
            self._styles_known = True
        reader, lines = self._reader, self.size.height
        if not reader.frame:
            return self._painter.notice(self._notice(), lines)
        return self._painter.screen(reader.frame, reader.contents.rows, lines, reader.cursor)

    def _own_styles(self) -> Mapping[str, Style]:
        return {name: self.get_component_rich_style(f"history--{name}", partial=True) for name in STYLE_NAMES}

    def _notice(self) -> str:
        if self._snapshot is None:
            return _("no conversation is open")
        contents = self._reader.contents
        edges = (contents.edge(Side.OLDER), contents.edge(Side.NEWER))
        return notice(self._snapshot.phase, self._snapshot.reason, *edges)

    def _failed(self) -> list[EdgeRow | GapRow]:
        rows = (opening.row for opening in self._reader.contents.openings())
        return [row for row in rows if row.state is EdgeState.FAILED]

    def _go_beyond(self, row: EdgeRow | GapRow) -> None:
        """Wish for what is beyond an edge or in a gap. Whether there is a network again, whoever tries will see."""
        if row.state in (EdgeState.LOADING, EdgeState.END):
            return
        if isinstance(row, GapRow):
            self.post_message(self.GapWanted(self, row.message_key, self._reader.side_of(row)))
        elif row.state is EdgeState.FAILED:
            self.post_message(self.RetryWanted(self, row.side))
        else:
            self.post_message(self.MoreWanted(self, row.side))

    def _changed(self) -> None:
        """Draw again what looks different now, and tell what follows from where one is."""
        drawn, self._screenful = self._screenful, None
        if drawn is None or drawn != self._redrawn():
            self.refresh()
        if self._may_load():
            for row in self._wishes.due(self._reader):
                self._go_beyond(row)
        self.newer_below = self._reader.newer_below()

    def _may_load(self) -> bool:
        """Whether to load what the reader comes near.

        Not while the newest page is on its way, which may well be all that is needed at the newest end. Elsewhere, and
        when that page could not be had, there may still be more in the archive.
        """
        if self._snapshot is None or not self._reader.contents:
            return self._snapshot is not None and self._snapshot.phase is Phase.READY
        return self._snapshot.phase in (Phase.READY, Phase.FAILED) or not self._reader.follows
