"""The real program in a pseudo-terminal: what may be sent to it, and how it leaves the terminal behind."""

from __future__ import annotations

import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.running import ROAM, clean_environment
from tests.e2e.terminal import Terminal

READY = "demo . live"
"""At the top once everything is up; the list and the first history are there before."""
HELP = "Signs|Previous conversation"
CTRL_C, CTRL_Z, ESCAPE = "\x03", "\x1a", "\x1b"

DEMO = (*ROAM, "demo")
FAILING = (
    sys.executable,
    "-c",
    "import os, sys; from tui.app.widgets.key_line import KeyLine\n"
    "def fail(pane, event): secret = 'canary-in-a-local'; raise ValueError('canary \\x1b]0;in a message\\x07')\n"
    "KeyLine.on_click = fail\n"
    "from tui.__main__ import run; sys.exit(run(['demo']))",
)
"""The demo, with a mistake in what happens when its last line is clicked."""


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Terminal]:
    with ready(tmp_path) as terminal:
        yield terminal


def ready(
    home: Path, *command: str, setup: Callable[[], object] = lambda: None, columns: int = 80, **variables: str
) -> Terminal:
    environment = clean_environment(home, **variables)
    terminal = Terminal(command or DEMO, columns=columns, environment=environment, setup=setup)
    terminal.see(READY)
    return terminal


def assert_alive(terminal: Terminal) -> None:
    """It answers a key with what that key is for, and nothing was typed before."""
    assert not re.search(HELP, terminal.settle(0.15))
    terminal.press("?")
    terminal.see(HELP)
    terminal.press(ESCAPE)
    terminal.until(lambda: not re.search(HELP, terminal.text), "help stays")


def assert_restored(terminal: Terminal) -> None:
    assert terminal.modes == set()
    assert terminal.edits_lines


STRAY = {
    "a byte that is never text": b"\xff",
    "broken and cut text": b"\xc3\x28 \xe4\xbd",
    "old mouse reports": b"\x1b[M\xff\xfe\xfd\x1b[M \x80\xc0",
    "kitty keys beyond all characters": b"\x1b[1114112;1u\x1b[97;1;99999999u\x1b[55296;1u",
    "what the terminal is": b"\x1b[?62;22c\x1b[>41;377;0c\x1bP>|xterm(377)\x1b\\",
    "its colours": b"\x1b]11;rgb:dddd/dddd/dddd\x1b\\\x1b]4;1;rgb:dd/dd/dd\x07",
    "its title": b"\x1b]lq; ? p D d\x1b\\",
    "graphics": b"\x1b_Gi=31;OK?\x1b\\",
    "an impossible size": b"\x1b[48;99999;99999;1;1t\x1b[48;0;0;0;0t",
    "mouse far outside": b"\x1b[<0;9999;9999M\x1b[<0;9999;9999m\x1b[<64;-5;-9M",
    "mode reports": b"\x1b[?2026;0$y\x1b[?1;2$y\x1b[?9999;4$y",
    "endless numbers": b"\x1b[" + b"1;" * 3000 + b"q",
    "never ended": b"\x1b]52;c;" + b"?dD" * 500,
    "controls in a paste": b"\x1b[200~?\x1b[31m\x1bx q\x00\x1b[201~",
}


def test_nothing_that_a_terminal_may_send_is_taken_for_keys(demo: Terminal) -> None:
    for stray in STRAY.values():
        demo.press(stray)
        demo.press(b"\x1b\\")  # ends what never ended
        assert_alive(demo)
    demo.press(CTRL_C)
    assert demo.wait() == 0
    assert_restored(demo)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_it_in_order(demo: Terminal, number: signal.Signals) -> None:
    assert {1049, 1000, 1006, 2004, 1004} < demo.modes
    assert not demo.edits_lines
    demo.send(number)
    assert demo.wait() == 128 + number
    assert_restored(demo)
    assert "Traceback" not in demo.text


