"""Named values of any length, read line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.cells import LINE_CAP, fit, padded
from tui.app.widgets.history.wrap import wrap
from tui.i18n import ngettext
from tui.text import clean, clean_line
from tui.timeline.details import Field

SHOWN = 50_000
"""Characters of a value that are shown; all of it is copied."""

NAME_CELLS = 14
"""Cells for names, where they stand beside their values; a longer one stands above."""

LEAST_BESIDE = 56
"""Cells from which on long values are worth a column of their own."""

_BETWEEN = 2
"""Cells between names and values."""

_BAR = 2
"""Cells for the cursor's bar."""

WHEEL_LINES = 3


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One line: the position of its field, and what stands in the columns of names and of values."""

    field: int
    name: str
    value: str


def field_lines(fields: Sequence[Field], width: int, glyphs: Glyphs) -> Iterator[FieldLine]:
    """The lines of `fields`, clean, at most `width` cells wide each, at least one a field.

    Names stand beside their values; a long name, and in a narrow window that of a long value, stands above.
    """
    is_wide = width >= LEAST_BESIDE
    column = NAME_CELLS + _BETWEEN
    for position, field in enumerate(fields):
        name = clean_line(field.name[:LINE_CAP])
        value = clean(field.value[:SHOWN])
        is_short = "\n" not in value and cell_len(value) <= width - column
        is_beside = cell_len(name) <= NAME_CELLS and (is_wide or is_short)
        indent = column if is_wide or is_beside else _BETWEEN
        if not is_beside:
            yield FieldLine(position, fit(name, width, glyphs.ellipsis), "")
        rows = [*wrap(value, width - indent), *_left_out(field, glyphs)]
        for number, row in enumerate(rows):
            yield FieldLine(position, padded(name if is_beside and not number else "", indent), row)


def _left_out(field: Field, glyphs: Glyphs) -> list[str]:
    count = len(field.value) - SHOWN
    more = ngettext("… {count} more character", "… {count} more characters", count)
    return [glyphs.spell(more.format(count=f"{count:,}"))] if count > 0 else []


class FieldList(Widget, can_focus=True):
    """The cursor is on a line, and with it on a field, which a bar marks."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = TITLES[Where.FIELDS]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FIELDS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"fields--name", "fields--bar", "fields--cursor"}

    @dataclass
    class CopyWanted(Message):
        """Copy the value of this field."""

        fields: FieldList
        field: Field

        @property
        def control(self) -> FieldList:
            return self.fields

    def __init__(self, fields: Sequence[Field], glyphs: Glyphs) -> None:
        super().__init__()
        self._fields = fields
        self._glyphs = glyphs
        self._lines: list[FieldLine] = []
        self._cursor = self._top = 0

    @property
    def field(self) -> Field | None:
        """The field under the cursor; None where there is none."""
        return self._fields[self._lines[self._cursor].field] if self._lines else None

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew; the cursor stays in its field."""
        field = self._lines[self._cursor].field if self._lines else 0
        self._lines = list(field_lines(self._fields, event.size.width - _BAR, self._glyphs))
        first = next((at for at, line in enumerate(self._lines) if line.field == field), 0)
        self._top = 0
        self._go(first)

    def action_step(self, lines: int) -> None:
        self._go(self._cursor + lines)

    def action_page(self, pages: float) -> None:
        lines = max(1, int(abs(pages) * self.size.height) - 1)
        self._go(self._cursor + (lines if pages > 0 else -lines))

    def action_end(self, end: str) -> None:
        self._go(0 if end == "first" else len(self._lines) - 1)

    def action_copy(self) -> None:
        if self.field is not None:
            self.post_message(self.CopyWanted(self, self.field))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._go(self._cursor + WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._go(self._cursor - WHEEL_LINES)

    def on_click(self, event: events.Click) -> None:
        self._go(self._top + event.y)

    def render_line(self, y: int) -> Strip:
        at = self._top + y
        if at >= len(self._lines):
            return Strip.blank(self.size.width)
        line = self._lines[at]
        is_marked = line.field == self._lines[self._cursor].field
        under_cursor = self._style("cursor") if at == self._cursor and self.has_focus else None
        bar = Segment((self._glyphs.cursor if is_marked else "").ljust(_BAR), self._style("bar"))
        value = Segment(line.value, under_cursor)
        strip = Strip([bar, Segment(line.name, self._style("name")), value])
        return strip.adjust_cell_length(self.size.width)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"fields--{name}", partial=True)

    def _go(self, line: int) -> None:
        """Put the cursor on `line`, or the nearest there is, and scroll as little as it takes to see it."""
        self._cursor = min(max(line, 0), max(len(self._lines) - 1, 0))
        height = max(self.size.height, 1)
        self._top = min(max(self._top, self._cursor - height + 1), self._cursor)
        self.refresh()
