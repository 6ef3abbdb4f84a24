"""The frame of an HTML page that needs nothing but itself, and lets nothing in it act but its own script."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from tui.i18n import _

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")


def head(title: str, subtitle: str, *, body: str = "", days: bool = False) -> str:
    """The beginning of a page, up to and into its `main`; titles are texts, `body` the attributes of that element.

    `days`: the page ends with an element of this id, to which a link leads where it is not in sight beside the rest.
    """
    name, more = escape(title), escape(subtitle)
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{name}</title>\n<style>{STYLE}</style></head>\n<body{body}>"
        f"<header><h1>{name}</h1><p>{more}</p>{_days() if days else ''}{_search()}</header>\n<main>\n"
    )


def foot(*, scripted: bool) -> str:
    """The end of a page, with the script of the search if it is wanted."""
    script = f"<script>{SCRIPT}</script>\n" if scripted else ""
    return f"{script}</body></html>\n"


def _policy() -> str:
    """Pictures may come from beside the page; a page that was opened as a file has no "self" in every browser."""
    return (
        f"default-src 'none'; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}; img-src 'self' file:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _days() -> str:
    return f'<a id="to-days" href="#days">{escape(_("Days"))}</a>'


def _search() -> str:
    words = escape(_("Search (/)"))
    return (
        f'<div id="search" hidden><span id="found" role="status"></span>'
        f'<input id="query" type="search" placeholder="{words}" aria-label="{words}" autocomplete="off"></div>'
    )
