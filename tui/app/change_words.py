"""Changes in words; pure, without Textual."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tui.app.widgets.cells import LINE_CAP
from tui.app.widgets.dates import day_and_hour
from tui.changes import Change, ChangeKind
from tui.i18n import _, ngettext
from tui.models import ConversationKey, ConversationType
from tui.text import clean_line
from tui.timeline.rows import local_time


def in_words(change: Change, name_of: Callable[[ConversationKey], str], now: datetime) -> str:
    """What has happened, as a clean sentence; `name_of` gives what a user is called."""
    name = name_of(ConversationKey(change.who, ConversationType.SINGLE)) if change.who else ""
    when = day_and_hour(local_time(change.place.time, now.tzinfo), now) if change.place else ""
    return _sentence(change).format(who=clean_line(name[:LINE_CAP]), when=when, count=f"{change.count:,}")


def _sentence(change: Change) -> str:
    match change.kind:
        case ChangeKind.RECALLED:
            return _("{who} recalled a message of {when}.")
        case ChangeKind.EDITED:
            return _("{who} edited a message of {when}.")
        case ChangeKind.REMOVED:
            return ngettext(
                "A message of {when} was deleted on another device.",
                "{count} messages up to {when} were deleted on another device.",
                change.count,
            )
        case ChangeKind.GONE:
            return ngettext(
                "A message of {when} is gone from the server: deleted elsewhere, or recalled.",
                "{count} messages up to {when} are gone from the server: deleted elsewhere, or recalled.",
                change.count,
            )
        case ChangeKind.PINNED:
            return _("Pinned on another device.")
        case ChangeKind.UNPINNED:
            return _("Unpinned on another device.")
        case ChangeKind.CAME:
            return _("Came into the server's list.")
        case ChangeKind.LEFT:
            return _("Left the server's list.")
        case ChangeKind.GAP:
            return _("Messages may be missing here after {when}.")
