"""The service's operations for one user, as the rest of the program calls them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from types import TracebackType
from typing import Self

import tui.client.arguments as check
import tui.client.downloads as downloads
from tui.client.downloads import MAX_DOWNLOAD, Destination, ResumableFile
from tui.client.live import Deliver, LiveConnection, Patience, ReportStatus
from tui.client.live_account import RestAccount
from tui.client.pacing import Pacing
from tui.client.removal import remove_in_chunks
from tui.client.rest import Identity, Rest
from tui.client.session import SignedIn
from tui.client.sockets import Connect
from tui.client.transport import Transport
from tui.errors import ArgumentError, BrokenFileError
from tui.i18n import _
from tui.models import (
    Attachment,
    ChatMessage,
    CombineBody,
    ConversationKey,
    ConversationPage,
    ConversationType,
    Group,
    HistoryPage,
    Kind,
    PinState,
    SearchOptions,
)
from tui.protocol import endpoints as api
from tui.protocol.answers import (
    read_conversations,
    read_groups,
    read_history,
    read_json_answer,
    read_nicknames,
    read_pin,
    unexpected_answer,
)
from tui.protocol.combined import MAX_LEVEL, read_combined
from tui.protocol.endpoints import Endpoint, channel_type, mark_type, queue_of, removal_form
from tui.protocol.hosts import Hosts
from tui.protocol.viewpoint import Viewpoint

TypeName = ConversationType | str
"""A conversation type, or its spelling (`singleChat`, `groupChat`, `chatRoom`)."""

MOST_NICKNAMES = 100
"""User ids in one request for nicknames."""

_DEFAULT_PACING = Pacing()


class RoamingClient:
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
        self._rest = Rest(
            transport,
            identity,
            pacing,
            rest_url=None if rest_url is None else check.rest_url(rest_url),
            token=check.token(token),
            password=check.password(password),
            tls=check.flag("tls", tls),
            read_only=check.flag("read_only", read_only),
        )

    def __repr__(self) -> str:
        identity = self._rest.identity
        return f"RoamingClient({identity.app_key!r}, {identity.user!r})"

    @property
    def user_id(self) -> str:
        return self._rest.identity.user

    @property
    def resource(self) -> str:
        """The device's name, which goes with every write so that the user's other devices are told."""
        return self._rest.identity.resource

    async def base(self) -> str:
        """The REST base in use, without a slash at its end. Raises HostLookupError where it cannot be looked up."""
        return await self._rest.hosts.base()

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

    async def get_server_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        """A page of the conversations, most recently active first; pinned ones are not moved to the top (section 5).

        `page_size` is 1 to 50, `cursor` that of the page before or ''. The service allows few reads a minute: read at
        sign-in, follow live events after that.
        """
        return await self._list(page_size, cursor, include_empty_conversations, pinned=None)

    async def get_server_pinned_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        """A page of the pinned conversations, latest pin first (section 5). Arguments as for all conversations."""
        return await self._list(page_size, cursor, include_empty_conversations, pinned=True)

    async def get_server_conversations_by_filter(
        self, page_size: int = 10, cursor: str = "", *, mark: int
    ) -> ConversationPage:
        """A page of the conversations with a mark from 0 to 19 (section 15). `page_size` is 1 to 50."""
        self._rest.session.require()
        query = api.MarkQuery(
            limit=check.page_size(page_size),
            cursor=check.cursor("cursor", cursor),
            mark=_mark_name(mark),
            version=self._rest.pacing.now_ms(),
        )
        return await self._conversations(api.LIST_BY_MARK, query)

    async def pin_conversation(self, conversation_id: str, conversation_type: TypeName, is_pinned: bool) -> PinState:
        """Pin or unpin a conversation with a user or a group (section 7), and return what the service says of it.

        Pinning again renews the pin's time. Raises ServiceError of type 50 beyond the service's limit of pins, 1400
        when there is no such conversation.
        """
        self._rest.session.require()
        to = check.name("conversation_id", conversation_id)
        kind = channel_type(check.conversation_type("conversation_type", conversation_type, check.PINNABLE))
        if check.flag("is_pinned", is_pinned):
            body = api.PinBody(type=kind, to=to)
            return await self._rest.call(api.PIN, read_pin, query=self._device(), body=body)
        query = api.UnpinQuery(type=kind, to=to, resource=self.resource)
        return await self._rest.call(api.UNPIN, read_pin, query=query)

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: TypeName,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        """A page of a conversation's history: `up` from the newest to older ones, `down` from the oldest (section 8).

        `cursor` is that of the page before, or any message's id: the page starts behind it; None starts at the end.
        `page_size` is 1 to 50. A page may hold fewer messages than that, even none, without being the last; one that
        cannot be read is in its place with an `UnreadableBody`. Raises ServiceError of type 505 when the service keeps
        no history for the app.
        """
        self._rest.session.require()
        target = check.name("target_id", target_id)
        kind = check.conversation_type("chat_type", chat_type)
        start = None if cursor is None else check.cursor("cursor", cursor)
        options = check.search_options(SearchOptions() if search_options is None else search_options)
        body = api.HistoryBody(
            queue=queue_of(target, kind),
            start=-1 if start is None else start,
            pull_number=check.page_size(page_size),
            is_positive=check.one_of("search_direction", search_direction, check.DIRECTIONS) == "down",
            msg_type=",".join(options.msg_types),
            start_time=options.start_time,
            end_time=options.end_time,
            sender=None if kind is ConversationType.SINGLE else options.sender,
        )
        viewpoint = await self._viewpoint()
        return await self._rest.call(
            api.HISTORY, lambda answer: read_history(answer, viewpoint, asked_from=start), body=body
        )

    async def remove_history_messages(
        self,
        target_id: str,
        chat_type: TypeName,
        message_ids: Collection[str] | None = None,
        before_timestamp: int | None = None,
    ) -> None:
        """Remove messages of a conversation for this user only, by ids or by time, never both (section 8).

        `message_ids` are one or more; they go in requests of at most 20, in their order, and unknown ones are ignored.
        `before_timestamp` (ms since 1970, above 0) removes what was sent at or before it. Raises PartialRemovalError
        when several requests were needed and one failed; a single request's failure is raised as it is.
        """
        self._rest.session.require()
        target = check.name("target_id", target_id)
        kind = check.conversation_type("chat_type", chat_type)
        if (message_ids is None) == (before_timestamp is None):
            raise ArgumentError("message_ids", message_ids, "either message_ids or before_timestamp")
        if message_ids is None:
            until = check.time("before_timestamp", before_timestamp, least=1)
            query = api.RemoveByTimeQuery(**_whose(target, kind), until=until, resource=self.resource)
            await self._remove(api.REMOVE_BY_TIME, kind, query)
            return

        async def remove(ids: Sequence[str]) -> None:
            query = api.RemoveByIdsQuery(**_whose(target, kind), ids=",".join(ids), resource=self.resource)
            await self._remove(api.REMOVE_BY_IDS, kind, query)

        await remove_in_chunks(check.message_ids(message_ids), remove)

    async def delete_conversation(self, channel: str, chat_type: TypeName, delete_roam: bool) -> None:
        """Delete a conversation with a user or a group from this user's list (section 8).

        With `delete_roam` its messages go as well; without, they stay and history still gives them.
        """
        self._rest.session.require()
        body = api.DeleteConversationBody(
            channel=check.name("channel", channel),
            type=channel_type(check.conversation_type("chat_type", chat_type, check.PINNABLE)),
            delete_roam=check.flag("delete_roam", delete_roam),
        )
        await self._rest.call(api.DELETE_CONVERSATION, _read_done, query=self._device(), body=body)

    async def add_conversation_mark(self, conversations: Iterable[ConversationKey], mark: int) -> None:
        """Give conversations with users or groups a mark from 0 to 19 (section 15)."""
        await self._set_mark(api.MARK, conversations, mark)

    async def remove_conversation_mark(self, conversations: Iterable[ConversationKey], mark: int) -> None:
        """Take a mark from 0 to 19 from conversations (section 15)."""
        await self._set_mark(api.UNMARK, conversations, mark)

    async def get_joined_groups(self, page: int = 0, page_size: int = 500) -> tuple[Group, ...]:
        """A page of the groups that the user belongs to, with their names; the conversation list has none.

        `page` counts from 0, `page_size` is 1 to 500; fewer groups than that are the last page.
        """
        self._rest.session.require()
        query = api.JoinedGroupsQuery(
            page=check.whole("page", page, range(2**31)), size=check.whole("page_size", page_size, range(1, 501))
        )
        return await self._rest.call(api.JOINED_GROUPS, read_groups, query=query)

    async def get_nicknames(self, user_ids: Collection[str]) -> dict[str, str]:
        """The nicknames of those of up to 100 users who have one, by user id (section 15)."""
        self._rest.session.require()
        users = [check.name("user_ids", user) for user in user_ids]
        if not 1 <= len(users) <= MOST_NICKNAMES:
            raise ArgumentError("user_ids", len(users), f"1 to {MOST_NICKNAMES} user ids")
        body = api.MetadataBody(targets=users, properties=["nickname"])
        return await self._rest.call(api.METADATA, read_nicknames, body=body)

    async def download(
        self,
        message: ChatMessage | Attachment,
        destination: Destination,
        *,
        thumbnail: bool = False,
        max_bytes: int = MAX_DOWNLOAD,
    ) -> int:
        """Write a message's file, or its thumbnail, to `destination` as it arrives; return its size in bytes.

        The token and the file's secret go to the service only, not where it redirects to. Raises ServiceError of type
        222 (no permission), 223 (expired), 200 (gone), ProtocolError for more than `max_bytes`. After an error part of
        the file may have been written.
        """
        self._rest.session.require()
        attachment = downloads.attachment_of(message)
        limit = check.whole("max_bytes", max_bytes, range(1, 2**63))
        url, secret = attachment.url, attachment.secret
        if check.flag("thumbnail", thumbnail):
            url, secret = attachment.thumbnail_url, attachment.thumbnail_secret
        return await downloads.download(self._rest, downloads.file_address(url), secret, destination, max_bytes=limit)

    async def complete_download(
        self, message: ChatMessage | Attachment, file: ResumableFile, *, max_bytes: int = MAX_DOWNLOAD
    ) -> int:
        """As `download`, going on where an earlier try of the same file ended; returns the size of all of it.

        Where the service does not give the rest alone, the file begins anew. After an error what has come is kept.
        """
        self._rest.session.require()
        attachment = downloads.attachment_of(message)
        limit = check.whole("max_bytes", max_bytes, range(1, 2**63))
        url = downloads.file_address(attachment.url)
        return await downloads.complete(self._rest, url, attachment.secret, file, max_bytes=limit)

    async def download_combined(self, message: ChatMessage | Attachment) -> tuple[ChatMessage, ...]:
        """The messages that a combined message holds, in their order (section 9).

        Raises BrokenFileError (type 203) for a damaged file or one nested too deep, ServiceError of type 200 when the
        service does not give it; its cause says why.
        """
        self._rest.session.require()
        if isinstance(message, ChatMessage) and not isinstance(message.body, CombineBody):
            raise ArgumentError("message", message.kind.value, Kind.COMBINE.value)
        if (
            isinstance(message, ChatMessage)
            and isinstance(message.body, CombineBody)
            and message.body.level > MAX_LEVEL
        ):
            raise BrokenFileError(_("The forwarded messages are nested too deep to be shown."))
        data = await downloads.download_for_reading(self._rest, downloads.attachment_of(message))
        return read_combined(data, await self._viewpoint())

    async def _list(self, page_size: int, cursor: str, empty: bool, *, pinned: bool | None) -> ConversationPage:
        self._rest.session.require()
        query = api.ListQuery(
            limit=check.page_size(page_size),
            cursor=check.cursor("cursor", cursor),
            is_top=pinned,
            need_empty=check.flag("include_empty_conversations", empty),
            version=self._rest.pacing.now_ms(),
        )
        return await self._conversations(api.LIST, query)

    async def _conversations(self, endpoint: Endpoint, query: api.Parameters) -> ConversationPage:
        viewpoint = await self._viewpoint()
        return await self._rest.call(endpoint, lambda answer: read_conversations(answer, viewpoint), query=query)

    async def _remove(self, endpoint: Endpoint, kind: ConversationType, query: api.Parameters) -> None:
        segments = {"form": removal_form(kind)}
        await self._rest.call(endpoint, read_json_answer, query=query, segments=segments)

    async def _set_mark(self, endpoint: Endpoint, conversations: Iterable[ConversationKey], mark: int) -> None:
        self._rest.session.require()
        keys = check.conversations(conversations)
        targets = [api.MarkTarget(to=key.id, type=mark_type(key.type)) for key in keys]
        body = api.MarkBody(mark=_mark_name(mark), targets=targets)
        await self._rest.call(endpoint, read_json_answer, query=self._device(), body=body)

    def _device(self) -> api.ResourceQuery:
        return api.ResourceQuery(resource=self.resource)

    async def _viewpoint(self) -> Viewpoint:
        return Viewpoint(self.user_id, self.resource, await self.base())


def _web_socket() -> Connect:
    """Imported only when asked for: most uses of a client open no socket."""
    from tui.client.web_socket import open_web_socket

    return open_web_socket


def _mark_name(mark: int) -> str:
    return f"mark_{check.mark(mark)}"


def _whose(target: str, kind: ConversationType) -> dict[str, str]:
    return {"user": target} if kind is ConversationType.SINGLE else {"group": target}


def _read_done(body: bytes) -> None:
    """The answer to a deletion, which has to be there but says nothing."""
    if read_json_answer(body) is None:
        raise unexpected_answer()
