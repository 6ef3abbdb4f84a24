"""Signals that ask the program to end."""

from __future__ import annotations

import asyncio
import signal

from tui.app.terminal.application import TerminalApp

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


def end_on_signals(app: TerminalApp) -> None:
    """End `app` when the program is told to or its terminal goes away; its exit code is 128 and the signal's number.

    What was ignored from the start (`nohup`) stays ignored. Must be called in the main thread's event loop, which
    keeps the handlers for as long as it lives.
    """
    loop = asyncio.get_running_loop()
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, app.end, number)
