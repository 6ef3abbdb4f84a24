"""Markup is for our own words: whatever is not a literal reaches a widget as plain content, held over the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "tui" / "app"
SOURCES = sorted(APP.rglob("*.py"))

INTERPRETING = {
    "Button", "Checkbox", "Collapsible", "DataTable", "Input", "Label", "Link", "Log", "Markdown", "Option",
    "Placeholder", "RadioButton", "RichLog", "Select", "Selection", "SelectionList", "Static", "TextArea", "Tree",
    "Toast", "add_option", "add_row", "notify", "set_options", "update",
}  # fmt: skip
"""Widgets and methods that take markup where they are given a text."""

PARSERS = {"from_markup", "from_rich_text", "visualize", "render_str", "render_markup"}
TITLES = {"border_title", "border_subtitle", "sub_title", "title", "tooltip", "label", "placeholder"}
PLAIN = {"Content", "Text", "Table"}


def name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def is_plain(value: ast.expr) -> bool:
    """Whether a value cannot be a text from elsewhere: a literal, one of our sentences as it is, or plain content."""
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.IfExp):
        return is_plain(value.body) and is_plain(value.orelse)
    if isinstance(value, ast.Call):
        own = name_of(value.func) == "_" and len(value.args) == 1 and isinstance(value.args[0], ast.Constant)
        return own or name_of(value.func) in PLAIN or name_of(value.func).endswith(("_table", "_line"))
    return False


def faults(tree: ast.AST) -> Iterator[str]:
    contents = _names_of_content(tree)

    def harmless(value: ast.expr) -> bool:
        return is_plain(value) or (isinstance(value, ast.Name) and value.id in contents)

    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = name_of(node.func)
            unmarked = any(word.arg == "markup" and ast.unparse(word.value) == "False" for word in node.keywords)
            if name in PARSERS:
                yield f"line {node.lineno}: {name} parses markup"
            if name in INTERPRETING and not unmarked and not all(map(harmless, node.args[:1])):
                yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in TITLES and not harmless(node.value):
                    yield f"line {node.lineno}: {ast.unparse(node)}"


def _names_of_content(tree: ast.AST) -> set[str]:
    """Names that are given plain content wherever they are assigned."""
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    values.setdefault(target.id, []).append(node.value)
    return {name for name, given in values.items() if all(map(is_plain, given))}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(APP)))
def test_no_text_from_elsewhere_is_taken_for_markup(path: Path) -> None:
    assert list(faults(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(f'{name}')",
        "Label(name)",
        "self.app.notify(str(error))",
        "self.update(text)",
        "self.border_title = self.name",
        "Content.from_markup('x')",
        "Button(message.text, markup=True)",
    ],
)
def test_the_rule_sees_what_breaks_it(source: str) -> None:
    assert list(faults(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    ["Static(Content(name))", "notify(name, markup=False)", "line = Content(a)\nself.update(line)", "Static(_('us'))"],
)
def test_the_rule_lets_plain_content_be(source: str) -> None:
    assert not list(faults(ast.parse(source)))
