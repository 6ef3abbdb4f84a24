"""Messages before they have a time."""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.models import Json
from tui.server.seed.people import NICKNAMES
from tui.server.seed.shelf import Body

_MENTION = re.compile(r"@(ALL|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)")


class Line(NamedTuple):
    """One message without its time; `starts` when it begins something new."""

    sender: str
    body: Body
    ext: dict[str, Json]
    starts: bool = False
    edits: int = 0


def text(sender: str, words: str, starts: bool = False, edits: int = 0) -> Line:
    """A text message; who is mentioned in it is told so (`em_at_list`, section 11)."""
    return Line(sender, {"type": "txt", "msg": words}, _mentions(words) if "@" in words else {}, starts, edits)


def _mentions(words: str) -> dict[str, Json]:
    called = [name for name in _MENTION.findall(words) if name == "ALL" or name in NICKNAMES]
    if not called:
        return {}
    return {"em_at_list": "ALL" if "ALL" in called else called}
