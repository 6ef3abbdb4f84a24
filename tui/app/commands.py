"""What the command palette offers: every binding that applies, by its description."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType


class _Command(NamedTuple):
    name: str
    help: str
    run: IgnoreReturnCallbackType


class BindingCommands(Provider):
    """The commands of the screen below the palette, with their keys, in the order of the bindings."""

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
        for node, binding, enabled, tooltip in self.screen.active_bindings.values():
            if not enabled or not binding.description or binding.action in seen:
                continue
            seen.add(binding.action)
            name = f"{binding.description}  ({self.app.get_key_display(binding)})"
            yield _Command(name, tooltip, partial(self.app.run_action, binding.action, node))


class Palette(CommandPalette):
    """Textual's palette, which would crash at a page key while its list has no room or is not there yet."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list" and not self.query_one(CommandList).scrollable_content_region:
            return False
        return super().check_action(action, parameters)
