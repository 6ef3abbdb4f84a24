"""From one conversation to another: by the list's cursor, or by whatever else leads there."""

from __future__ import annotations

import asyncio
from functools import partial

from tui.app.acts.arranging import Arranging
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.acts.reading import Reading
from tui.app.acts.remembering import Remembering
from tui.app.acts.seeking import Seeking
from tui.app.widgets.history.place import Place
from tui.models import ConversationKey

OPEN_DELAY = 0.15
"""Seconds that the cursor rests on a conversation before the service is asked for its messages."""


class Switching:
    """What is known is shown at once; the conversation is opened when the user has come to rest on it."""

    def __init__(
        self,
        desk: Desk,
        reading: Reading,
        going: Going,
        seeking: Seeking,
        arranging: Arranging,
        remembering: Remembering,
    ) -> None:
        self._desk = desk
        self._reading = reading
        self._going = going
        self._seeking = seeking
        self._arranging = arranging
        self._remembering = remembering

    async def begin(self) -> None:
        """Show the conversation under the cursor as the archive has it, where none is shown yet."""
        key = self._desk.panes.conversations.cursor_key
        if self._reading.conversation is None and key is not None:
            self._reading.conversation = key
            self._remembering.expect(key)
            await self._desk.store.histories.restore(key)
            self._desk.show_snapshots()
            await self._remembering.come_back()

    def open(self, conversation: ConversationKey) -> None:
        """Let the user read a conversation where it was left, whether the list has it or not."""
        panes = self._desk.panes
        self._going.stop()
        self._seeking.stop()
        self._going.leave(panes.history.spot)
        self._remembering.note(panes.history)
        self._reading.conversation = conversation
        panes.enter(history=True)
        self._reading.show()
        self._remembering.expect(conversation)
        self._point_at(conversation)

    def show(self, conversation: ConversationKey, place: Place, *, enter: bool = True) -> None:
        """Show a conversation at a place that is loaded; `enter`: and let the user read there."""
        panes = self._desk.panes
        self._remembering.expect(None)
        self._remembering.note(panes.history)
        self._reading.conversation = conversation
        if enter:
            panes.enter(history=True)
        self._reading.show(place)
        if enter:
            self._point_at(conversation)

    def follow_highlight(self, key: ConversationKey | None) -> None:
        """The list's cursor is on this conversation now; None when the last one has gone."""
        before = self._reading.conversation
        if before is not None:  # else it is the list that has come, and not the user who wants something else
            self._going.stop()
        self._remembering.note(self._desk.panes.history)
        self._reading.conversation = key
        if key != before:
            self._seeking.stop()
            self._desk.store.show_all()
        if key is None:
            self._reading.clear()
            return
        self._reading.show()
        if key != before:
            self._remembering.expect(key)
        self._open_shown(0 if before in (None, key) else OPEN_DELAY)

    def _point_at(self, conversation: ConversationKey) -> None:
        """Have the list's cursor on what is shown, where the list has it."""
        self._arranging.reveal(conversation)
        if not self._desk.panes.conversations.go_to(conversation):
            self._open_shown(0)

    def _open_shown(self, delay: float) -> None:
        """Open what is shown in `delay` seconds, where it was left, unless something else is to be shown by then."""
        self._desk.run_latest(partial(self._rest_and_open, delay))

    async def _rest_and_open(self, delay: float) -> None:
        await asyncio.sleep(delay)
        shown = self._reading.conversation
        if shown is not None:
            self._desk.store.habits.opened(shown)
            await self._remembering.come_back()
            self._desk.run(self._desk.store.histories.open(shown))  # which is not given up when another one is shown
