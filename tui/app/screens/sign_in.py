"""Asking for the password when there is no valid sign-in, at the start or in the middle."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.app.widgets.steady_input import SteadyInput
from tui.errors import RoamingError
from tui.i18n import _
from tui.store.service import Account
from tui.text import clean_line

SENTENCE_CAP = 300
"""Characters of a sentence; a server's own words may be of any length."""


class PasswordInput(SteadyInput):
    """Shows dots, and gives what was typed to nobody but the screen: there is nothing in it to copy."""

    def __init__(self) -> None:
        super().__init__(password=True, placeholder=_("Password"))

    def action_copy(self) -> None:
        """A password does not go to the clipboard, which other programs read."""

    def action_cut(self) -> None:
        """As copying."""

    def taken(self) -> str:
        """What was typed; the field is empty after that."""
        text = self.value
        self.value = ""
        return text


class SignInScreen(ModalScreen[bool]):
    """Tries passwords by `sign_in`, which raises a RoamingError for a wrong one. Closes with True once signed in."""

    BINDING_GROUP_TITLE = _("Sign in")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "leave", _("Later"), id="sign_in.leave", tooltip=_("Look at what is there without signing in")
        )
    ]

    def __init__(self, account: Account, reason: str, sign_in: Callable[[str], Awaitable[None]]) -> None:
        super().__init__()
        self._account = account
        self._reason = reason
        self._sign_in = sign_in

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(_("Sign in"))
            dialog.border_subtitle = Content(_("Enter signs in, Esc leaves"))
            account = _("{user} of {app_key}").format(user=self._account.user_id, app_key=self._account.app_key)
            yield Static(Content(clean_line(account)), markup=False)
            yield Static(Content(_shown(self._reason)), id="reason", markup=False)
            yield PasswordInput()

    def on_mount(self) -> None:
        self.query_one(PasswordInput).focus()

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        event.stop()
        password = self.query_one(PasswordInput).taken()
        if password:
            self._try(password)

    @work(exclusive=True)
    async def _try(self, password: str) -> None:
        """Leaving the screen ends the try."""
        field = self.query_one(PasswordInput)
        field.disabled = True
        self._say(_("Signing in…"))
        try:
            await self._sign_in(password)
        except RoamingError as error:
            self._say(str(error))
            field.disabled = False
            field.focus()
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)

    def _say(self, sentence: str) -> None:
        self.query_one("#reason", Static).update(Content(_shown(sentence)))


def _shown(sentence: str) -> str:
    return clean_line(sentence[:SENTENCE_CAP])[:SENTENCE_CAP]
