"""The connection to the service: made, watched at every call, and made again by itself where that may help."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from tui.errors import NotConnectedError, RoamingError
from tui.i18n import _
from tui.store.arriving import Arrival
from tui.store.failures import is_of_the_network, is_signed_out, may_pass
from tui.store.reach import Reach
from tui.store.retrying import Retrying
from tui.store.service import Account, Opened, OpenService, Service, SigningIn
from tui.store.snapshots import Phase, ServiceStatus
from tui.store.watching import watched


@dataclass(frozen=True, slots=True)
class Door:
    """How the service is reached.

    `account`: whose it is, where that is known before. `signing_in`: None where no password can be typed. `is_awaited`:
    the service begins with this program, so that what is asked of it before it is there waits.
    """

    open: OpenService
    account: Account | None = None
    signing_in: SigningIn | None = None
    is_awaited: bool = False


class Dependent(Protocol):
    """Who goes by a connection."""

    def connected(self, opened: Opened) -> None:
        """There is a service to ask, for the first time or again."""
        ...

    def answered(self) -> None:
        """Somebody answers again."""
        ...

    async def try_again(self) -> None:
        """Some time has passed since something failed that may succeed by now."""
        ...


class Connection:
    """One account's way to the service. `status` says how far opening it has come."""

    def __init__(self, door: Door, notify: Callable[[], None]) -> None:
        """`notify` is called after every change of how it stands."""
        self.status = ServiceStatus()
        self._door = door
        self._notify = notify
        self._arrival = Arrival(door.is_awaited)
        self._opened: Opened | None = None
        self._was_tried = False
        self._reach = Reach()
        self._retrying = Retrying(self._try_again)
        self._dependents: list[Dependent] = []
        self.is_ended = False
        """Whether nothing is to be opened or tried any more."""

    def join(self, dependent: Dependent) -> None:
        """From now on `dependent` is told what becomes of the connection."""
        self._dependents.append(dependent)

    @property
    def account(self) -> Account | None:
        """Who is signed in, or whose archive is shown; None until that is known."""
        return self._opened.account if self._opened else self._door.account

    @property
    def own_id(self) -> str:
        """The user's id; '' until it is known."""
        return self.account.user_id if self.account else ""

    @property
    def signing_in_as(self) -> Account | None:
        """Whose password `sign_in` wants; None where nobody can sign in."""
        return self._door.signing_in.account if self._door.signing_in else None

    @property
    def is_open(self) -> bool:
        """Whether there is a service to ask, though perhaps nobody answers."""
        return self._opened is not None

    @property
    def is_connecting(self) -> bool:
        """Whether it is being opened for the first time, so that nothing is known yet of the network."""
        return self._opened is None and not self._was_tried

    @property
    def is_offline(self) -> bool:
        """Whether the service cannot be asked: it was never reached, or nobody has answered the last call.

        A live connection that cannot be made is no such case: where it is blocked, calls may be answered.
        """
        return self._is_out_of_reach or bool(self._reach.silence)

    @property
    def is_cut_off(self) -> bool:
        """Whether by all that is known nobody can be asked, and nobody tells of what happens."""
        return self._is_out_of_reach or self._reach.is_cut_off

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody has answered the last call, or since the live connection was lost."""
        return bool(self._reach.silence) or self._reach.is_doubtful

    @property
    def silence(self) -> str:
        """Why nobody has answered the last call, as a sentence; '' where somebody has, or nothing was asked yet."""
        return self._reach.silence

    @property
    def is_retried(self) -> bool:
        """Whether what failed is tried again by itself."""
        return self._retrying.is_trying

    def service(self) -> Service:
        """What to ask. Raises NotConnectedError where there is no service, and none is awaited."""
        if self._arrival.is_awaited:
            return self._arrival.service(self.service)
        if self._opened is None:
            raise NotConnectedError(_("Not connected to the service yet."))
        return watched(self._opened.service, partial(self._ended, self._opened))

    async def open(self, meanwhile: Callable[[], Awaitable[None]]) -> bool:
        """Open the service unless it is open, with `meanwhile` done beside that; returns whether it is there.

        Never raises a RoamingError of the service's: `status` says how it went.
        """
        self._retrying.stop()
        if self._opened is not None:
            return True
        self._report(_("connecting"), None)
        try:
            opened = await self._open(meanwhile)
        except RoamingError as error:
            self._fail(error)
            return False
        except BaseException:
            self._enter(ServiceStatus())
            raise
        if self.is_ended:
            await opened.close()
            return False
        self._go_on_with(opened)
        return True

    async def sign_in(self, password: str) -> None:
        """Connect anew by `password`, unless it ends meanwhile. Raises RoamingError, and then nothing has changed."""
        if self._door.signing_in is None:
            raise RoamingError(_("nobody can sign in here"))
        opened = await self._door.signing_in.open(password)
        if self.is_ended:
            await opened.close()
            return
        previous = self._opened
        self._go_on_with(opened)
        if previous:
            await previous.close()

    def live_changed(self, is_lost: bool) -> None:
        """The live connection stands differently; `is_lost`: it has ended, and another has not come about yet."""
        if self._reach.live_is_lost(is_lost):
            self._retrying.failed()
        self._notify()

    def lacks(self, error: RoamingError) -> None:
        """Something could not be had because of `error`: it is tried again if nobody has answered."""
        if is_of_the_network(error):
            self._retrying.failed()

    def retry_later(self) -> None:
        """Something is still to be had."""
        self._retrying.failed()
        self._notify()

    def caught_up(self) -> None:
        """There is nothing left to try again."""
        self._retrying.succeeded()

    async def end(self) -> None:
        """Try no more; what is being opened is closed as soon as it is there."""
        self.is_ended = True
        await self._retrying.close()

    async def close(self) -> None:
        """Let go of the service, after `end`."""
        if self._opened:
            await self._opened.close()

    @property
    def _is_out_of_reach(self) -> bool:
        return self._opened is None and not self._arrival.is_awaited

    async def _open(self, meanwhile: Callable[[], Awaitable[None]]) -> Opened:
        opening = asyncio.ensure_future(self._door.open(self._report))
        try:
            await meanwhile()
            return await opening
        except BaseException:
            opening.cancel()
            await asyncio.wait([opening])
            if not opening.cancelled() and opening.exception() is None:
                await opening.result().close()
            raise

    def _go_on_with(self, opened: Opened) -> None:
        self._opened = opened
        self._arrival.end()
        self._enter(ServiceStatus(Phase.READY))
        for dependent in self._dependents:
            dependent.connected(opened)

    async def _try_again(self) -> None:
        for dependent in self._dependents:
            await dependent.try_again()

    def _ended(self, asked: Opened, error: RoamingError | None) -> None:
        """Any call may be the first to tell that nobody answers, or that the sign-in is not valid any more."""
        if asked is not self._opened:
            return
        if error is not None and self.status.phase is not Phase.SIGNED_OUT and self._can_sign_in_after(error):
            self._fail(error)
        was_unanswered = self.is_unanswered
        has_changed = self._reach.ended(error)
        if self._reach.silence:
            self._retrying.failed()
        if was_unanswered and not self.is_unanswered:
            for dependent in self._dependents:
                dependent.answered()
        if has_changed:
            self._notify()

    def _fail(self, error: RoamingError) -> None:
        self._was_tried = True
        self._arrival.end()
        signed_out = self._can_sign_in_after(error)
        if may_pass(error) and not signed_out:
            self._retrying.failed()
        self._enter(ServiceStatus(Phase.SIGNED_OUT if signed_out else Phase.FAILED, str(error)))

    def _can_sign_in_after(self, error: RoamingError) -> bool:
        return self._door.signing_in is not None and is_signed_out(error)

    def _report(self, detail: str, progress: float | None) -> None:
        self._enter(ServiceStatus(Phase.LOADING, detail, progress))

    def _enter(self, status: ServiceStatus) -> None:
        self.status = status
        self._notify()
