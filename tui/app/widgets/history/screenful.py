"""A widget that paints all of its lines at once, past Textual's style cache, and only when they look different."""

from __future__ import annotations

from abc import abstractmethod

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Screenful(Widget):
    """It can have no border, padding or scrollbar of its own: a container around it can."""

    def __init__(self) -> None:
        super().__init__()
        self._painted: list[Strip] | None = None
        self._styles_known = False

    @abstractmethod
    def paint(self) -> list[Strip]:
        """All lines from the top, each as wide as the widget."""

    @abstractmethod
    def restyle(self) -> None:
        """Paint by the styles as they are now: the stylesheet or the theme may have changed."""

    def repaint(self) -> None:
        """Paint again, and draw where that looks different."""
        before, self._painted = self._painted, None
        if before is None or before != self._lines():
            self.refresh()

    def notify_style_update(self) -> None:
        self._styles_known = False
        self._painted = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        lines = self._lines()
        return lines[y] if y < len(lines) else Strip.blank(self.size.width)

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

    def _lines(self) -> list[Strip]:
        """All lines, painted when they are not as they were."""
        if self._painted is None:
            if not self._styles_known:
                self.restyle()
                self._styles_known = True
            self._painted = self.paint()
        return self._painted
