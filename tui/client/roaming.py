"""A client of the service for one user, as the rest of the program calls it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import tui.client.arguments as check
from tui.client.conversation_calls import ConversationCalls
from tui.client.file_calls import FileCalls
from tui.client.history_calls import HistoryCalls
from tui.client.live import Deliver, LiveConnection, Patience, ReportStatus
from tui.client.live_account import RestAccount
from tui.client.name_calls import NameCalls
from tui.client.pacing import Pacing
from tui.client.rest import Identity, Rest
from tui.client.session import SignedIn
from tui.client.sockets import Connect
from tui.client.transport import Transport
from tui.protocol.hosts import Hosts

_DEFAULT_PACING = Pacing()


class RoamingClient(ConversationCalls, HistoryCalls, FileCalls, NameCalls):
    """The service's operations for the user `user_id` of the app `app_key` (`org#app`).

    The user id is used as it is given; the service knows lower-case ids only. `rest_url` is the base of all addresses;
    None looks it up by the app key at the first call (section 2). With a `token` nothing is sent to sign in; with a
    `password` the client gets one when it is first needed, and once more when the service refuses it. `resource` names
    the device ([A-Za-z0-9_-]); None makes one up for this client. `transport` stands in for the network. `tls` chooses
    among looked-up hosts. With `read_only` every call that changes something raises ReadOnlyError, and is not sent.

    Every call checks its arguments before anything is sent (ArgumentError), gives each try 15 seconds and begins none
    after 20, unless the service asks to wait longer (`pacing` has the numbers). It raises nothing but RoamingErrors:
    besides those named at each call, TransportError and DeadlineError when no answer came, ProtocolError when it cannot
    be read, ServiceError when the service refused, NotSignedInError for want of a valid token, SignInError when getting
    one failed, HostLookupError.

    Reads and writes whose result depends only on the request are repeated when that may help; calls whose result
    depends on when they arrive (removal by time, deletion of a conversation) only if they surely did not arrive.
    """

    def __init__(
        self,
        app_key: str,
        user_id: str,
        *,
        rest_url: str | None = None,
        token: str | None = None,
        password: str | None = None,
        resource: str | None = None,
        transport: Transport | None = None,
        tls: bool = True,
        read_only: bool = False,
        pacing: Pacing = _DEFAULT_PACING,
    ) -> None:
        org, app = check.app_key(app_key)
        identity = Identity(org, app, check.name("user_id", user_id), check.resource(resource))
        rest = Rest(
            transport,
            identity,
            pacing,
            rest_url=None if rest_url is None else check.rest_url(rest_url),
            token=check.token(token),
            password=check.password(password),
            tls=check.flag("tls", tls),
            read_only=check.flag("read_only", read_only),
        )
        super().__init__(rest)

    def __repr__(self) -> str:
        identity = self._rest.identity
        return f"RoamingClient({identity.app_key!r}, {identity.user!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close connections and stop a sign-in that is under way; the client is of no use after that."""
        await self._rest.aclose()

    async def sign_in(self) -> SignedIn:
        """Get a token by password; with a token nothing is sent (section 4).

        Raises SignInError (type 1), whose `cause` is what the service or the network said. Sign-ins at the same time
        are one.
        """
        return await self._rest.session.sign_in()

    async def look_up_hosts(self) -> Hosts:
        """The hosts in use (section 2); `live` is empty when `rest_url` was given. Raises HostLookupError."""
        return await self._rest.hosts.all()

    async def follow(
        self,
        deliver: Deliver,
        report: ReportStatus,
        *,
        address: str | None = None,
        connect: Connect | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Keep a live connection, and give its events to `deliver` and its state to `report`, as they come.

        Events are given in lists: one that comes alone at once, those of a flood together every tenth of a second.

        Connects again after every outage, and returns once the service has said no for good: a kick, a refusal. Cancel
        it to take leave. `address` None: as looked up, or `/websocket` below `rest_url`. `connect` stands in for the
        network.
        """
        account = RestAccount(self._rest, address)
        await LiveConnection(account, connect or _web_socket(), deliver, report, patience).run()


def _web_socket() -> Connect:
    """Imported only when asked for: most uses of a client open no socket."""
    from tui.client.web_socket import open_web_socket

    return open_web_socket
