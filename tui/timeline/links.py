"""Addresses in texts that may be followed: those of the web, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_LINK = 2_048
"""Characters of an address that may be followed: a longer one, cut, would lead elsewhere."""

_LONGEST_HOST = 253

_SCHEME = "[hH][tT][tT][pP][sS]?://"  # re.IGNORECASE would make the ranges below slow to compile

# Letters of alphabets belong to an address, Chinese, Japanese and Korean ones do not: sentences in these scripts go on
# right behind an address, without a space.
_IN_LINK = r"[\w\-.~!$&'*+,;=:@%/?#\[\]()]"
ADDRESS = rf"(?<![A-Za-z0-9]){_SCHEME}(?:(?![\u2000-\U0010ffff]){_IN_LINK})++"
"""A pattern of what may be an address in a text; `link_at` tells where it really ends."""
TARGET = rf"{_SCHEME}(?:(?![\u2000-\U0010ffff()\[\]]){_IN_LINK})++"
"""A pattern of an address between brackets."""

_ADDRESS = re.compile(ADDRESS)
_HOST_IN_LABEL = re.compile(rf"\s*+(?:{_SCHEME})?(?P<host>[\w-]++(?:\.[\w-]++)++)")
_PICTURE = re.compile(r"[\w.-]++(?<=\.png|\.jpg|\.gif|\.svg)", re.IGNORECASE)
"""A file's name, as which rooms put pictures into a text; no host is called so."""
_AFTER_LINK = ".,;:!?'*"
_BRACKETS = {")": "(", "]": "["}


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


def link_to(url: str, label: str = "") -> Link | None:
    """The link with this address; None for what is no address with http or https and a host, or too long for one."""
    if len(url) > LONGEST_LINK:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme.lower() not in ("http", "https") or not host or len(host) > _LONGEST_HOST:
            return None
        real = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # also what no host can be called in ASCII
        return None
    shown = _HOST_IN_LABEL.match(label)
    is_other = shown is not None and shown["host"].lower() != real and not _PICTURE.fullmatch(label)
    return Link(url, real, misleads=is_other or not host.isascii() or "@" in parts.netloc)


def link_at(found: str) -> Link | None:
    """The link that `found`, a match of `ADDRESS`, begins with: the marks that end a sentence do not belong to it."""
    return link_to(_without_punctuation(found))


def addresses(text: str) -> Iterator[tuple[int, str]]:
    """The addresses in a text, in order, each with its place. Takes time in proportion to the length."""
    at = 0 if "://" in text else len(text)  # most texts have none, which is seen sooner without the pattern
    while found := _ADDRESS.search(text, at):
        link = link_at(found[0])
        at = found.end() if link is None else found.start() + len(link.url)
        if link is not None:
            yield found.start(), link.url


def _without_punctuation(url: str) -> str:
    """`url` without what ends the sentence around it: marks, and brackets that were opened before it."""
    surplus = {close: url.count(close) - url.count(opening) for close, opening in _BRACKETS.items()}
    end = len(url)
    while url[end - 1] in _AFTER_LINK or surplus.get(url[end - 1], 0) > 0:
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]
