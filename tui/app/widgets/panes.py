"""The two panes: which of them can be seen, which has the focus, and what their frames say."""

from __future__ import annotations

from enum import Enum

from textual import events, getters
from textual.app import ComposeResult
from textual.containers import Horizontal

from tui.app.glyphs import Glyphs
from tui.app.widgets.conversation_list import ConversationList
from tui.app.widgets.frame import Frame
from tui.app.widgets.history_pane import HistoryPane
from tui.app.widgets.list_filter import ListFilter
from tui.lenses import NO_LENSES, Lenses


class Layout(Enum):
    """How the panes share the screen. The values are style classes."""

    WIDE = "-wide"
    """Two panes, from 100 columns."""
    NARROW = "-narrow"
    """Two panes with a narrow list, from 60 columns."""
    SINGLE = "-single"
    """One pane at a time."""


def layout_for(columns: int) -> Layout:
    if columns < 60:
        return Layout.SINGLE
    return Layout.NARROW if columns < 100 else Layout.WIDE


class Panes(Horizontal):
    """Where there is room for one pane, the one with the focus is seen. The focus survives every resize."""

    conversations = getters.query_one(ConversationList)
    filter = getters.query_one(ListFilter)
    history = getters.query_one(HistoryPane)
    list_frame = getters.query_one("#list-frame", Frame)
    history_frame = getters.query_one("#history-frame", Frame)

    def __init__(self, glyphs: Glyphs, lenses: Lenses = NO_LENSES, picture_hint: str = "") -> None:
        super().__init__()
        self._picture_hint = picture_hint
        self._glyphs = glyphs
        self._lenses = lenses
        self._layout = Layout.WIDE
        self._reading = False

    def compose(self) -> ComposeResult:
        self._layout = layout_for(self.app.size.width)
        with Frame(self._glyphs, "list-frame"):
            yield ListFilter()
            yield ConversationList(self._glyphs, self._lenses)
        with Frame(self._glyphs, "history-frame"):
            yield HistoryPane(glyphs=self._glyphs, lenses=self._lenses, picture_hint=self._picture_hint)

    def on_mount(self) -> None:
        self._arrange()

    @property
    def stacked(self) -> bool:
        """Whether the history hides the list, so that there is a way back."""
        return self._layout is Layout.SINGLE and self._reading

    @property
    def reading(self) -> bool:
        """Whether the history has the focus, or had it last."""
        return self._reading

    def enter(self, *, history: bool) -> None:
        """Give the focus to one of the panes, and show it."""
        self._reading = history
        self._arrange()
        self.screen.set_focus(self.history if history else self.conversations)

    def on_resize(self, event: events.Resize) -> None:
        layout = layout_for(event.size.width)
        if layout is not self._layout:
            self._layout = layout
            self.enter(history=self._reading)
            self.screen.refresh_bindings()  # there is a way back, or no longer

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._reading = event.widget is self.history
        self._arrange()

    def _arrange(self) -> None:
        single = self._layout is Layout.SINGLE
        self.list_frame.display = not (single and self._reading)
        self.history_frame.display = not single or self._reading
        for layout in Layout:
            self.set_class(layout is self._layout, layout.value)
