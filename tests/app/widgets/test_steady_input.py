"""Lines to type in: nothing is sent while nobody types, wherever there is one."""

from __future__ import annotations

import ast
from pathlib import Path

from textual.app import App, ComposeResult

import tui.app
from tui.app.widgets.steady_input import SteadyInput

STEADY = "steady_input.py"


class OneLine(App[None]):
    def compose(self) -> ComposeResult:
        yield SteadyInput()


async def test_the_cursor_stays_in_sight_without_a_timer() -> None:
    app = OneLine()
    async with app.run_test() as pilot:
        await pilot.press("a")
        field = app.query_one(SteadyInput)
        assert field.value == "a"
        assert field.has_focus
        assert not field.cursor_blink


def test_no_part_of_the_browser_has_another_kind() -> None:
    others = [
        path.name
        for path in Path(tui.app.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if path.name != STEADY
        and any(isinstance(name, ast.Name) and name.id == "Input" for name in _made_or_extended(node))
    ]
    assert others == []


def _made_or_extended(node: ast.AST) -> list[ast.expr]:
    """What a piece of code calls, or the classes that it builds upon."""
    if isinstance(node, ast.Call):
        return [node.func]
    return node.bases if isinstance(node, ast.ClassDef) else []
