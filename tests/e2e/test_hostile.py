"""Texts that want to steer a terminal, on every surface of the browser: only our own sequences may reach it."""

from __future__ import annotations

import json
import re
import socket
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.e2e.running import clean_environment
from tests.e2e.terminal import PATIENCE, Terminal
from tui.text import MARKS_PER_BASE

ESC, BEL, ST, CSI, OSC = "\x1b", "\x07", "\x1b\\", "\x9b", "\x9d"

PAYLOADS = {
    "colour": f"{ESC}[31mred{ESC}[5m",
    "clear": f"{ESC}[2J{ESC}[H",
    "move": f"{ESC}[999;1H{ESC}[2Kdown",
    "title": f"{ESC}]0;title{BEL}",
    "link": f"{ESC}]8;;http://x{ST}y{ESC}]8;;{ST}",
    "clipboard": f"{ESC}]52;c;eA=={BEL}",
    "clipboard ended otherwise": f"{ESC}]52;c;eA=={ST}",
    "device control": f"{ESC}P+q544e{ST}",
    "graphics": f"{ESC}_Ga=T,f=32;AAAA{ST}",
    "questions": f"{ESC}[c{ESC}[6n{ESC}[21t",
    "modes": f"{ESC}[?1049h{ESC}[?1000h{ESC}[?25l",
    "reset": f"{ESC}c{ESC}(0",
    "C1 sequence": f"{CSI}31m{CSI}2J",
    "C1 string": f"{OSC}0;title\x9c",
    "NUL": "nul\x00nul",
    "DEL": "del\x7f\x7f",
    "shifts": "out\x0ein\x0f",
    "ENQ": "enquiry\x05",
    "backspace": "abc\x08\x08\x08",
    "return": "first\rsecond",
    "NEL": "next\x85line",
    "separators": "line\u2028paragraph\u2029",
    "override": "invoice\u202efdp.exe",
    "isolate": "a\u2066b\u2069\u200e\u200f\u061c",
    "zero width": "pass\u200bword\u2060\ufeff",
    "tags": "tag\U000e0068\U000e0069\U000e007f",
    "marks": "Z" + "\u0301" * 300,
    "surrogate": "half \ud83d emoji",
    "markup": "[bold red]red[/]",
    "action": "[@click=app.quit]quit[/]",
    "broken markup": "[/nope] [",
    "swallowed": "Error: [type='CNAME'] but",
    "link markup": "[link=http://x]y[/link]",
}

OUR_SEQUENCES = re.compile(
    r"\x1b\[(?:[\d;]*m|\d+;\d+H|<u|\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\?(?:2026|2048)\$p)"
    r"|\x1b\]22;(?:default|pointer|text)\x07"
)
OBEYED = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
SYNC = b"\x1b[?2048$p"

SURFACES = {
    "progress", "account", "banner", "title", "note", "list", "notice", "toast", "removed", "remover", "user", "app",
    "reason", "preview", "author", "name", "id", "edge", "sender", "file", "address", "building", "action", "event",
    "key", "combined", "text",
}  # fmt: skip


class Theatre:
    """The program with the surfaces, and what it writes."""

    def __init__(self, terminal: Terminal, connection: socket.socket) -> None:
        self._terminal = terminal
        self._connection = connection
        terminal.until(lambda: SYNC in terminal.output, "never started")
        self._taken()

    def show(self, text: str) -> str:
        """What is written while every surface shows `text`."""
        self._connection.sendall(json.dumps(text).encode() + b"\n")
        self._terminal.until(lambda: SYNC in self._terminal.output, "never drawn")
        return self._taken().decode("utf-8", "surrogateescape")

    def _taken(self) -> bytes:
        """What has been written up to the sign that all of it is drawn."""
        output = self._terminal.output
        end = output.index(SYNC) + len(SYNC)
        taken = bytes(output[:end])
        del output[:end]
        return taken


@contextmanager
def theatre(home: Path, *options: str) -> Iterator[Theatre]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        command = [sys.executable, "-m", "tests.e2e.stage", str(server.getsockname()[1]), *options]
        with Terminal(command, columns=160, rows=48, environment=clean_environment(home)) as terminal:
            connection, _address = server.accept()
            with connection:
                yield Theatre(terminal, connection)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with theatre(tmp_path_factory.mktemp("stage")) as running:
        yield running


def offences(output: str) -> list[str]:
    """Whatever a terminal would obey that is not ours, and floods of marks, each with what stands around it."""
    rest = OUR_SEQUENCES.sub("", output)
    found = [rest[max(0, each.start() - 20) : each.end() + 20] for each in OBEYED.finditer(rest)]
    return found + _floods(rest)


def _floods(text: str) -> list[str]:
    marks = "".join("^" if unicodedata.category(char) in ("Mn", "Me") else "." for char in text)
    return [found[0] for found in re.finditer("\\^" * (MARKS_PER_BASE + 1) + "+", marks)]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
def test_no_surface_lets_through_what_a_terminal_would_obey(stage: Theatre, payload: str) -> None:
    output = stage.show(payload)
    assert offences(output) == []
    assert {surface for surface in SURFACES if f"«{surface}»" not in OUR_SEQUENCES.sub("", output)} == set()


@pytest.mark.parametrize("payload", [text for text in PAYLOADS.values() if text.isascii() and text.isprintable()])
def test_markup_is_text_like_any_other(stage: Theatre, payload: str) -> None:
    assert f"«text»{payload}" in OUR_SEQUENCES.sub("", stage.show(payload))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        st.characters() | st.sampled_from("\x1b\x07\x9b\x9d\\[]?;hlm\r\n\u202e\u200d\u0301\ud800\U000e0041"),
        max_size=60,
    )
)
def test_any_text_reaches_the_terminal_as_text(stage: Theatre, text: str) -> None:
    assert offences(stage.show(text)) == []


@pytest.mark.parametrize("options", [["bare"], ["unfiltered"]])
def test_one_layer_alone_holds_what_a_terminal_would_obey(tmp_path: Path, options: list[str]) -> None:
    with theatre(tmp_path, *options) as running:
        texts = [text for name, text in PAYLOADS.items() if name != "marks"]  # those are for the first layer alone
        for start in range(0, len(texts), 4):
            assert offences(running.show(" ".join(texts[start : start + 4]))) == []


def test_without_either_layer_these_tests_find_nearly_all_of_it(tmp_path: Path) -> None:
    with theatre(tmp_path, "bare", "unfiltered") as running:
        found = {name for name, payload in PAYLOADS.items() if offences(running.show(payload))}
    assert len(found) >= 20
    assert {"clipboard", "move", "C1 sequence", "override", "marks"} <= found
