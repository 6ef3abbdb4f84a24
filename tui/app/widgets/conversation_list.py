"""The conversations in the order given, in sections, drawn by lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.cells import LINE_CAP, padded
from tui.app.widgets.conversation_lines import Line, entry_lines
from tui.app.widgets.sections import ENTRY_HEIGHT, Sections, sections_of
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ConversationKey
from tui.store.snapshots import ConversationItem, ConversationsSnapshot, Phase
from tui.text import clean

WHEEL_STEP = 2 * ENTRY_HEIGHT


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The lines of an item as they were drawn, and all that they depend on."""

    item: ConversationItem
    width: int
    day: date
    lines: tuple[Line, Line]


class ConversationList(Widget, can_focus=True):
    """Shows what it is given and keeps its cursor on a conversation, not on a row. It knows no store."""

    BINDING_GROUP_TITLE = TITLES[Where.CONVERSATIONS]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CONVERSATIONS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "conversation-list--name",
        "conversation-list--quiet",
        "conversation-list--unread",
        "conversation-list--cursor",
        "conversation-list--rule",
        "conversation-list--heading",
    }

    @dataclass
    class Highlighted(Message):
        """The cursor came to another conversation, by a key or because its own went away.

        `key` is None when the last conversation has gone.
        """

        conversations: ConversationList
        key: ConversationKey | None

        @property
        def control(self) -> ConversationList:
            return self.conversations

    @dataclass
    class Opened(Message):
        """The user wants to read this conversation."""

        conversations: ConversationList
        key: ConversationKey

        @property
        def control(self) -> ConversationList:
            return self.conversations

    def __init__(self, glyphs: Glyphs = UNICODE, lenses: Lenses = NO_LENSES) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._lenses = lenses
        self._snapshot = ConversationsSnapshot()
        self._nothing = ""
        self._rows: dict[ConversationKey, int] = {}
        self._divided: tuple[int, Sections] | None = None
        self._cursor: ConversationKey | None = None
        self._let_go: ConversationKey | None = None
        self._top = 0
        self._drawn: dict[ConversationKey, _Drawn] = {}

    @property
    def cursor_key(self) -> ConversationKey | None:
        """The conversation under the cursor; None while there is none."""
        return self._cursor

    @property
    def cursor_item(self) -> ConversationItem | None:
        return None if self._cursor is None else self._items[self._rows[self._cursor]]

    def show(self, snapshot: ConversationsSnapshot, nothing: str = "") -> None:
        """Replace the contents. The cursor stays on its conversation, or goes to the one that took its row.

        It does not go from the conversations that the service lists to those that are only here while there are others.
        `nothing`: what to say where there is no conversation; '' for what the snapshot's phase says of it.
        """
        if snapshot is self._snapshot:
            return
        self._nothing = nothing
        row, height = self._cursor_row, self._cursor_offset
        if row < self._snapshot.listed_count and snapshot.listed_count:
            row = min(row, snapshot.listed_count - 1)
        self._snapshot = snapshot
        self._rows = {item.key: index for index, item in enumerate(snapshot.items)}
        self._divided = None
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if key in self._rows}
        if self._has_let_go() or self._cursor not in self._rows:
            self._set_cursor(row)
        elif self._top > 0 and height is not None:  # what moved above the cursor must not move what is being read
            self._top = self._sections.line_of(self._cursor_row) - height
        if height is not None and self._cursor_offset is None:
            self._scroll_to_cursor()
        else:
            self._clamp_top()
        self.refresh()

    def let_go(self, key: ConversationKey) -> None:
        """The user takes this conversation off the service's list: the cursor is not to go with it when it leaves."""
        self._let_go = key

    def move(self, step: int) -> None:
        """Move the cursor by `step` conversations, as far as there are any."""
        if not self._items:
            return
        top, left = self._top, self._entry_region()
        self._set_cursor(self._cursor_row + step)
        self._scroll_to_cursor()
        if self._top == top:
            self.refresh(left, self._entry_region())
        else:
            self.refresh()

    def has(self, key: ConversationKey) -> bool:
        """Whether a conversation is in the list as it is shown."""
        return key in self._rows

    def go_to(self, key: ConversationKey) -> bool:
        """Move the cursor to a conversation; returns whether it is here, and was not under the cursor already."""
        row = self._rows.get(key)
        if row is None or row == self._cursor_row:
            return False
        self.move(row - self._cursor_row)
        return True

    def move_to_unread(self, step: int) -> bool:
        """Move the cursor to the next conversation (1), or the one before (-1), in which something is unread.

        From the end of the list it goes on from its beginning; returns whether there is another such one.
        """
        count = len(self._items)
        for distance in range(1, count):
            row = (self._cursor_row + step * distance) % count
            if self._items[row].unread_count > 0:
                self.move(row - self._cursor_row)
                return True
        return False

    def action_move(self, step: int) -> None:
        self.move(step)

    def action_page(self, direction: int) -> None:
        self.move(direction * max(1, self.size.height // ENTRY_HEIGHT - 1))

    def action_first(self) -> None:
        self.move(-len(self._items))

    def action_last(self) -> None:
        self.move(len(self._items))

    def action_open(self) -> None:
        if self._cursor is not None:
            self.post_message(self.Opened(self, self._cursor))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._cursor is not None if action == "open" else True

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        row = None if offset is None else self._sections.row_at(self._top + offset.y)
        if row is not None:
            self.move(row - self._cursor_row)
            self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._wheel(WHEEL_STEP)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._wheel(-WHEEL_STEP)

    def on_resize(self) -> None:
        self._scroll_to_cursor()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return container.height

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if not self._items:
            return self._notice_line(y, width)
        line = self._top + y
        row = self._sections.row_at(line)
        if row is not None:
            return self._entry_strip(self._items[row], line - self._sections.line_of(row), width)
        divider = self._sections.divider_at(line)
        if divider is None:
            return Strip.blank(width)
        return Strip([Segment(padded(divider.text, width), self._style(divider.part.name.lower()))], width)

    @property
    def _items(self) -> Sequence[ConversationItem]:
        return self._snapshot.items

    @property
    def _sections(self) -> Sections:
        """Where everything stands at the present width."""
        width = self.size.width
        if self._divided is None or self._divided[0] != width:
            self._divided = width, sections_of(self._items, width, self._glyphs)
        return self._divided[1]

    @property
    def _cursor_row(self) -> int:
        return 0 if self._cursor is None else self._rows[self._cursor]

    @property
    def _cursor_offset(self) -> int | None:
        """The line of the screen that the cursor is on; None when it is out of sight."""
        offset = self._sections.line_of(self._cursor_row) - self._top
        return offset if 0 <= offset <= max(0, self.size.height - ENTRY_HEIGHT) else None

    def _entry_region(self) -> Region:
        """Where the entry under the cursor is drawn."""
        return Region(0, self._sections.line_of(self._cursor_row) - self._top, self.size.width, ENTRY_HEIGHT)

    def _has_let_go(self) -> bool:
        """Whether the conversation under the cursor has just left as the user wished."""
        row = self._rows.get(self._let_go) if self._let_go else None
        if row is not None and self._items[row].listed:
            return False
        left, self._let_go = self._let_go, None
        return left is not None and left == self._cursor

    def _set_cursor(self, row: int) -> None:
        key = self._items[max(0, min(row, len(self._items) - 1))].key if self._items else None
        if key != self._cursor:
            self._cursor = key
            self.post_message(self.Highlighted(self, key))

    def _scroll_to_cursor(self) -> None:
        """Bring the cursor into sight, and what its section is called with the first of a section."""
        line = self._sections.line_of(self._cursor_row)
        lowest, highest = line + ENTRY_HEIGHT - self.size.height, self._sections.top_of(self._cursor_row)
        self._top = min(max(min(self._top, highest), lowest), line)
        self._clamp_top()

    def _clamp_top(self) -> None:
        self._top = max(0, min(self._top, self._sections.line_count - self.size.height))

    def _wheel(self, lines: int) -> None:
        self._top += lines
        self._clamp_top()
        self.refresh()

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"conversation-list--{part}")

    def _entry_strip(self, item: ConversationItem, part: int, width: int) -> Strip:
        at_cursor = item.key == self._cursor
        style = self._style("cursor") if at_cursor else Style.null()
        bar = Segment(self._glyphs.cursor if at_cursor else " ", style)
        pieces = self._lines_of(item, width - 1)[part]
        parts = [Segment(piece.text, self._style(piece.part.name.lower()) + style) for piece in pieces]
        strip = Strip([bar, *parts], width)
        return strip if self.app.current_theme.ansi else strip.apply_style(self.rich_style)

    def _lines_of(self, item: ConversationItem, width: int) -> tuple[Line, Line]:
        now = datetime.now().astimezone()
        drawn = self._drawn.get(item.key)
        if drawn is None or drawn.width != width or drawn.day != now.date() or drawn.item != item:
            drawn = _Drawn(item, width, now.date(), entry_lines(item, width, now, self._glyphs, self._lenses))
            self._drawn[item.key] = drawn
        return drawn.lines

    def _notice_line(self, y: int, width: int) -> Strip:
        lines = Content(self._glyphs.spell(self._nothing or _notice(self._snapshot))).wrap(max(1, width))
        text = lines[y].plain if y < len(lines) else ""
        return Strip([Segment(padded(text, width), self._style("quiet"))], width)


def _notice(snapshot: ConversationsSnapshot) -> str:
    """What to say where there is no conversation to show."""
    match snapshot.phase:
        case Phase.FAILED:
            sentence = _("Could not read the conversations: {reason}. Press r to try again.")
            return sentence.format(reason=clean(snapshot.reason[:LINE_CAP]).rstrip("."))
        case Phase.READY:
            return _(
                "No conversations. The service keeps user ids in lower case: "
                "an id typed with a capital letter sees an empty list."
            )
        case Phase.LOADING:
            return _("Reading the conversations…")
        case _:
            return ""
