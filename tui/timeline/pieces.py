"""What a text consists of: code, quoted lines, links and mentions, recognised in one pass over clean text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

LONGEST_LINK = 2_048
"""Characters of an address that are taken for one."""

LONGEST_MENTION = 64
"""Characters of a mention: ids of users are no longer (section 1)."""

_LONGEST_HOST = 253

_SCHEME = "[hH][tT][tT][pP][sS]?://"  # re.IGNORECASE would make the ranges below slow to compile

# Letters of alphabets belong to an address, Chinese, Japanese and Korean ones do not: sentences in these scripts go on
# right behind an address, without a space.
_IN_LINK = r"[\w\-.~!$&'*+,;=:@%/?#\[\]()]"
_URL = rf"{_SCHEME}(?:(?![\u2000-\U0010ffff]){_IN_LINK}){{1,{LONGEST_LINK}}}+"
_TARGET = rf"{_SCHEME}(?:(?![\u2000-\U0010ffff()\[\]]){_IN_LINK}){{1,{LONGEST_LINK}}}+"
_INLINE = re.compile(
    rf"(?P<code>`[^`\n]++`)"
    rf"|\[(?P<label>[^\[\]\n]{{1,200}}+)\]\((?P<target>{_TARGET})\)"
    rf"|(?P<link>(?<![A-Za-z0-9]){_URL})"
    rf"|(?P<mention>(?<![A-Za-z0-9_.@])@[\w.-]{{1,{LONGEST_MENTION}}}+)"
)
_NOTHING_TO_FIND = re.compile(r"[^`@>:]*+")
_FENCE = re.compile(r" {0,3}```[^`]*+")
_FENCE_END = re.compile(r" {0,3}```+ *+")
_HOST_IN_LABEL = re.compile(rf"\s*+(?:{_SCHEME})?(?P<host>[\w-]++(?:\.[\w-]++)++)")
_AFTER_LINK = ".,;:!?'*"
_BRACKETS = {")": "(", "]": "["}


class PieceKind(Enum):
    """What a piece of a text is."""

    PLAIN = auto()
    CODE = auto()
    QUOTE = auto()
    LINK = auto()
    MENTION = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """An address with http or https. `host` is where it really leads, in ASCII (punycode where need be), lower case.

    `misleads`: a reader may take it for one that leads elsewhere: the host has letters beyond ASCII, has a user's name
    before it, or is not the one that the link's label shows.
    """

    url: str
    host: str
    misleads: bool = False

    @property
    def address(self) -> str:
        """The address to give to a program: it leads to `host`, however that program reads letters beyond ASCII."""
        parts = urlsplit(self.url)
        shown = parts.hostname or ""
        if shown.isascii():
            return self.url
        user, at, rest = parts.netloc.rpartition("@")
        port = rest[len(shown) :]
        return parts._replace(netloc=f"{user}{at}{self.host}{port}").geturl()


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


def link_to(url: str, label: str = "") -> Link | None:
    """The link with this address; None for what is no address with http or https and a host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme.lower() not in ("http", "https") or not host or len(host) > _LONGEST_HOST:
            return None
        real = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # also what no host can be called in ASCII
        return None
    shown = _HOST_IN_LABEL.match(label)
    is_other = shown is not None and shown["host"].lower() != real
    return Link(url, real, misleads=is_other or not host.isascii() or "@" in parts.netloc)


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
    text = found[0] if found["target"] else _without_punctuation(found[0])
    link = link_to(found["target"] or text, found["label"] or "")
    return Piece(text, PieceKind.LINK, link) if link else None


def _without_punctuation(url: str) -> str:
    """`url` without what ends the sentence around it: marks, and brackets that were opened before it."""
    surplus = {close: url.count(close) - url.count(opening) for close, opening in _BRACKETS.items()}
    end = len(url)
    while url[end - 1] in _AFTER_LINK or surplus.get(url[end - 1], 0) > 0:
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]


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
