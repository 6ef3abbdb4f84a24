"""The floor of a Textual program that scrolls: a screen full of lines made beforehand, with nothing to work out."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

LINES = 1_000_000
VARIANTS = 211


def _strip(variant: int, width: int) -> Strip:
    name, said = f"sender{variant % 9}  ", f"ready line {variant} 会议 with a few more words in it"
    blank = " " * max(width - len(name) - len(said) - 2, 0)
    styles = Style.parse("bold #80b8ff on #141418"), Style.parse("#dedede on #141418")
    return Strip([Segment(name, styles[0]), Segment(said + blank, styles[1])]).adjust_cell_length(width)


class Lines(ScrollView, can_focus=True):
    """Every line is one of a few; it has no scrollbar to draw."""

    DEFAULT_CSS = "Lines { width: 1fr; height: 1fr; scrollbar-size-vertical: 0; }"

    def on_mount(self) -> None:
        self._made: list[Strip] = []
        self.virtual_size = Size(80, LINES)
        self.call_after_refresh(self.scroll_to, y=LINES // 2, animate=False)

    def render_line(self, y: int) -> Strip:
        if not self._made or self._made[0].cell_length != self.size.width:
            self._made = [_strip(variant, self.size.width) for variant in range(VARIANTS)]
        return self._made[(y + self.scroll_offset.y) % VARIANTS]


class Floor(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Lines()


if __name__ == "__main__":
    Floor().run()
