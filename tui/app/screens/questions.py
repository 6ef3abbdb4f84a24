"""The questions that are asked before something is destroyed, worded for exactly what would go."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app.screens.confirm import Choice, Question
from tui.i18n import _, ngettext
from tui.models import ChatMessage, ConversationType
from tui.store.snapshots import ConversationItem
from tui.text import clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe

EXCERPT = 160
"""Characters of a message that a question repeats."""

NAME = 64
"""Characters of a name that a question repeats: ids of users are no longer than this (section 1)."""


def removal_question(messages: Sequence[ChatMessage], kind: ConversationType) -> Question[bool]:
    """Ask whether these messages (at least one, oldest first) are to be removed."""
    count = len(messages)
    title = ngettext("Remove {count} message?", "Remove {count} messages?", count).format(count=count)
    lines = [_quoted(messages[0])]
    if count > 1:
        lines.append(_("… and {count} more, the last one:").format(count=count - 1))
        lines.append(_quoted(messages[-1]))
    label = ngettext("Remove {count} message", "Remove {count} messages", count).format(count=count)
    return Question(title, (*lines, "", _consequence(kind)), (Choice("y", label, True),))


def deletion_question(item: ConversationItem) -> Question[bool]:
    """Ask whether the conversation is to leave the list; the decision is whether its messages go, too."""
    name = _shortened(item.name, NAME)
    lines = (
        *_identity(item),
        _("It can leave your list on all your devices, and come back with the next message."),
        _("Its messages on the server can go as well: for you on all your devices, and for good."),
        _others_keep(item.key.type),
    )
    choices = (
        Choice("r", _("Remove from the list, keep the messages"), False),
        Choice("m", _("Remove from the list and delete the messages"), True),
    )
    return Question(_("Delete the conversation {name}?").format(name=name), lines, choices)


def _identity(item: ConversationItem) -> list[str]:
    """What tells the conversation from others of its name: its id, and what was said last."""
    last = [_quoted(item.last_message)] if item.last_message else []
    named = [_shortened(item.key.id, NAME)] if item.name != item.key.id else []
    return [*named, *last, ""] if named or last else []


def _quoted(message: ChatMessage) -> str:
    at = local_time(message.time, None)
    words = _shortened(describe(message, 4 * EXCERPT), EXCERPT)
    return f"{at:%Y-%m-%d %H:%M}  {_shortened(message.sender, NAME)}: {words}"


def _shortened(text: str, limit: int) -> str:
    line = clean_line(text[: 4 * limit])
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _consequence(kind: ConversationType) -> str:
    gone = _("Removed for you on all your devices.")
    return f"{gone} {_others_keep(kind)} {_('This cannot be undone.')}"


def _others_keep(kind: ConversationType) -> str:
    if kind is ConversationType.SINGLE:
        return _("The other side keeps theirs.")
    return _("The other members keep theirs.")
