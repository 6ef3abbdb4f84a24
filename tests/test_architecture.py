"""The layers and the homes of libraries: who may import what, held over the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "tui"

BASE = {
    "models", "live", "runs", "spots", "events", "changes", "last_messages", "errors", "text", "i18n", "modes",
    "preferences", "permalinks", "programs", "files", "times", "limits",
}  # fmt: skip
LOWER = {"protocol", "removal", *BASE}
MAY_IMPORT = {
    "app": {"export", "images", "lenses", "query", "removal", "store", "timeline", "", *BASE},
    "archive": {"lenses", "query", "timeline", "", *LOWER},
    "commands": {"archive", "client", "config", "export", "lenses", "query", "server", "store", "timeline", "", *LOWER},
    "export": {"lenses", "protocol", "timeline", "", *BASE},
    "removal": {"protocol", *BASE},
    "store": {"export", "lenses", "query", "removal", "timeline", *BASE},
    "client": {"protocol", "redaction", *BASE},
    "server": {"protocol", *BASE},
    "query": {"lenses", "timeline", *BASE},
    "timeline": {"lenses", *BASE},
    "protocol": BASE,
    "config": {"lenses", "errors", "i18n", "preferences", "programs"},
    "lenses": {"models", "i18n"},
    "log": {"errors", "i18n", "redaction"},
    "redaction": set[str](),
    "models": set[str](),
    "live": {"models"},
    "runs": {"models"},
    "changes": {"models", "runs"},
    "spots": {"models", "runs"},
    "events": {"models", "runs"},
    "last_messages": {"models"},
    "errors": {"i18n"},
    "text": set[str](),
    "times": set[str](),
    "limits": set[str](),
    "i18n": set[str](),
    "modes": set[str](),
    "preferences": set[str](),
    "images": {"errors", "i18n", "programs"},
    "files": {"errors", "i18n", "text"},
    "permalinks": {"errors", "i18n", "models"},
    "programs": {"errors", "i18n"},
    "": set[str](),  # tui/__init__.py
}
"""What each part may import besides itself; `command_line`, `opening` and `demo` join them."""

HOMES = {
    "textual": {"app"},
    "rich": {"app", "commands"},
    "httpx": {"client"},
    "httpcore": {"client"},
    "websockets": {"client"},
    "apsw": {"archive"},
    "google": {"protocol"},
    "pydantic_core": {"query"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "sqlalchemy": {"server"},
    "platformdirs": {"config"},
}
"""The parts that may import a foreign library."""

JOINING = {"__main__", "command_line", "demo", "opening"}


def part_of(path: Path) -> str:
    """The first name below `tui`: a package, a module, or '' for the top itself."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py") if first != "__init__.py" else ""


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every imported module with its line, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            module = node.module or ""
            yield node.lineno, module
            if module == "tui":
                yield from (
                    (node.lineno, f"tui.{alias.name}") for alias in node.names if (SOURCE / alias.name).is_dir()
                )


SOURCES = sorted(path for path in SOURCE.rglob("*.py") if not path.name.endswith("_pb2.py"))


def test_every_part_has_its_rule() -> None:
    parts = {part_of(path) for path in SOURCES} - JOINING
    assert parts == set(MAY_IMPORT)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_downwards(path: Path) -> None:
    part = part_of(path)
    wrong = []
    for line, name in imports(path):
        top, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if part in JOINING:
            continue
        if top == "tui" and target != part and target not in MAY_IMPORT[part]:
            wrong.append(f"line {line}: {name}")
        if top in HOMES and part not in HOMES[top]:
            wrong.append(f"line {line}: {name} belongs in {sorted(HOMES[top])}")
    assert wrong == []


def test_httpx_is_imported_only_where_http_is_spoken_and_where_it_is_carried() -> None:
    users = {path.name for path in SOURCES if any(name.partition(".")[0] == "httpx" for _, name in imports(path))}
    assert users == {"transport.py", "pool.py"}


def test_the_clipboard_of_the_terminal_is_reached_in_one_module_only() -> None:
    """Whoever else wrote such a sequence would put a stranger's text where the user pastes from."""
    programs = [path for path in SOURCES if "seed" not in path.parts]  # whose messages try to do just that
    writers = [path for path in programs if re.search(r"\]52;|copy_to_clipboard", path.read_text(encoding="utf-8"))]
    assert [path.name for path in writers] == ["osc52.py"]


def test_no_module_imports_itself_by_a_way_round() -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in SOURCES
    }
    graph = {name: {each for each in _targets(path, set(modules)) if each != name} for name, path in modules.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def _targets(path: Path, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            # the package of a module runs first, so it counts as well
            named = (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
            yield from (each for each in named if each in modules)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
