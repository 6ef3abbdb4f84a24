"""Pinning and deleting: the acts that change something at the service, after asking where it cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.screens.confirm import ask
from tui.app.screens.questions import deletion_question, removal_question
from tui.i18n import _
from tui.models import ChatMessage, ConversationType
from tui.removal.plan import Removal, Whole
from tui.store.snapshots import ConversationItem


class Changing:
    """Acts on the conversation under the cursor, and on messages of the one that is shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def acts(self) -> Acts:
        return {
            "pin": Act(self._toggle_pin, self._has_conversation, self._is_listed),
            "delete_conversation": Act(self._delete_conversation, self._has_conversation, self._is_listed),
        }

    def remove(self, messages: Sequence[ChatMessage]) -> None:
        """Ask, then remove exactly these messages (oldest first), whatever has changed since."""
        self._desk.run(self._remove(messages))

    async def _remove(self, messages: Sequence[ChatMessage]) -> None:
        desk, key = self._desk, self._desk.shown
        if key is None or self._lacks_service():
            return
        if any(not message.id for message in messages):
            desk.say(_("A message without an id cannot be removed: the service would not know which one is meant."))
        elif await ask(desk.app, removal_question(messages, key.type)):
            await desk.store.removals.carry_out(Removal.of_messages(key, messages))

    def _delete_conversation(self) -> None:
        self._desk.run(self._ask_and_delete())

    async def _ask_and_delete(self) -> None:
        desk, item = self._desk, self._item
        if item is None or self._lacks_service():
            return
        if item.key.type is ConversationType.ROOM:
            desk.say(_("Chat rooms cannot be deleted from the list: the service does not allow it."))
            return
        delete_messages = await ask(desk.app, deletion_question(item))
        if delete_messages is not None:
            desk.panes.conversations.let_go(item.key)
            newest = item.last_message.time if item.last_message else 0
            await desk.store.removals.carry_out(Removal(item.key, Whole(delete_messages, newest), 0))

    def _toggle_pin(self) -> None:
        desk, item = self._desk, self._item
        if item is None or self._lacks_service():
            return
        if item.key.type is ConversationType.ROOM:
            desk.say(_("Chat rooms cannot be pinned: the service does not allow it."))
            return
        desk.run(desk.store.conversations.set_pinned(item.key, not item.is_pinned))

    @property
    def _item(self) -> ConversationItem | None:
        """The conversation under the cursor; None while another one is shown, which the list has not."""
        item = self._desk.panes.conversations.cursor_item
        return item if item is not None and item.key == self._desk.shown else None

    def _has_conversation(self) -> bool:
        return self._item is not None

    def _is_listed(self) -> bool:
        item = self._item
        return item is not None and item.listed and not self._desk.store.is_offline

    def _lacks_service(self) -> bool:
        """Whether what was asked for takes the service, which cannot be asked now; the user is told."""
        if self._desk.store.is_offline:
            self._desk.say(_("Not connected: pins and deletions need the service. What is archived can be read."))
        return self._desk.store.is_offline
