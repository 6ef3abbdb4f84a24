"""Every key, grouped by the pane it belongs to, written from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.keys import key_to_character
from textual.widgets import Static

from tui.app.glyphs import Glyphs
from tui.app.keymap import KEYS, TITLES, Where
from tui.app.screens.sheet import Sheet
from tui.i18n import _


class HelpScreen(Sheet):
    """Tells the keys of the places it is given, in that order."""

    def __init__(self, places: Sequence[Where], keymap: Mapping[str, str], glyphs: Glyphs) -> None:
        """`keymap` has the keys that the user has chosen instead of ours, by id."""
        super().__init__()
        self._places = places
        self._keymap = keymap
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help", can_focus=False) as scroll:
            scroll.border_title = Content(_("Keys"))
            scroll.border_subtitle = Content(_("Esc closes"))
            for place in self._places:
                yield Static(Content(TITLES[place]), classes="title")
                yield Static(table(self._keys(place)), markup=False)
            yield Static(Content(_("Signs")), classes="title")
            yield Static(table(_signs(self._glyphs)), markup=False)

    def _keys(self, place: Where) -> Iterator[tuple[str, str]]:
        for key in KEYS[place]:
            bound = Binding.make_bindings([Binding(self._keymap.get(key.id, key.keys), "")])
            # what an input method sends instead says nothing new
            shown = [each for each in bound if (key_to_character(each.key) or "").isascii()]
            yield ", ".join(self.app.get_key_display(each) for each in shown), key.tooltip or key.words


def _signs(glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    yield glyphs.pin, _("pinned conversation")
    yield "#", _("group")
    yield "%", _("chat room")


def table(rows: Iterable[tuple[str, str]]) -> Table:
    """Keys or signs, and what they mean; nothing is cut off, in a language without spaces neither."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=16)
    table.add_column(ratio=1, overflow="fold")
    for keys, words in rows:
        table.add_row(Text(keys), Text(words))
    return table
