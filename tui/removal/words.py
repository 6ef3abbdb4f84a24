"""What is said of a deletion once nothing more is done for it, in sentences for the user."""

from __future__ import annotations

from tui.i18n import _, ngettext
from tui.removal.entries import State
from tui.removal.outcome import Outcome
from tui.removal.plan import ByIds, Removal, UpTo, Whole


def what_goes(removal: Removal) -> str:
    """What was to be removed, in few words."""
    count = ngettext("{count:,} message", "{count:,} messages", removal.count).format(count=removal.count)
    match removal.target:
        case ByIds():
            return count
        case UpTo():
            return _("{messages} up to a time").format(messages=count)
        case Whole(with_messages=True):
            return _("the conversation with {messages}").format(messages=count)
        case Whole():
            return _("the conversation, but not its messages")


def outcome_sentence(outcome: Outcome, name: str) -> str:
    """What became of a removal in the conversation called `name`."""
    values = {"what": what_goes(outcome.removal), "name": name, "cause": str(outcome.cause or "").rstrip(".")}
    if outcome.state is State.CANCELLED:
        return _("{name}: not removed, as it was never sent: {what}.").format(**values)
    if outcome.is_done:
        return _("{name}: removed: {what}.").format(**values)
    if outcome.state is State.SENDING:
        return _("{name}: nobody knows yet whether this was removed: {what} ({cause}).").format(**values)
    if outcome.done:
        done, count = len(outcome.done), len(outcome.done) + len(outcome.not_done)
        sentence = _("{name}: {done:,} of {count:,} messages were removed, the others were not ({cause}).")
        return sentence.format(done=done, count=count, **values)
    return _("{name}: not removed: {what} ({cause}).").format(**values)