def test_a_terminal_that_goes_away_ends_it(demo: Terminal) -> None:
    demo.hang_up()
    assert demo.exit_code() == 128 + signal.SIGHUP


def test_a_terminal_that_goes_away_ends_it_even_when_hanging_up_is_ignored(tmp_path: Path) -> None:
    with ready(tmp_path, setup=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as demo:
        demo.send(signal.SIGHUP)
        assert_alive(demo)
        demo.hang_up()
        assert demo.exit_code() == 128 + signal.SIGHUP


def test_a_terminal_that_does_not_read_keeps_nobody_from_ending_it(demo: Terminal) -> None:
    for step in range(60):  # far more than a terminal holds, and none of it is read
        demo.resize(79 + step % 2, 24)
        demo.press("?" if step % 2 else ESCAPE)
        time.sleep(0.005)
    demo.send(signal.SIGTERM)
    assert demo.exit_code() == 128 + signal.SIGTERM
    assert demo.edits_lines


def test_a_stray_continue_changes_nothing(demo: Terminal) -> None:
    threads = len(list(Path(f"/proc/{demo.pid}/task").iterdir()))
    for _ in range(10):
        demo.send(signal.SIGCONT)
        assert_alive(demo)
    # a reader of the terminal more for each of them would be 10; threads that do the waiting come when they are needed
    assert len(list(Path(f"/proc/{demo.pid}/task").iterdir())) < threads + 10
    worked = demo.seconds_of_work
    demo.settle(0.5)
    assert demo.seconds_of_work - worked < 0.25
    demo.press(CTRL_C)
    assert demo.wait() == 0
    assert_restored(demo)


def test_repainting_sets_the_modes_again_that_something_else_has_reset(demo: Terminal) -> None:
    modes = demo.modes
    demo.output.clear()  # from here on the terminal is as new, for all that it shows
    demo.press("\x0c")
    demo.until(lambda: demo.modes == modes, "the modes were never set again")
    assert_alive(demo)


def test_suspending_without_a_shell_goes_on_at_once(demo: Terminal) -> None:
    demo.press(CTRL_Z)
    demo.until(lambda: demo.output.count(b"\x1b[?1049h") == 2, "never came back")
    assert_alive(demo)
    demo.send(signal.SIGTERM)
    assert demo.wait() == 128 + signal.SIGTERM
    assert_restored(demo)


def test_suspending_and_coming_back_from_a_shell(tmp_path: Path) -> None:
    shell = ("bash", "--norc", "--noediting", "-i")
    with Terminal(shell, environment=clean_environment(tmp_path, PS1="$ ")) as terminal:
        terminal.see(r"\$")
        before = terminal.modes
        terminal.press(" ".join(DEMO) + "\r")
        terminal.see(READY)
        for _ in range(2):
            terminal.press(CTRL_Z)
            terminal.until(lambda: terminal.output.count(b"Stopped") > 0, "never stopped")
            assert terminal.modes == before
            terminal.output[:] = terminal.output.replace(b"Stopped", b"")
            terminal.press("fg\r")
            terminal.until(lambda: 1049 in terminal.modes, "never came back")
            assert_alive(terminal)
        terminal.press(CTRL_Z)
        terminal.until(lambda: b"Stopped" in terminal.output, "never stopped")
        terminal.press("kill %1\r")

        def killed() -> bool:
            terminal.press("\r")  # a shell tells what has become of its jobs when it prompts
            return b"Exit 143" in terminal.output

        terminal.until(killed, "never ended")
        assert terminal.modes == before


def test_a_crash_of_the_interpreter_would_leave_no_core(demo: Terminal) -> None:
    limits = Path(f"/proc/{demo.pid}/limits").read_text(encoding="ascii")
    assert re.search(r"^Max core file size +0 ", limits, re.MULTILINE)


def test_a_mistake_is_told_in_two_lines_and_a_report_without_secrets(tmp_path: Path) -> None:
    with ready(tmp_path, *FAILING) as terminal:
        terminal.press("\x1b[<0;3;24M\x1b[<0;3;24m")
        assert terminal.wait() == 1
        assert_restored(terminal)
        told = bytes(terminal.output).rpartition(b"\x1b[0m")[2].decode()
    assert re.fullmatch(r"roam: [^\r\n]*\(ValueError\)\r\nroam: [^\r\n]*/crash-[^\r\n]*\.txt\r\n", told)
    (report,) = (tmp_path / "state" / "roam").glob("crash-*.txt")
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text(encoding="utf-8")
    assert "builtins.ValueError\n" in text
    assert "in fail\n" in text
    assert "canary" not in told + text
    assert str(Path.home()) not in text


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_that_cannot_show_it_is_refused_in_a_sentence(tmp_path: Path, term: str) -> None:
    with Terminal(DEMO, environment=clean_environment(tmp_path, TERM=term)) as terminal:
        assert terminal.wait() == 2
        assert terminal.output.startswith(b"roam: this terminal cannot show the browser")
        assert terminal.output.count(b"\n") == 1
        assert b"\x1b" not in terminal.output


COLOUR = re.compile(rb"\x1b\[[\d;]*?(?:[34]8;(?:2|5)[\d;]*|3[0-7]|4[0-7]|9[0-7]|10[0-7])m")
TRUE_COLOUR = re.compile(rb"[34]8;2;")
INDEXED = re.compile(rb"[34]8;5;")


def test_colours_are_those_that_the_terminal_has(tmp_path: Path) -> None:
    seen = {}
    for term, no_color in [("xterm-256color", ""), ("screen", ""), ("linux", ""), ("xterm-256color", "1")]:
        with ready(tmp_path, TERM=term, COLORTERM="", NO_COLOR=no_color) as demo:
            demo.press("jl")
            demo.see("Lan.*direct chat")
            demo.settle()
            demo.press(CTRL_C)
            assert demo.wait() == 0
            assert_restored(demo)
            seen[term, no_color] = bytes(demo.output)
    assert not any(TRUE_COLOUR.search(output) for output in seen.values())
    assert not INDEXED.search(seen["screen", ""] + seen["linux", ""])
    assert COLOUR.search(seen["linux", ""])
    assert not COLOUR.search(seen["xterm-256color", "1"])


def test_a_terminal_of_another_encoding_gets_what_it_can_show(tmp_path: Path) -> None:
    with ready(tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as demo:
        demo.press("你j\xff")
        assert_alive(demo)
        demo.press(CTRL_C)
        assert demo.wait() == 0
        assert_restored(demo)
        assert demo.output.isascii()
        assert b"\\u" not in demo.output


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_it_runs_in_tmux(tmp_path: Path) -> None:
    in_tmux = f"{' '.join(DEMO)}; echo ended with $?; read x"
    command = ("tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null", "-u", "new-session", in_tmux)
    with ready(tmp_path, *command) as terminal:
        assert_alive(terminal)
        terminal.press(CTRL_C)
        assert not re.search(READY, terminal.see("ended with 0"))
        terminal.press("\r")
        terminal.wait()


@pytest.mark.skipif(shutil.which("screen") is None, reason="screen is not installed")
def test_it_runs_in_screen(tmp_path: Path) -> None:
    in_screen = f"{' '.join(DEMO)}; echo ended with $?; read x"
    with ready(tmp_path, "screen", "-U", "-c", "/dev/null", "sh", "-c", in_screen) as terminal:
        assert_alive(terminal)
        terminal.press(CTRL_C)
        assert not re.search(READY, terminal.see("ended with 0"))
        terminal.press("\r")
        terminal.wait()


def test_a_terminal_left_behind_is_reset_by_a_command(tmp_path: Path) -> None:
    command = f"trap '' INT QUIT; {' '.join(DEMO)}; {' '.join(ROAM)} reset-terminal"
    with ready(tmp_path, "bash", "-c", command) as terminal:
        assert not terminal.edits_lines
        terminal.press(CTRL_C)
        assert terminal.wait() == 0
        assert_restored(terminal)
