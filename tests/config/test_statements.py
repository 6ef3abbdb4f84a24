"""Finding the line of a key, however the file spells it."""

from __future__ import annotations

import pytest

from tui.config.statements import line_of, split_lines, statements

TEXT = '''# a comment, [profile.no]
default = "work"

[profile.work]   # the header
app_key = """
[profile.trap]
a#b"""
user = 'amy'
list = [
  "x = 1",  # y = 2

  "]",
]
inline = { inner = { deep = 1 } }
dotted.key = 1
[ profile . "my work" ]
user = "bob"
[[many]]
each = 1
[[many]]
each = 2'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("default",), 2),
        (("profile",), 4),
        (("profile", "work"), 4),
        (("profile", "work", "app_key"), 5),
        (("profile", "work", "user"), 8),
        (("profile", "work", "list"), 9),
        (("profile", "work", "inline", "inner", "deep"), 14),
        (("profile", "work", "dotted", "key"), 15),
        (("profile", "my work"), 16),
        (("profile", "my work", "user"), 17),
        (("many", "each"), 19),
        (("profile", "trap"), None),
        (("profile", "no"), None),
        (("x",), None),
        (("each",), None),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_of_a_key(path: tuple[str, ...], line: int | None, end: str) -> None:
    assert line_of(TEXT.replace("\n", end), path) == line


def test_statements_cover_all_but_blank_lines_and_comments() -> None:
    lines = split_lines(TEXT)
    covered = {number for each in statements(lines) for number in range(each.start, each.end)}
    assert sorted(set(range(len(lines))) - covered) == [0, 2]
    assert "".join(lines) == TEXT
