"""Completion: what a shell offers, asked of the shell itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.running import clean_environment
from tests.e2e.terminal import Terminal
from tui.commands.completion import script
from tui.commands.completion.grammar import read_grammar
from tui.commands.parser import build_parser
from tui.commands.parser.program import SHELLS

GRAMMAR = read_grammar(build_parser())
COMMANDS = {command.name for command in GRAMMAR.commands}


def installed(shell: str) -> str:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    return path


def ask(command: list[str], program: str, folder: Path) -> list[str]:
    done = subprocess.run(
        command,
        input=program,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        env={"HOME": str(folder)},
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def bash(words: list[str], folder: Path) -> set[str]:
    """What bash offers for the last of `words`."""
    quoted = " ".join(f"'{word}'" for word in words)
    program = script("bash", GRAMMAR) + (
        f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _roam; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    return {line.strip() for line in ask([installed("bash"), "--norc"], program, folder)} - {""}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["roam", "hist"], {"history"}),
        (["roam", "--profile", "history", "dow"], {"download"}),
        (["roam", "history", "--direction", ""], {"up", "down"}),
        (["roam", "history", "--type", "g"], {"groupChat"}),
        (["roam", "history", "bob", "--sin"], {"--since"}),
        (["roam", "history", "--since", ""], set()),
        (["roam", "completion", "f"], {"fish"}),
        (["roam", "--pro"], {"--profile"}),
        (["roam", "nonsense", ""], set()),
    ],
)
def test_bash(words: list[str], wanted: set[str], tmp_path: Path) -> None:
    assert bash(words, tmp_path) == wanted


def test_bash_offers_every_command(tmp_path: Path) -> None:
    assert {word for word in bash(["roam", ""], tmp_path) if not word.startswith("-")} == COMMANDS


def test_bash_offers_files_where_a_file_belongs(tmp_path: Path) -> None:
    (tmp_path / "a b.jsonl").touch()
    assert bash(["roam", "import", "a"], tmp_path) == {"a b.jsonl"}
    assert bash(["roam", "download", "1", "--output", ""], tmp_path) == {"a b.jsonl"}
    assert "--account" in bash(["roam", "import", "--"], tmp_path)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("roam --profile x hist", ["history"]),
        ("roam history --direction ", ["down", "up"]),
        ("roam history bob --sin", ["--since"]),
        ("roam history --kind ", []),
        ("roam import a", ["a b.jsonl"]),
        ("roam completion f", ["fish"]),
    ],
)
def test_fish(line: str, wanted: list[str], tmp_path: Path) -> None:
    (tmp_path / "a b.jsonl").touch()
    program = f"{script('fish', GRAMMAR)}complete -C '{line}'\n"
    offered = ask([installed("fish"), "--no-config"], program, tmp_path)
    assert [each.split("\t")[0] for each in offered] == wanted


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("roam --profile x hist", "roam --profile x history "),
        ("roam history bob --direction u", "roam history bob --direction up "),
        ("roam history bob --sin", "roam history bob --since "),
        ("roam import a", r"roam import a\ b.jsonl "),
        ("roam completion f", "roam completion fish "),
    ],
)
def test_zsh(line: str, completed: str, tmp_path: Path) -> None:
    (tmp_path / "a b.jsonl").touch()
    start = f"autoload -Uz compinit; compinit -u\n{script('zsh', GRAMMAR)}PS1='ready:'; cd {tmp_path}\n"
    (tmp_path / ".zshrc").write_text(start, encoding="utf-8")
    environment = clean_environment(tmp_path, ZDOTDIR=str(tmp_path))
    with Terminal([installed("zsh"), "-i"], environment=environment) as terminal:
        terminal.see("ready:")
        terminal.press(f"{line}\t.")
        line_then = re.escape(f"ready:{completed}.")
        assert terminal.see(line_then).count("ready:") == 1, "the line was completed where it was typed"


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_is_known_to_every_shell(shell: str) -> None:
    text = script(shell, GRAMMAR)
    for command in GRAMMAR.commands:
        assert command.name in text
        for option in command.options:
            for name in option.names:
                assert (name if shell != "fish" else name.lstrip("-")) in text


def test_the_grammar_is_the_parsers() -> None:
    history = next(command for command in GRAMMAR.commands if command.name == "history")
    direction = next(option for option in history.options if "--direction" in option.names)
    assert direction.value is not None
    assert direction.value.choices == ("up", "down")
    assert [value.name for value in history.arguments] == ["CONVERSATION"]
    assert next(option for option in history.options if "--json" in option.names).value is None
