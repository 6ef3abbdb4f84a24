"""The questions that are asked before something is destroyed, worded for exactly what would go.

The answer to each is the removal that it showed, as it was when the question was made.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tui.app.screens.confirm import Aid, Choice, Question
from tui.i18n import _, ngettext
from tui.models import ChatMessage, ConversationType
from tui.removal.plan import Removal
from tui.removal.preview import Preview
from tui.removal.rules import Rules
from tui.removal.words import what_goes
from tui.store.snapshots import ConversationItem
from tui.text import clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe

EXCERPT = 160
"""Characters of a message that a question repeats."""

NAME = 64
"""Characters of a name that a question repeats: ids of users are no longer than this (section 1)."""

SENDER = 24
"""Characters of the sender of a message that a question repeats: it is told from others by what it says."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a question depends on besides what goes: what the conversation is called, what the user has laid down, and
    what can be done before one answers.
    """

    name: str
    rules: Rules
    aids: tuple[Aid, ...] = ()


def removal_question(preview: Preview, setting: Setting, off_screen: int = 0) -> Question[Removal]:
    """Ask whether exactly these messages are to be removed, `off_screen` of which are not on the screen."""
    removal, count = preview.removal, preview.removal.count
    title = ngettext("Remove {count:,} message?", "Remove {count:,} messages?", count).format(count=count)
    label = ngettext("Remove {count:,} message", "Remove {count:,} messages", count).format(count=count)
    facts = (*_ends(preview), *_facts(preview, off_screen), *_what_is_left(preview))
    lines = (*facts, "", *_consequence(removal, setting.rules))
    return Question(title, lines, (Choice("y", label, removal, _count_typed(removal, setting)),), setting.aids)


def range_question(preview: Preview, setting: Setting, until: ChatMessage, off_screen: int) -> Question[Removal]:
    """Ask whether all messages up to `until` are to be removed, by its time or, where that can be, one by one."""
    removal, at = preview.removal, local_time(until.time, None)
    title = _("Remove everything up to {time:%Y-%m-%d %H:%M:%S}?").format(time=at)
    known = ngettext("{count:,} message is known here.", "{count:,} messages are known here.", removal.count)
    lines = (
        known.format(count=removal.count),
        *_ends(preview),
        *_facts(preview, off_screen),
        *_what_is_left(preview),
        "",
        _("What was sent later stays."),
        *_consequence(removal, setting.rules),
    )
    label = _("Remove everything up to then, by the server's time")
    choices = [Choice("y", label, removal, _count_typed(removal, setting))]
    if preview.by_ids is not None:
        named = ngettext("Remove this {count:,} message", "Remove these {count:,} messages, no others", removal.count)
        typed = _count_typed(preview.by_ids, setting)
        choices.insert(0, Choice("i", named.format(count=preview.by_ids.count), preview.by_ids, typed))
    return Question(title, lines, tuple(choices), setting.aids)


def deletion_question(
    item: ConversationItem, keeping: Preview, deleting: Preview, setting: Setting, off_screen: int = 0
) -> Question[Removal]:
    """Ask how the conversation is to leave the list: `keeping` its messages, or `deleting` them as well."""
    name, count = _shortened(item.name, NAME), deleting.removal.count
    known = ngettext("{count:,} message is known here.", "{count:,} messages are known here.", count)
    lines = (
        *_identity(item),
        _("It can leave your list on all your devices, and come back with the next message."),
        _("Its messages on the server can go as well: for you on all your devices, and for good."),
        known.format(count=count),
        *_facts(deleting, off_screen),
        "",
        _others_keep(item.key.type),
        _undo_words(setting.rules),
    )
    typed = (item.name, item.key.id)
    choices = (
        Choice(
            "r", _("Remove from the list, keep the messages"), keeping.removal, typed if setting.rules.typed else ()
        ),
        Choice("m", _("Remove from the list and delete the messages"), deleting.removal, typed),
    )
    return Question(_("Delete the conversation {name}?").format(name=name), lines, choices, setting.aids)


def rest_question(removal: Removal, setting: Setting) -> Question[Removal]:
    """Ask whether a removal that failed is to be tried again."""
    name = _shortened(setting.name, NAME)
    lines = (f"{name}: {what_goes(removal)}", "", *_consequence(removal, setting.rules))
    typed = (setting.name, removal.key.id) if setting.rules.typed else ()
    return Question(_("Try this removal again?"), lines, (Choice("y", _("Try again"), removal, typed),))


def _count_typed(removal: Removal, setting: Setting) -> tuple[str, ...]:
    return (str(removal.count),) if setting.rules.typed else ()


def _ends(preview: Preview) -> Iterator[str]:
    """The first and the last message that go."""
    if preview.first is None or preview.last is None:
        return
    if preview.removal.count == 1:
        yield _quoted(preview.first)
        return
    yield _("First: {message}").format(message=_quoted(preview.first))
    yield _("Last: {message}").format(message=_quoted(preview.last))


def _facts(preview: Preview, off_screen: int) -> Iterator[str]:
    """What is not to be seen from the screen."""
    if off_screen:
        words = ngettext("{count:,} is not on the screen now.", "{count:,} are not on the screen now.", off_screen)
        yield words.format(count=off_screen)
    if preview.not_loaded > 0:
        words = ngettext(
            "{count:,} is archived but not loaded.", "{count:,} are archived but not loaded.", preview.not_loaded
        )
        yield words.format(count=preview.not_loaded)
    if preview.may_be_more:
        yield _("Not all of this range was ever fetched: more may be deleted than is shown here.")


def _what_is_left(preview: Preview) -> Iterator[str]:
    """What happens to a conversation that loses its newest messages."""
    if not preview.takes_newest:
        return
    if preview.empties:
        yield _("Nothing is left then: the conversation leaves your list.")
    elif preview.empties is None:
        yield _("If the server has no others, the conversation leaves your list.")


def _identity(item: ConversationItem) -> list[str]:
    """What tells the conversation from others of its name: its id, and what was said last."""
    last = [_("Last: {message}").format(message=_quoted(item.last_message))] if item.last_message else []
    named = [_shortened(item.key.id, NAME)] if item.name != item.key.id else []
    return [*named, *last, ""] if named or last else []


def _quoted(message: ChatMessage) -> str:
    at = local_time(message.time, None)
    words = _shortened(describe(message, 4 * EXCERPT), EXCERPT)
    return f"{at:%Y-%m-%d %H:%M}  {_shortened(message.sender, SENDER)}: {words}"


def _shortened(text: str, limit: int) -> str:
    line = clean_line(text[: 4 * limit])
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _consequence(removal: Removal, rules: Rules) -> Iterator[str]:
    yield _("Removed for you on all your devices; attached files stay on the server for now.")
    yield _others_keep(removal.key.type)
    yield _undo_words(rules)


def _undo_words(rules: Rules) -> str:
    seconds = math.ceil(rules.grace_seconds)
    if not seconds:
        return _("This cannot be undone.")
    words = ngettext(
        "It can be undone with z for {seconds} second, and then no more.",
        "It can be undone with z for {seconds} seconds, and then no more.",
        seconds,
    )
    return words.format(seconds=seconds)


def _others_keep(kind: ConversationType) -> str:
    if kind is ConversationType.SINGLE:
        return _("The other side keeps theirs.")
    return _("The other members keep theirs.")
