"""What follows when a deletion was agreed to: it can be undone, it is told how it went, and what failed is gone on
with.
"""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.deleting import Deleting
from tui.app.acts.desk import Desk
from tui.app.screens.confirm import Choice, Question, ask
from tui.app.widgets.removal_line import Going, Rest
from tui.i18n import _
from tui.models import ConversationKey
from tui.removal.entries import State
from tui.removal.outcome import Outcome
from tui.removal.plan import ByIds, Removal
from tui.removal.words import outcome_sentence, what_goes
from tui.text import clean_line


class Aftermath:
    """Of all deletions of this program, in whichever conversation."""

    def __init__(self, desk: Desk, deleting: Deleting) -> None:
        self._desk = desk
        self._deleting = deleting
        self._rests: dict[int, Removal] = {}
        self._unsettled: set[int] = set()  # what did not go as it was wished, or may not have

    def acts(self) -> Acts:
        return {
            "undo": Act(self._undo, is_useful=lambda: bool(self._desk.store.removals.pending)),
            "recently_deleted": Act(lambda: self._desk.run(self._show_deleted())),
            "go_on": Act(self._go_on, lambda: bool(self._rests), self._deleting.is_allowed),
        }

    def follow(self) -> None:
        """Tell what has become of deletions since this was called last; messages that were not deleted are marked."""
        for outcome in self._desk.store.removals.take_outcomes():
            self._desk.say(outcome_sentence(outcome, self._desk.store.names.of(outcome.removal.key)))
            self._keep_rest(outcome)

    @property
    def said(self) -> Going | Rest | None:
        """What the user is to be reminded of."""
        pending = self._desk.store.removals.pending
        if pending:
            latest = pending[-1]
            name = self._desk.store.names.of(latest.removal.key)
            return Going(name, what_goes(latest.removal), latest.deadline, len(pending) - 1)
        if self._rests:
            rest = list(self._rests.values())[-1]
            return Rest(self._desk.store.names.of(rest.key), what_goes(rest))
        return None

    def leave(self) -> None:
        """End the program; where something can still be undone, ask what is to become of it."""
        if self._desk.store.removals.pending:
            self._desk.run(self._ask_and_leave())
        else:
            self._desk.app.exit()

    async def _ask_and_leave(self) -> None:
        removals = self._desk.store.removals
        goes = [f"{self._name(each.removal.key)}: {what_goes(each.removal)}" for each in removals.pending]
        choices = (
            Choice("s", _("Send these deletions now, then quit"), True),
            Choice("k", _("Keep it all, then quit"), False),
        )
        lines = (_("Nothing of this has been sent yet:"), *goes)
        question = Question(_("Quit with deletions that can still be undone?"), lines, choices)
        with removals.held():
            is_sent = await ask(self._desk.app, question)
            if is_sent is None:
                return
            if is_sent:
                await removals.send_now()
                self.follow()
            else:
                await removals.keep()
        if not self._unsettled:
            self._desk.app.exit()

    def _undo(self) -> None:
        self._desk.run(self._take_back())

    async def _take_back(self) -> None:
        removal = await self._desk.store.removals.undo()
        if removal is None:
            self._desk.say(_("There is no deletion that could be undone."), "information")
            return
        values = {"name": self._name(removal.key), "what": what_goes(removal)}
        self._desk.say(_("{name}: not deleted: {what}.").format(**values), "information")
        if removal.count > 1:  # a single one was under the cursor, and not chosen by a mark
            await self._mark(removal)

    async def _show_deleted(self) -> None:
        from tui.app.screens.recently_deleted import RecentlyDeletedScreen

        store = self._desk.store
        deleted = await store.recently_deleted()
        kept_days = store.removals.rules.keep_deleted_days
        await self._desk.app.push_screen(RecentlyDeletedScreen(deleted, store.names.of, kept_days))

    def _go_on(self) -> None:
        if self._rests:
            self._desk.run(self._try_again(list(self._rests)[-1]))

    async def _try_again(self, number: int) -> None:
        """It is offered until it has been agreed to, or declined."""
        if await self._deleting.go_on(self._rests[number]) or self._deleting.is_allowed():
            self._rests.pop(number, None)
            self._desk.show_snapshots()

    def _keep_rest(self, outcome: Outcome) -> None:
        """Where nobody knows yet what has become of it, the store finds out and tells then."""
        self._rests.pop(outcome.number, None)
        self._unsettled.discard(outcome.number)
        rest = outcome.rest
        if rest is None:
            return
        self._unsettled.add(outcome.number)
        if outcome.state is not State.SENDING:
            self._rests[outcome.number] = rest
            self._desk.run(self._mark(rest))

    async def _mark(self, removal: Removal) -> None:
        """Mark the messages again that were chosen."""
        if isinstance(removal.target, ByIds):
            messages = await self._desk.store.previews.messages(removal.key, removal.target.ids)
            self._desk.panes.history.mark(removal.key, messages)

    def _name(self, key: ConversationKey) -> str:
        return clean_line(self._desk.store.names.of(key))
