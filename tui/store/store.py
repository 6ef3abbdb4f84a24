"""The single source of truth: puts the sub-stores together and tells whoever watches that something changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from tui.errors import RoamingError
from tui.events import Event, Fact
from tui.i18n import _
from tui.live import LiveStatus
from tui.store.conversations import Conversations
from tui.store.following import Following
from tui.store.histories import Histories
from tui.store.names import Names
from tui.store.service import Account, Opened, OpenService, Service, SigningIn
from tui.store.signed_out import is_signed_out, watched
from tui.store.snapshots import Phase, ServiceStatus


def _clock() -> int:
    """Now, in ms since 1970."""
    return time.time_ns() // 1_000_000


class Store:
    """Facts and commands. Widgets read snapshots; nothing but the sub-stores changes anything."""

    def __init__(
        self, open_service: OpenService, now: Callable[[], int] = _clock, *, signing_in: SigningIn | None = None
    ) -> None:
        self._open_service = open_service
        self._signing_in = signing_in
        self._opened: Opened | None = None
        self._listeners: list[Callable[[], None]] = []
        self.status = ServiceStatus()
        self.names = Names(self._service, self.apply, self._renamed)
        self.conversations = Conversations(self._service, self.apply, self._notify, self.names.of, now)
        self.histories = Histories(self._service, self.apply, self._notify, self.names.of)
        self._following = Following((self.conversations, self.histories, self.names), self.apply, self._notify, now)

    @property
    def account(self) -> Account | None:
        """Who is signed in; None until that is known."""
        return self._opened.account if self._opened else None

    @property
    def live(self) -> LiveStatus:
        """How the live connection stands."""
        return self._following.status

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; call what is returned to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def start(self) -> None:
        """Connect to the service and read the conversation list. Does nothing while that is under way, or signed out.

        Never raises a RoamingError: `status` and the list's snapshot say how it went, and calling again tries again.
        """
        if self.status.phase in (Phase.LOADING, Phase.SIGNED_OUT):
            return
        if self._opened is None:
            self._report(_("connecting"), None)
            try:
                self._opened = await self._open_service(self._report)
            except RoamingError as error:
                self._fail(error)
                return
            except BaseException:
                self._enter(ServiceStatus())
                raise
            self._enter(ServiceStatus(Phase.READY))
            self._following.start(self._opened)
        await self.conversations.load()
        await self.names.load([item.key for item in self.conversations.snapshot().items])

    @property
    def signing_in_as(self) -> Account | None:
        """Whose password `sign_in` wants; None where nobody can sign in."""
        return self._signing_in.account if self._signing_in else None

    async def sign_in(self, password: str) -> None:
        """Connect anew by `password`; what is loaded stays. Raises RoamingError, and then nothing has changed."""
        if self._signing_in is None:
            raise RoamingError(_("nobody can sign in here"))
        previous, self._opened = self._opened, await self._signing_in.open(password)
        self._enter(ServiceStatus(Phase.READY))
        self._following.start(self._opened)
        if previous:
            await previous.close()

    async def close(self) -> None:
        """Let go of the service. The store must not be used afterwards."""
        await self._following.close()
        if self._opened:
            await self._opened.close()

    def apply(self, fact: Fact) -> None:
        """Take over what happened: the one path for what was done here and for what other devices did."""
        self.names.apply(fact)
        self.conversations.apply(fact)
        if isinstance(fact, Event):
            self.histories.apply(fact)

    def _service(self) -> Service:
        if self._opened is None:
            raise RoamingError(_("Not connected to the service yet."))
        return watched(self._opened.service, partial(self._refused, self._opened))

    def _refused(self, asked: Opened, error: RoamingError) -> None:
        """The answer to any call may be the first to tell that the sign-in is not valid any more."""
        is_news = asked is self._opened and self.status.phase is not Phase.SIGNED_OUT
        if is_news and self._can_sign_in_after(error):
            self._fail(error)

    def _can_sign_in_after(self, error: RoamingError) -> bool:
        return self._signing_in is not None and is_signed_out(error)

    def _fail(self, error: RoamingError) -> None:
        signed_out = self._can_sign_in_after(error)
        self._enter(ServiceStatus(Phase.SIGNED_OUT if signed_out else Phase.FAILED, str(error)))

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
