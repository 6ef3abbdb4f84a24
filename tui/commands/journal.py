"""`roam journal`: what was deleted with this program, when, of what, and with which result. Asks nobody."""

from __future__ import annotations

import argparse
from collections import Counter

from tui.commands.carrying_out import opened_journal
from tui.commands.connecting import required_account
from tui.commands.printing import print_json, print_table, say, when
from tui.config import journal_file
from tui.i18n import _
from tui.models import Json
from tui.removal.entries import Entry, Result, State
from tui.removal.plan import ByIds, UpTo, Whole
from tui.removal.words import what_goes


def run(arguments: argparse.Namespace) -> int:
    """Print what is known of each deletion, the oldest first. A journal that is not there yet is not made."""
    connection = required_account(arguments.profile)
    if not journal_file(connection.app_key, connection.user, connection.rest_url).exists():
        say(_("nothing was deleted with this program yet"))
        return 0
    with opened_journal(connection) as journal:
        entries = journal.entries(arguments.limit or None)[::-1]
    if arguments.json:
        for entry in entries:
            print_json(_object(entry))
    else:
        print_table([_row(entry) for entry in entries], [_told(entry) for entry in entries])
    return 0


def _row(entry: Entry) -> list[str]:
    key = entry.removal.key
    return [str(entry.number), when(entry.confirmed_at), key.type.value, key.id]


def _told(entry: Entry) -> list[str]:
    """What was to go, and what became of it."""
    return [what_goes(entry.removal), f"{_words(entry)}: {entry.reason}" if entry.reason else _words(entry)]


def _words(entry: Entry) -> str:
    """How it went; of a part that failed, how many messages did what."""
    match entry.state:
        case State.CONFIRMED:
            return _("confirmed, not sent")
        case State.CANCELLED:
            return _("cancelled, nothing was sent")
        case State.SENT | State.APPLIED:
            return _("done")
        case State.SENDING:
            return _("sent, not known whether done")
        case State.FAILED:
            done = Counter(entry.results)[Result.DONE]
            return _("failed, {done:,} of {count:,} done").format(done=done, count=len(entry.results))


def _object(entry: Entry) -> dict[str, Json]:
    """Times are in ms since 1970, None for not yet; `results` are in the order of `ids`, or one for the one request.

    `before` and `newest`: what came after these times was not meant; `newest` is 0 where there was no message.
    """
    target = entry.removal.target
    return {
        "number": entry.number,
        "account": entry.account,
        "conversation": entry.removal.key.id,
        "type": entry.removal.key.type.value,
        "what": _kind(entry),
        "count": entry.removal.count,
        "state": entry.state.value,
        "reason": entry.reason,
        "ids": list(target.ids) if isinstance(target, ByIds) else None,
        "before": target.time if isinstance(target, UpTo) else None,
        "newest": target.newest if isinstance(target, Whole) else None,
        "results": [each.value for each in entry.results],
        "confirmed_at": entry.confirmed_at,
        "sending_at": entry.sending_at,
        "sent_at": entry.sent_at,
        "ended_at": entry.ended_at,
        "version": entry.version,
    }


def _kind(entry: Entry) -> str:
    match entry.removal.target:
        case ByIds():
            return "messages"
        case UpTo():
            return "messages before"
        case whole:
            return "conversation and messages" if whole.with_messages else "conversation"
