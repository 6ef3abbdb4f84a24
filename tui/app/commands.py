"""What the command palette offers: every binding that applies, by its description."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

_MOVES = frozenset({
    "move", "page", "first", "last", "step", "scroll_pages", "go_to_end", "step_by_sender", "go_to_day", "other_pane",
    "list", "history",
})  # fmt: skip
"""Actions that only move: nobody looks for them by words before anything else."""


class _Command(NamedTuple):
    name: str
    help: str
    run: IgnoreReturnCallbackType


class BindingCommands(Provider):
    """The commands of the screen below the palette, with their keys, in the order of the bindings; moves come last."""

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(Content(command.name), command.run, text=command.name, help=command.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, text=command.name, help=command.help)

    def _commands(self) -> Iterator[_Command]:
        seen: set[str] = set()
        active = sorted(self.screen.active_bindings.values(), key=lambda each: _name(each.binding.action) in _MOVES)
        for node, binding, enabled, tooltip in active:
            if not enabled or not binding.description or binding.action in seen:
                continue
            seen.add(binding.action)
            name = f"{binding.description}  ({self.app.get_key_display(binding)})"
            yield _Command(name, tooltip, partial(self.app.run_action, binding.action, node))


def _name(action: str) -> str:
    """The name of an action, without where it is and what it is given."""
    return action.partition("(")[0].rpartition(".")[2]


class Palette(CommandPalette):
    """Textual's palette, which would crash at a page key while its list has no room or is not there yet."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list" and not self.query_one(CommandList).scrollable_content_region:
            return False
        return super().check_action(action, parameters)
