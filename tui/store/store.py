"""The single source of truth: puts the sub-stores together and tells whoever watches that something changed."""

from __future__ import annotations

import time
from collections.abc import Callable

from tui.errors import RoamingError
from tui.i18n import _
from tui.store.conversations import Conversations
from tui.store.events import Event
from tui.store.histories import Histories
from tui.store.names import Names
from tui.store.service import Account, Opened, OpenService, Service
from tui.store.snapshots import Phase, ServiceStatus


def _clock() -> int:
    """Now, in ms since 1970."""
    return time.time_ns() // 1_000_000


class Store:
    """Facts and commands. Widgets read snapshots; nothing but the sub-stores changes anything."""

    def __init__(self, open_service: OpenService, now: Callable[[], int] = _clock) -> None:
        self._open_service = open_service
        self._opened: Opened | None = None
        self._listeners: list[Callable[[], None]] = []
        self.status = ServiceStatus()
        self.names = Names(self._service, self._renamed)
        self.conversations = Conversations(self._service, self.apply, self._notify, self.names.of, now)
        self.histories = Histories(self._service, self.apply, self._notify, self.names.of)

    @property
    def account(self) -> Account | None:
        """Who is signed in; None until that is known."""
        return self._opened.account if self._opened else None

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; call what is returned to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def start(self) -> None:
        """Connect to the service and read the conversation list. Does nothing while that is under way.

        Never raises a RoamingError: `status` and the list's snapshot say how it went, and calling again tries again.
        """
        if self.status.phase is Phase.LOADING:
            return
        if self._opened is None:
            self._report(_("connecting"), None)
            try:
                self._opened = await self._open_service(self._report)
            except RoamingError as error:
                self._enter(ServiceStatus(Phase.FAILED, str(error)))
                return
            except BaseException:
                self._enter(ServiceStatus())
                raise
            self._enter(ServiceStatus(Phase.READY))
        await self.conversations.load()
        await self.names.load([item.key for item in self.conversations.snapshot().items])

    async def close(self) -> None:
        """Let go of the service. The store must not be used afterwards."""
        if self._opened:
            await self._opened.close()

    def apply(self, event: Event) -> None:
        """Take over what happened: the one path for what was done here and for what other devices did."""
        self.conversations.apply(event)
        self.histories.apply(event)

    def _service(self) -> Service:
        if self._opened is None:
            raise RoamingError(_("Not connected to the service yet."))
        return self._opened.service

    def _renamed(self) -> None:
        self.conversations.renamed()
        self._notify()

    def _report(self, detail: str, progress: float | None) -> None:
        self._enter(ServiceStatus(Phase.LOADING, detail, progress))

    def _enter(self, status: ServiceStatus) -> None:
        self.status = status
        self._notify()

    def _notify(self) -> None:
        for listener in tuple(self._listeners):
            listener()
