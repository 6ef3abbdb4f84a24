"""Copying: messages as texts or as citations, into whatever clipboard there is."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.selected import selected_messages
from tui.app.clipboard.ladder import Clipboard
from tui.models import ChatMessage, ConversationKey
from tui.permalinks import Permalink
from tui.timeline.citations import cited, plain


class Copying:
    """Gives texts to the clipboard, and tells the user where they went."""

    def __init__(self, desk: Desk, clipboard: Clipboard) -> None:
        self._desk = desk
        self._clipboard = clipboard

    def acts(self) -> Acts:
        return {
            "copy": Act(self._copy_text, self._is_reading, self._has_messages),
            "cite": Act(self._copy_citation, self._is_reading, self._has_messages),
        }

    def copy(self, text: str) -> None:
        """Copy any text without its control characters."""
        self._desk.run(self._put(text))

    async def _put(self, text: str) -> None:
        self._desk.say(await self._clipboard.put(text), "information")

    def _copy_text(self) -> None:
        if messages := selected_messages(self._desk):
            self.copy(plain(messages))

    def _copy_citation(self) -> None:
        messages, key = selected_messages(self._desk), self._desk.shown
        if messages and key is not None:
            name = self._desk.store.names.of(key)
            self.copy(cited(messages, name, self._links(messages, key)))

    def _links(self, messages: Sequence[ChatMessage], key: ConversationKey) -> list[Permalink | None]:
        account = self._desk.store.account
        return [
            Permalink(account.app_key, account.user_id, key, each.id) if account and each.id else None
            for each in messages
        ]

    def _is_reading(self) -> bool:
        return self._desk.panes.reading

    def _has_messages(self) -> bool:
        return bool(selected_messages(self._desk))
