"""The history pane's keys."""

from __future__ import annotations

from textual.binding import Binding

from tui.app.keys import twins
from tui.i18n import _


def _key(name: str, keys: str, action: str, words: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(twins(keys), action, words, id=f"history.{name}", tooltip=tooltip, show=show)


def bindings() -> list[Binding]:
    """Each with an id (for a keymap), a description and a tooltip (for help and palette)."""
    return [
        _key("next", "j,down", "step('newer')", _("Next message"), _("Go to the next message")),
        _key("previous", "k,up", "step('older')", _("Previous message"), _("Go to the message before")),
        _key("half-page-down", "ctrl+d", "scroll_pages(0.5)", _("Half page down"), _("Scroll half a screen down")),
        _key("half-page-up", "ctrl+u", "scroll_pages(-0.5)", _("Half page up"), _("Scroll half a screen up")),
        _key("page-down", "pagedown,ctrl+f", "scroll_pages(1)", _("Page down"), _("Scroll a screen down")),
        _key("page-up", "pageup", "scroll_pages(-1)", _("Page up"), _("Scroll a screen up")),
        _key("oldest", "g,home", "go_to_end('older')", _("Oldest"), _("Go to the oldest message")),
        _key("newest", "G,end", "go_to_end('newer')", _("Newest"), _("Go to the newest message, and follow new ones")),
        _key("previous-day", "[", "go_to_day('older')", _("Previous day"), _("Go to the start of the day, or before")),
        _key("next-day", "]", "go_to_day('newer')", _("Next day"), _("Go to the start of the next day")),
        _key("more", "enter", "more", _("More"), _("Show the rest of a long message, or load more beside it")),
        _key("retry", "r", "retry", _("Retry"), _("Try again to load the messages"), show=True),
        _key("remove", "d", "remove", _("Delete"), _("Delete the message, after asking"), show=True),
    ]
