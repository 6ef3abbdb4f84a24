"""The way out to the terminal: in order, never in anybody's way, and with an end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Event

import pytest

from tui.app.terminal.writer import BACKLOG, Writer

PATIENCE = 20.0


class Line:
    """A pipe that stands for a terminal, and what its writer has told."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.reading, self.writing = os.pipe()
        self.gone, self.caught_up = Event(), Event()
        self.writer = Writer(self.writing, encoding, gone=self.gone.set, caught_up=self.caught_up.set)

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size and (piece := os.read(self.reading, size - len(data))):
            data += piece
        return data

    def hang_up(self) -> None:
        os.close(self.reading)
        self.reading = os.open(os.devnull, os.O_RDONLY)

    def close(self) -> None:
        self.hang_up()
        self.writer.finish()
        os.close(self.writing)


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


def test_what_is_written_comes_out_in_order_up_to_the_end(line: Line) -> None:
    for number in range(100):
        line.writer.write(f"{number:03}")
    line.writer.finish()
    line.writer.write("too late")
    assert line.read(300) == "".join(f"{number:03}" for number in range(100)).encode()
    os.close(line.writing)
    assert os.read(line.reading, 1) == b""
    line.writing = os.open(os.devnull, os.O_WRONLY)


def test_a_line_that_is_slow_loses_frames_and_no_marks(line: Line) -> None:
    frame = "f" * 4096
    for _ in range(200):
        line.writer.write("<")
        line.writer.write(frame)
        line.writer.write(">")
    data = b""
    while data.count(b">") < 200:
        data += os.read(line.reading, 65536)
    assert line.caught_up.wait(PATIENCE)
    assert data.count(b"<") == data.count(b">") == 200
    assert BACKLOG - 4096 < data.count(b"f") < BACKLOG + 70_000 + 4096  # what a pipe holds besides
    line.writer.write(frame)
    assert line.read(4096) == frame.encode()


def test_a_line_that_is_gone_is_told_once_and_takes_everything(line: Line) -> None:
    line.hang_up()
    line.writer.write("lost")
    assert line.gone.wait(PATIENCE)
    line.writer.write("lost, too")
    line.writer.finish()


def test_what_an_encoding_lacks_keeps_its_width() -> None:
    line = Line("ascii")
    line.writer.write("a你e\u0301│")
    line.writer.finish()
    assert line.read(5) == b"a??e?"
    line.close()
