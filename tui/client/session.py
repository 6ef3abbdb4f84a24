"""Who is signed in: the token, and how to get another one."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tui.client.joined import Joined
from tui.errors import RoamingError, SignInError
from tui.i18n import _
from tui.protocol.answers import Token
from tui.protocol.service_errors import no_token
from tui.redaction import Redaction

_log = logging.getLogger(__name__)

ILLEGAL = "the accessToken or pwd is illegal"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What signing in says: the token is valid for `expires_in` seconds, 0 when nothing is known of that."""

    expires_in: int = 0
    token: str = field(default="", repr=False, compare=False)


class Session:
    """The token of one user; `fetch` gets one by password."""

    def __init__(
        self,
        token: str | None,
        password: str | None,
        redaction: Redaction,
        fetch: Callable[[str], Awaitable[Token]],
    ) -> None:
        redaction.add(token)
        redaction.add(password)
        self._token = token
        self._password = password
        self._redaction = redaction
        self._fetch = fetch
        self._sign_in = Joined(self._fetch_token)

    @property
    def can_renew(self) -> bool:
        return bool(self._password)

    def require(self) -> None:
        """Raise NotSignedInError (type 700) when there is neither a token nor a way to get one."""
        if not self._token and not self.can_renew:
            raise no_token()

    async def sign_in(self) -> SignedIn:
        """Get a token, unless one was given. Raises SignInError."""
        if self._token:
            return SignedIn(token=self._token)
        if not self.can_renew:
            raise SignInError(_("There is neither a token nor a password to sign in with."), message=ILLEGAL)
        fresh = await self._sign_in()
        return SignedIn(fresh.expires_in, fresh.value)

    async def token(self) -> str:
        """The token, got by password if there is none yet: once, however many wait for it.

        Raises NotSignedInError without the means to, SignInError when it failed.
        """
        self.require()
        return self._token or (await self._sign_in()).value

    async def renew(self, refused: str) -> str:
        """A token other than `refused`, got once for all whose token was refused. Raises SignInError."""
        if self._token != refused and self._token:
            return self._token
        self._token = None
        return (await self._sign_in()).value

    async def aclose(self) -> None:
        await self._sign_in.aclose()

    async def _fetch_token(self) -> Token:
        try:
            token = await self._fetch(self._password or "")
        except RoamingError as error:
            _log.info("sign-in failed", extra={"fields": {"error": type(error).__name__, "type": error.type}})
            raise SignInError(_why(error), cause=error) from error
        self._redaction.add(token.value)
        self._token = token.value
        _log.info("signed in", extra={"fields": {"expires_in": token.expires_in}})
        return token


def _why(error: RoamingError) -> str:
    if "invalid" in error.message and "password" in error.message:
        return _("Signing in failed: the user id or the password is wrong.")
    return _("Signing in failed: {cause}").format(cause=error)
