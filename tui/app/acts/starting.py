"""Reading from the service: begun, tried again, and gone on with after the user has signed in."""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.screens.sign_in import SignInScreen
from tui.store.snapshots import Phase, ServiceStatus


class Starting:
    """Starts the store; asks for a secret where the service wants one, once for each time that it says so."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked_for: ServiceStatus | None = None

    def acts(self) -> Acts:
        return {"start": Act(self.start, self._has_failed)}

    @property
    def is_signed_out(self) -> bool:
        return self._desk.store.status.phase is Phase.SIGNED_OUT

    def start(self) -> None:
        if self.is_signed_out:
            self._ask()
        else:
            self._desk.run(self._desk.store.start())

    def follow_status(self) -> None:
        """Ask the user to sign in when the service has begun to want it."""
        status = self._desk.store.status
        if self.is_signed_out and status is not self._asked_for:
            self._asked_for = status
            self._ask()

    def _has_failed(self) -> bool:
        store = self._desk.store
        return self.is_signed_out or Phase.FAILED in (store.status.phase, store.conversations.snapshot().phase)

    def _ask(self) -> None:
        store = self._desk.store
        if store.signing_in_as is not None:
            screen = SignInScreen(store.signing_in_as, store.status.detail, store.sign_in)
            self._desk.app.push_screen(screen, self._go_on)

    def _go_on(self, signed_in: bool | None) -> None:
        """Go on where the user was: with the list, and with what failed of the history."""
        if signed_in:
            self._desk.run(self._desk.store.start())
            self._desk.panes.history.action_retry()
