"""The plain commands in a real terminal: questions, widths, progress, and texts that attack."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.test_deleting import ids_of, left
from tests.commands.worlds import GROUP, MINUTE, NOON
from tests.e2e.running import ROAM
from tests.e2e.terminal import Terminal


def ran(*arguments: str, columns: int = 80, answer: str | None = None, question: str = r"\[y/N\]") -> tuple[int, str]:
    """The exit code of a command and everything it wrote; `answer` is typed when it has asked."""
    with Terminal([*ROAM, *arguments], columns=columns) as terminal:
        if answer is not None:
            terminal.see(question)
            terminal.press(answer)
        code = terminal.wait()
        return code, terminal.output.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(("answer", "code"), [("\r", 1), ("n\r", 1), ("yy\r", 1), ("\x04", 1), ("\x03", 130)])
def test_everything_but_a_clear_yes_is_a_no(roam: Roam, answer: str, code: int) -> None:
    friend = FRIENDS[0]
    ended, output = ran("delete-messages", friend, "--id", ids_of(friend)[3], answer=answer)
    assert ended == code
    assert "Traceback" not in output
    assert ("nothing was deleted" in output) == (code == 1)
    assert left(roam, friend) == ids_of(friend)


def test_what_was_typed_before_the_question_is_no_answer(roam: Roam) -> None:
    friend = FRIENDS[0]
    with Terminal([*ROAM, "delete-messages", friend, "--id", ids_of(friend)[3]]) as terminal:
        terminal.press("y\r")
        terminal.see(r"\[y/N\]")
        terminal.press("n\r")
        assert terminal.wait() == 1
    assert left(roam, friend) == ids_of(friend)


def test_a_yes_deletes_what_was_shown(roam: Roam, friend: str) -> None:
    code, output = ran("delete-messages", friend, "--before", str(NOON + MINUTE), answer="y\r")
    assert code == 0
    for words in (f"{friend} (singleChat): 2 messages", "first: 2024-06-10", "last: 2024-06-10", "cannot be undone"):
        assert words in output
    assert output.endswith("2 messages deleted\n")
    assert left(roam, friend) == ids_of(friend)[2:]


def test_with_json_the_question_keeps_out_of_the_way(roam: Roam, friend: str) -> None:
    code, output = ran("delete-conversation", friend, "--json", answer="y\r")
    assert code == 0
    assert output.splitlines()[-1].startswith('{"conversation":"' + friend)


@pytest.mark.parametrize("columns", [40, 80])
def test_a_list_is_aligned_and_cut_to_the_width(roam: Roam, columns: int) -> None:
    code, output = ran("conversations", columns=columns)
    lines = output.splitlines()
    assert code == 0
    assert max(map(cell_len, lines)) <= columns
    assert any(line.endswith("…") for line in lines) or columns == 80
    starts = {cell_len(line.partition("2024-")[0]) for line in lines if "2024-" in line}
    assert len(starts) <= 1


def test_people_read_oldest_first_with_every_line_under_its_message(roam: Roam) -> None:
    code, output = ran("history", "hostile")
    first, *more = output.splitlines()
    assert code == 0
    assert first.startswith("2024-06-10 ")
    assert "hostile: " in first
    assert more[0].startswith("    roam: ")
    assert "[file" in more[-1]


@pytest.mark.parametrize(
    "command", ["conversations", "history hostile", "history hostile --json", "conversations --json", "doctor"]
)
def test_no_command_lets_a_text_act_on_the_terminal(roam: Roam, command: str) -> None:
    code, output = ran(*command.split())
    assert code == 0
    assert [char for char in output if not char.isprintable() and char != "\n"] == []


def test_a_download_at_a_terminal(roam: Roam, tmp_path: Path) -> None:
    code, output = ran("download", "900101", "--conversation", "files", "--output", str(tmp_path / "x"))
    assert code == 0
    assert f"saved {tmp_path / 'x'} (10 kB)" in " ".join(output.split()) or "…" in output
    refused, output = ran("download", "900101", "--conversation", "files", "--output", "-")
    assert refused == 2
    assert "not for a terminal" in " ".join(output.split())


def test_pins_have_a_mark(roam: Roam) -> None:
    assert roam("pin", GROUP).code == 0
    _code, output = ran("conversations")
    assert [line.split()[2] for line in output.splitlines() if line.startswith("*")] == [GROUP]
    assert roam("unpin", GROUP).code == 0


def test_an_absurd_name_does_not_hide_what_follows(roam: Roam) -> None:
    _code, output = ran("conversations", columns=80)
    long = next(line for line in output.splitlines() if "long-" in line)
    assert "2024-06-10" in long
    assert cell_len(long) <= 80
