"""The bottom line: the few keys that apply where the focus is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.app.keymap import ORDER
from tui.text import clean_line

MOST_HINTS = 6

STOPPING = "file.stop"
"""The key that stops what is announced."""


class KeyLine(Static):
    """Made from the bindings that are in force and meant to be shown; help comes last and is never left out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--useless"}

    _useless: frozenset[str] = frozenset()
    _news = ""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_resize(self) -> None:
        self._changed(self.screen)

    def mark_useless(self, actions: Collection[str]) -> None:
        """Dim the hints of these actions: they can do nothing now, and say why when they are tried."""
        if self._useless != (useless := frozenset(actions)):
            self._useless = useless
            self._changed(self.screen)

    def announce(self, sentence: str) -> None:
        """Say what is going on, and of the keys only how to stop it; '' brings back the others."""
        if self._news != sentence:
            self._news = sentence
            self._changed(self.screen)

    def _line(self) -> Content:
        if self._news:
            return self._announcement()
        fitted = fitting([(hint.key, hint.words) for hint in self._hints()], self.size.width)
        dimmed = {hint.key for hint in self._hints() if hint.is_useless}
        parts = [self._part(key, words, is_useless=key in dimmed) for key, words in fitted]
        return Content(" ") + Content("  ").join(parts)

    def _announcement(self) -> Content:
        stopping = [self._part(hint.key, hint.words, is_useless=False) for hint in self._hints() if hint.stops]
        return Content(" ") + Content("  ").join([*stopping, Content(clean_line(self._news))])

    def _part(self, key: str, words: str, *, is_useless: bool) -> Content:
        if is_useless:
            return Content.styled(f"{key} {words}", self.get_visual_style("key-line--useless"))
        return Content.assemble((key, self.get_visual_style("key-line--key")), f" {words}")

    def _changed(self, screen: Screen[object]) -> None:
        line = self._line()
        if line != self.content:
            self.update(line, layout=False)

    def _hints(self) -> Iterator[_Hint]:
        active = [each.binding for each in self.screen.active_bindings.values() if each.enabled]
        for binding in distinct(sorted(active, key=lambda each: ORDER.get(each.id or "", len(ORDER)))):
            key = self.app.get_key_display(binding)
            yield _Hint(key, binding.description, binding.action in self._useless, binding.id == STOPPING)


class _Hint(NamedTuple):
    key: str
    words: str
    is_useless: bool
    stops: bool


def distinct(bindings: Iterable[Binding]) -> Iterator[Binding]:
    """The bindings that are meant to be shown, one for each action."""
    seen: set[str] = set()
    for binding in bindings:
        if binding.show and binding.action not in seen:
            seen.add(binding.action)
            yield binding


def fitting(hints: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """As many hints as `width` cells and `MOST_HINTS` allow; the last one is kept before any other."""
    if not hints:
        return []
    *others, last = hints
    room = width - 1 - _cells(last)
    kept = []
    for hint in others[: MOST_HINTS - 1]:
        room -= _cells(hint) + 2
        if room < 0:
            break
        kept.append(hint)
    return [*kept, last]


def _cells(hint: tuple[str, str]) -> int:
    return cell_len(hint[0]) + 1 + cell_len(hint[1])
