"""What a text consists of: code, quoted lines, links and mentions, recognised in one pass over clean text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from tui.timeline.links import ADDRESS, TARGET, Link, link_at, link_to

LONGEST_MENTION = 64
"""Characters of a mention: ids of users are no longer (section 1)."""

_INLINE = re.compile(
    rf"(?P<code>`[^`\n]++`)"
    rf"|\[(?P<label>[^\[\]\n]{{1,200}}+)\]\((?P<target>{TARGET})\)"
    rf"|(?P<link>{ADDRESS})"
    rf"|(?P<mention>(?<![A-Za-z0-9_.@])@[\w.-]{{1,{LONGEST_MENTION}}}+)"
)
_NOTHING_TO_FIND = re.compile(r"[^`@>:]*+")
_FENCE = re.compile(r" {0,3}```[^`]*+")
_FENCE_END = re.compile(r" {0,3}```+ *+")


class PieceKind(Enum):
    """What a piece of a text is."""

    PLAIN = auto()
    CODE = auto()
    QUOTE = auto()
    LINK = auto()
    MENTION = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, as it stands there; `link` is there for a `LINK` only."""

    text: str
    kind: PieceKind
    link: Link | None = None


def recognise(text: str) -> tuple[Piece, ...]:
    """The pieces of a clean `text` (`tui.text.clean`), in order; joined they are the text again.

    Takes time in proportion to the length, whatever is in it.
    """
    if _NOTHING_TO_FIND.fullmatch(text):
        return (Piece(text, PieceKind.PLAIN),) if text else ()
    return tuple(_joined(_pieces(text)))


def links_in(text: str) -> tuple[Link, ...]:
    """The links of a clean `text`, in order, each address once."""
    found = (piece.link for piece in recognise(text) if piece.link)
    return tuple({link.url: link for link in found}.values())


def _pieces(text: str) -> Iterator[Piece]:
    in_code = False
    for line in text.splitlines(keepends=True):
        bare = line.removesuffix("\n")
        if in_code or _FENCE.fullmatch(bare):
            in_code = not (in_code and _FENCE_END.fullmatch(bare))
            yield Piece(line, PieceKind.CODE)
        else:
            yield from _inline(line, PieceKind.QUOTE if line.startswith(">") else PieceKind.PLAIN)


def _inline(line: str, kind: PieceKind) -> Iterator[Piece]:
    """The pieces of one line; what is nothing else is of `kind`."""
    done = at = 0
    while found := _INLINE.search(line, at):
        piece = _piece(found)
        at = found.end() if piece is None else found.start() + len(piece.text)
        if piece is not None:
            yield Piece(line[done : found.start()], kind)
            yield piece
            done = at
    yield Piece(line[done:], kind)


def _piece(found: re.Match[str]) -> Piece | None:
    if found["code"]:
        return Piece(found[0], PieceKind.CODE)
    if found["mention"]:
        mention = found[0].rstrip(".-")
        return Piece(mention, PieceKind.MENTION) if mention != "@" else None
    link = link_to(found["target"], found["label"]) if found["target"] else link_at(found[0])
    if link is None:
        return None
    return Piece(found[0] if found["target"] else link.url, PieceKind.LINK, link)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """`pieces` without empty ones, and with neighbours of one kind as one; links stay apart."""
    texts: list[str] = []
    kind = PieceKind.PLAIN
    for piece in pieces:
        if texts and (piece.kind is not kind or piece.link) and piece.text:
            yield Piece("".join(texts), kind)
            texts = []
        if piece.link:
            yield piece
        elif piece.text:
            texts.append(piece.text)
            kind = piece.kind
    if texts:
        yield Piece("".join(texts), kind)
