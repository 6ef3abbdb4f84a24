"""Pinning and unpinning the conversation under the cursor."""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.permission import refusal
from tui.i18n import _
from tui.models import ConversationType
from tui.store.snapshots import ConversationItem


class Pinning:
    """Shown at once; taken back, with the reason, where the service refuses."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def acts(self) -> Acts:
        return {"pin": Act(self._toggle_pin, self._has_conversation, self._is_useful)}

    def _toggle_pin(self) -> None:
        desk, item = self._desk, self._item
        if item is None:
            return
        if reason := refusal(desk.store):
            desk.say(reason)
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

    def _is_useful(self) -> bool:
        item = self._item
        return item is not None and item.listed and not refusal(self._desk.store)
