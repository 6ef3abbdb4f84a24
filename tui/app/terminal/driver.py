"""Textual's driver for a terminal, made to survive what terminals send and to leave them as it found them.

Textual's own dies of one broken byte, takes the answers of terminals for keys, blocks when the terminal does not read,
spins when it goes away, and starts twice after a stray SIGCONT. Most of what is overridden here is private to Textual:
see `require_version`.
"""

from __future__ import annotations

import os
import re
import selectors
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import constants
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import SPECIAL_SEQUENCES, XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tui.app.terminal.ending import EndingApp
from tui.app.terminal.input_gate import InputGate
from tui.app.terminal.painted import Painted
from tui.app.terminal.writer import Writer
from tui.errors import ConfigError
from tui.i18n import _
from tui.modes import MODES_OFF

KNOWN_VERSION = "8.2.8"

PAUSE = 0.1
"""Seconds without input after which an escape is a key of its own."""

_AFTER_A_STOP = 0.1
"""Seconds for the signals that came while the process was stopped to be handled, before it goes on."""

_CLEAR = "\x1b[2J\x1b[H"
"""For terminals without a second screen (GNU screen as it comes, some consoles), where ours would stay behind."""

_RAISED = "\x1b[?1049h\x1b[?25l\x1b[?1004h"
"""The second screen without a cursor, and word of when the terminal has the focus."""

_REPORT = re.compile(
    r"\x1b\[(?:<\d{1,5};-?\d{1,5};-?\d{1,5}[Mm]"  # the mouse
    r"|\?\d{1,5};\d\$y"  # a mode
    r"|48;[1-9]\d{0,2};[1-9]\d{0,2};\d{1,5};\d{1,5}t"  # the size
    r"|\d{1,5};\d{1,5}R)"  # the place of the cursor
)
_KITTY_KEY = re.compile(r"\x1b\[(?:[\d:]*;?){2,3}[u~ABCDEFHPQRS]")


def require_version() -> None:
    """Raises ConfigError when Textual is not the version that this module was written for."""
    installed = _installed_version()
    if installed != KNOWN_VERSION:
        raise ConfigError(
            _("Textual {installed} is installed, but roam needs {known}: install roam again").format(
                installed=installed, known=KNOWN_VERSION
            )
        )


def _installed_version() -> str:
    folder = Path(constants.__file__).parent.with_name(f"textual-{KNOWN_VERSION}.dist-info")
    if folder.is_dir():
        return KNOWN_VERSION
    from importlib.metadata import version  # with it, the start imports a tenth more

    return version("textual")


def understood(sequence: str) -> bool:
    """Whether Textual can make sense of an escape sequence; it takes any other for keys, or fails."""
    if sequence in ANSI_SEQUENCES_KEYS or sequence in SPECIAL_SEQUENCES or _REPORT.fullmatch(sequence):
        return True
    if constants.DISABLE_KITTY_KEY or not _KITTY_KEY.fullmatch(sequence):
        return False
    return all(_is_character(int(number)) for number in re.findall(r"\d+", sequence))


def _is_character(code: int) -> bool:
    return code <= sys.maxunicode and not 0xD800 <= code <= 0xDFFF


class TerminalDriver(LinuxDriver):
    """Reads and writes the terminal that standard input and output are."""

    _app: EndingApp

    def __init__(self, app: EndingApp, **options: Any) -> None:
        super().__init__(app, **options)
        self._output = sys.__stdout__ or sys.stdout
        self._writer: Writer | None = None
        self._left = False  # the terminal has been given back
        self.painted = Painted()

    def write(self, data: str) -> None:
        if not self.send(data):
            self.painted.forget()

    def send(self, sequence: str) -> bool:
        """Write what draws nothing; returns whether it will be written."""
        return self._writer is not None and self._writer.write(sequence)

    def start_application_mode(self) -> None:
        self.painted.forget()
        self._writer = Writer(
            self._output.fileno(), self._output.encoding, gone=self._hung_up, caught_up=self._repaint_soon
        )
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual left it so
        super().close()  # Textual's own writer thread, which nothing is given to
        if self._key_thread is None:  # Textual does not begin where there is no terminal
            self._hung_up()
        self._left = False

    def set_modes(self) -> None:
        """Set the terminal's modes once more, for one that has been reset from outside while the program ran."""
        self.painted.forget()
        self.write(_RAISED)
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        if self._in_band_window_resize:
            self._enable_in_band_window_resize()

    def stop_application_mode(self) -> None:
        if not self._left:
            self.write(_CLEAR)
            super().stop_application_mode()
            self.write(MODES_OFF)
            self._left = True

    def disable_input(self) -> None:
        if not self._left:
            super().disable_input()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.finish()
            self._writer = None

    def run_input_thread(self) -> None:
        """Deliver what is typed until the driver stops reading or the terminal goes away."""
        gate = InputGate((sys.__stdin__ or sys.stdin).encoding, understood)
        parser = XTermParser()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = self._read() if selector.select(PAUSE) else None
                if data == b"":
                    return self._hung_up()
                text = gate.pause() if data is None else gate.feed(data)
                for event in (*(parser.feed(text) if text else ()), *parser.tick()):
                    self.process_message(event)
        return None

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # a thread that dies in silence would leave a program that hears nothing
            failure = error
            self._soon(lambda: self._app.fail(failure))

    def _hung_up(self) -> None:
        self._soon(lambda: self._app.end(signal.SIGHUP))

    def _repaint_soon(self) -> None:
        self._soon(lambda: self._app.refresh(layout=True))

    def _soon(self, call: Callable[[], object]) -> None:
        """Call in the event loop; from any thread or signal handler."""
        with suppress(RuntimeError):  # the loop has ended, and with it all there was to do
            self._loop.call_soon_threadsafe(call)

    def _enable_mouse_support(self) -> None:
        if os.environ.get("STY"):
            return  # once asked for the mouse, GNU screen keeps every Esc until another key shows that it was no click
        if not self._mouse or not os.environ.get("SSH_CONNECTION"):
            super()._enable_mouse_support()
        else:  # not every cell that the mouse crosses, only those while a button is down
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")

    def _sigtstp_application(self, *_arguments: object) -> None:
        self._soon(self._stop)

    def _sigcont_application(self, *_arguments: object) -> None:
        self._soon(self._take_again)

    def _stop(self) -> None:
        """Give the terminal back and stop, as the shell expects. Where there is no shell to go on from, go on."""
        if self._auto_restart and not self._left:
            self.suspend_application_mode()
        self._must_signal_resume = self._left
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)  # without a shell that could continue it, the system does not stop it
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._loop.call_later(_AFTER_A_STOP, self._go_on)

    def _go_on(self) -> None:
        """Take the terminal again, once it is this program's to take."""
        if not self._left or not self._auto_restart or self._app.is_ending:
            return
        if not self._is_in_foreground():
            os.kill(os.getpid(), signal.SIGSTOP)
            self._loop.call_later(_AFTER_A_STOP, self._go_on)
            return
        self.resume_application_mode()
        self._app.refresh(layout=True)

    def _take_again(self) -> None:
        """Something continued the process. If it was stopped without a word, others have used its terminal."""
        if not self._left and self._auto_restart and not self._app.is_ending and self._is_in_foreground():
            self.suspend_application_mode()
            self.resume_application_mode()
            self._app.refresh(layout=True)

    def _is_in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True  # there is no terminal any more, which reading from it will tell
