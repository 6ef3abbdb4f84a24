"""The Markdown form: a heading a day, each message as a quotation in which no character acts."""

from __future__ import annotations

import re
from functools import lru_cache

from tui.export.clock import Moment
from tui.export.telling import Told
from tui.timeline.links import addresses

_ACTS = re.compile(r"[\\`*_\[\]<>&|~$^{}!]")
_ACTS_FIRST = re.compile(r"(\d{0,9})([-+#=:.)])")
"""At the beginning of a line these make it a heading, an entry of a list or a line below a heading."""
_SPACES = re.compile(r"^ +| {2,}")


class MarkdownLook:
    """CommonMark with nothing in it that is not ours but text and links to http and https addresses."""

    def head(self, title: str, subtitle: str) -> str:
        return f"# {escaped(title)}\n\n{escaped(subtitle)}\n"

    def gap(self, words: str) -> str:
        return f"\n*{escaped(words)}*\n"

    def day(self, day: str) -> str:
        return f"\n## {day}\n"

    def message(self, moment: Moment, sender: str, told: Told) -> str:
        noted = f" *({escaped(told.note)})*" if told.note else ""
        quoted = "\\\n> ".join(map(escaped, told.words.split("\n")))
        return f"\n**{_sender(sender)}** {moment.time} {moment.offset}{noted}\n\n> {quoted}\n"


def escaped(line: str) -> str:
    """One clean line as Markdown that shows just that line."""
    parts: list[str] = []
    end = 0
    for at, address in addresses(line):
        parts += (_plain(line[end:at]), f"<{address}>")
        end = at + len(address)
    parts.append(_plain(line[end:]))
    first = _ACTS_FIRST.match(line)
    text = "".join(parts)
    return (f"{first[1]}\\{text[first.start(2) :]}" if first else text) or "&nbsp;"


@lru_cache(4096)
def _sender(name: str) -> str:
    return escaped(name)


def _plain(text: str) -> str:
    return _SPACES.sub(lambda found: "&nbsp;" * len(found[0]), _ACTS.sub(r"\\\g<0>", text))
