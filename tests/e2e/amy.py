"""Amy, who has friends with long histories, and her browser in a terminal."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from tests.commands.worlds import USER, small_world
from tests.e2e.running import APP_KEY, PASSWORD, ROAM, clean_environment
from tests.e2e.terminal import Terminal
from tui.server.service import Service

PAGE_UP, PAGE_DOWN = "\x1b[5~", "\x1b[6~"

FRIENDS = ("bob", "dan", "erin")


def stored(folder: Path, count: int = 300) -> str:
    """The address of a database in which amy and each of her friends have said so much."""
    database = f"sqlite:///{folder / 'service.db'}"
    with closing(Service.create(database, APP_KEY)) as service:
        service.load_world(small_world(FRIENDS, count), PASSWORD)
    return database


def account(home: Path, rest_url: str, **variables: str) -> dict[str, str]:
    """The environment of a program of amy's, which keeps its files below `home`."""
    values = {"ROAM_APP_KEY": APP_KEY, "ROAM_USER": USER, "ROAM_PASSWORD": PASSWORD, "ROAM_REST_URL": rest_url}
    return clean_environment(home, **{**values, **variables})


def browser(environment: dict[str, str], *arguments: str) -> Terminal:
    return Terminal([*ROAM, *arguments], columns=110, rows=30, environment=environment)


def select(terminal: Terminal, name: str) -> None:
    """Move the cursor in the list to a conversation, and read it."""
    terminal.press("hg")
    terminal.settle()
    for _step in range(40):
        if _is_read(terminal, name):
            terminal.press("\r")
            terminal.until(lambda: re.search(rf"┏━ {re.escape(name)}", terminal.text) is not None, "never entered")
            return
        terminal.press("J")
        terminal.settle(0.3)
    raise AssertionError(f"never got to {name}; the screen was:\n{terminal.text}")


def _is_read(terminal: Terminal, name: str) -> bool:
    return re.search(rf"[┌┏][─━] {re.escape(name)} ·", terminal.text) is not None


def everything_on_the_screen(terminal: Terminal) -> list[int]:
    """The numbers of all messages of the history that is read, from the oldest on, as paging down shows them."""
    terminal.press("g")
    terminal.see(r"(?s)server keeps nothing older.*(?:bob|dan|erin) 0\b")
    found = numbers(terminal.settle())
    while "newer below" in terminal.text:
        shown = numbers(_next_page(terminal))
        common = next((n for n in range(min(len(found), len(shown)), 0, -1) if found[-n:] == shown[:n]), 0)
        found += shown[common:]
    return found


def _next_page(terminal: Terminal) -> str:
    before = terminal.text
    terminal.press(PAGE_DOWN)
    terminal.until(lambda: terminal.text != before, "a page down changed nothing")
    return terminal.settle()


def numbers(screen: str) -> list[int]:
    right = "\n".join(line[30:] for line in screen.splitlines())
    return [int(each) for each in re.findall(r"(?:bob |dan |erin |said №)(\d+)", right)]
