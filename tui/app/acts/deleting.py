"""Deleting: asks about exactly what would go, and gives what was agreed to the store."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.elsewhere import Elsewhere
from tui.app.acts.exporting_first import exports_of
from tui.app.acts.permission import refusal
from tui.app.screens.confirm import Question, ask
from tui.app.screens.questions import (
    Setting,
    deletion_question,
    range_question,
    removal_question,
    rest_question,
)
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.removal.plan import ByIds, Removal, Whole
from tui.removal.preview import Preview
from tui.store.snapshots import ConversationItem


class Deleting:
    """Acts on messages of the conversation that is shown, and on the one under the cursor of the list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def acts(self) -> Acts:
        return {
            "delete_conversation": Act(self._delete_conversation, self._has_conversation, self._is_deletable),
            "remove_up_to": Act(self._remove_up_to, self._has_message, self.is_allowed),
        }

    def is_allowed(self) -> bool:
        """Whether anything can be deleted now."""
        return not refusal(self._desk.store)

    def remove(self, messages: Sequence[ChatMessage]) -> None:
        """Ask, then remove exactly these messages of the conversation shown, whatever has changed since."""
        key = self._desk.shown
        if key is not None and not self._refuses():
            self._desk.run(self._ask_about(key, messages))

    async def go_on(self, rest: Removal) -> bool:
        """Ask whether what is left of a removal is to be removed; returns whether it is."""
        if self._refuses():
            return False
        if not isinstance(rest.target, ByIds):
            return await self._carry_out(rest, rest_question(rest, self._setting(rest.key)))
        messages = await self._desk.store.previews.messages(rest.key, rest.target.ids)
        if not messages:
            self._desk.say(_("These messages are no longer here: there is nothing left to remove."))
            return True
        return await self._remove(rest.key, messages)

    async def _ask_about(self, key: ConversationKey, messages: Sequence[ChatMessage]) -> None:
        await self._remove(key, messages)

    async def _remove(self, key: ConversationKey, messages: Sequence[ChatMessage]) -> bool:
        store, pane = self._desk.store, self._desk.panes.history
        await store.removals.prepare()
        preview = await store.previews.of_messages(key, [message.key for message in messages])
        off_screen = preview.removal.count - len(preview.removal.among(pane.in_sight))
        question = removal_question(preview, self._setting(key, preview), off_screen)
        return await self._carry_out(preview.removal, question)

    def _remove_up_to(self) -> None:
        key, until = self._desk.shown, self._desk.panes.history.cursor_message
        if key is not None and until is not None and not self._refuses():
            self._desk.run(self._ask_up_to(key, until))

    async def _ask_up_to(self, key: ConversationKey, until: ChatMessage) -> None:
        store = self._desk.store
        await store.removals.prepare()
        preview = await store.previews.up_to(key, until)
        off_screen = preview.removal.count - len(preview.removal.among(self._desk.panes.history.in_sight))
        question = range_question(preview, self._setting(key, preview), until, off_screen)
        await self._carry_out(preview.removal, question)

    def _delete_conversation(self) -> None:
        item = self._item
        if item is None or self._refuses():
            return
        if item.key.type is ConversationType.ROOM:
            self._desk.say(_("Chat rooms cannot be deleted from the list: the service does not allow it."))
        else:
            self._desk.run(self._ask_and_delete(item))

    async def _ask_and_delete(self, item: ConversationItem) -> None:
        store = self._desk.store
        await store.removals.prepare()
        keeping = await store.previews.of_conversation(item.key, with_messages=False)
        deleting = await store.previews.of_conversation(item.key, with_messages=True)
        off_screen = deleting.removal.count - len(deleting.removal.among(self._desk.panes.history.in_sight))
        setting = self._setting(item.key, deleting)
        question = deletion_question(item, keeping, deleting, setting, off_screen)
        await self._carry_out(deleting.removal, question)

    async def _carry_out(self, asked: Removal, question: Question[Removal]) -> bool:
        """Ask; take down what was agreed to, and nothing else. Returns whether it was."""
        desk = self._desk
        elsewhere = Elsewhere(desk.store, asked)
        agreed = await ask(desk.app, question, elsewhere.remarks)
        if agreed is None:
            return False
        removal = await elsewhere.left(agreed)
        if removal is None:
            desk.say(_("Nothing is left to remove: it was all removed elsewhere meanwhile."))
            return True
        await desk.store.removals.confirm(removal)
        if isinstance(removal.target, Whole):
            desk.panes.conversations.let_go(removal.key)
        elif isinstance(removal.target, ByIds):
            desk.panes.history.unmark_only(removal.key, removal.target.ids)
        return True

    def _setting(self, key: ConversationKey, preview: Preview | None = None) -> Setting:
        store = self._desk.store
        aids = exports_of(store, preview) if preview else ()
        return Setting(store.names.of(key), store.removals.rules, aids)

    def _refuses(self) -> bool:
        """Whether nothing can be deleted now; the user is told why."""
        if reason := refusal(self._desk.store):
            self._desk.say(reason)
        return not self.is_allowed()

    @property
    def _item(self) -> ConversationItem | None:
        """The conversation under the cursor; None while another one is shown, which the list has not."""
        item = self._desk.panes.conversations.cursor_item
        return item if item is not None and item.key == self._desk.shown else None

    def _has_conversation(self) -> bool:
        return self._item is not None

    def _is_deletable(self) -> bool:
        item = self._item
        return item is not None and item.listed and self.is_allowed()

    def _has_message(self) -> bool:
        panes = self._desk.panes
        return panes.reading and panes.history.cursor_message is not None
