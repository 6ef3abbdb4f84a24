"""Brings everything up to date once there is a service, and again after it could not be asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tui.store.changes import Changes
from tui.store.connection import Connection
from tui.store.conversations import Conversations
from tui.store.failures import may_pass
from tui.store.following import Following
from tui.store.histories import Histories
from tui.store.keeping import Keeping
from tui.store.names import Names
from tui.store.removals import Removals
from tui.store.service import Opened
from tui.store.snapshots import Outage, Phase


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """Asks for what each part lacks. `restore` shows what is archived, meanwhile and never twice."""

    connection: Connection
    keeping: Keeping
    following: Following
    conversations: Conversations
    histories: Histories
    names: Names
    removals: Removals
    changes: Changes
    restore: Callable[[], Awaitable[None]]
    notify: Callable[[], None]

    @property
    def outage(self) -> Outage | None:
        """Why nothing of the service has been seen since the start; None where the list has been, or may be soon."""
        is_retried = self.connection.is_retried
        if self.connection.status.phase is Phase.FAILED:
            return Outage(self.connection.status.detail, is_retried)
        if not self.connection.silence or self.conversations.was_read:
            return None
        is_reading = self.conversations.snapshot().phase is Phase.LOADING
        return Outage(self.connection.silence, is_reading or is_retried)

    async def start(self) -> None:
        """Show what is archived, connect to the service and read the conversation list.

        Does nothing while that is under way, or signed out. Never raises a RoamingError.
        """
        if self.connection.is_ended or self.connection.status.phase in (Phase.LOADING, Phase.SIGNED_OUT):
            return
        is_open = await self.connection.open(self.restore)
        if self.connection.is_ended:
            return
        if not is_open:
            await self.removals.recover()  # what was never sent can be told of without a network as well
            return
        loading = (self.conversations.load(), self.histories.catch_up(), self.removals.recover())
        _none, is_there, _none = await asyncio.gather(*loading)
        if (failure := self.conversations.failure) is not None and may_pass(failure):
            self.connection.retry_later()
            return
        if is_there and not self.connection.silence:
            self.connection.caught_up()
        await self.changes.count()
        self.notify()
        await self.names.load([item.key for item in self.conversations.snapshot().items])

    async def try_again(self) -> None:
        """Have again what could not be had, and find out whether anybody answers."""
        if not self.connection.is_open or self.conversations.failure is not None:
            await self.start()
            return
        was_cut_off = self.connection.is_unanswered
        is_there = await self.histories.catch_up()
        if self.connection.is_unanswered:
            latest = self.histories.latest
            await (self.conversations.load() if latest is None else self.histories.refresh(latest))
        if self.connection.is_unanswered:
            self.connection.retry_later()
        elif is_there:
            self.connection.caught_up()
        if was_cut_off and not self.connection.is_unanswered:
            await self.conversations.settle_pins()
            await self.removals.recover()
            while await self.histories.verify():
                pass

    def connected(self, opened: Opened) -> None:
        """There is a service to ask, for the first time or again."""
        self.keeping.look_from(opened.base)
        self.histories.online()
        self.following.start(opened)

    def answered(self) -> None:
        """Somebody answers again: what waited for that can be loaded."""
        self.histories.online()
