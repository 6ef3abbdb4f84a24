"""Every REST call of the service, once: the client calls by this table and the local service routes by it.

Sections are those of the protocol reference. A path's `{name}` is one segment; `quote_segment` makes any text one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from enum import Enum, auto
from typing import Annotated, Any, TypedDict
from urllib.parse import quote

from tui.models import ConversationType, Json

USER_DOMAIN = "easemob.com"
GROUP_DOMAIN = "conference.easemob.com"


class Retry(Enum):
    """What a call's result depends on, and so when it may be sent again by itself."""

    READ = auto()
    """Changes nothing: safe."""
    CONVERGENT = auto()
    """The result depends only on the request, not on how often it is sent."""
    SWEEP = auto()
    """The result depends on when it arrives: never again once its bytes may have left."""
    AUTH = auto()
    """Only when no connection came about, so that no account gets locked out."""

    @property
    def changes(self) -> bool:
        """Whether such a call changes something that the service keeps."""
        return self in (Retry.CONVERGENT, Retry.SWEEP)


Flag = Annotated[bool, "flag"]
"""Truth that is spelled in a query: `true`, and every other text is false."""

_NAME = "name"


def wire_name(member: Field[Any]) -> str:
    """How a field of `Parameters` is spelled on the wire."""
    name: str = member.metadata.get(_NAME, member.name)
    return name


def _spelled(name: str) -> dict[str, str]:
    """Metadata of a field that is spelled `name` on the wire."""
    return {_NAME: name}


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Query or body of a call. Nothing is checked here: the client does it before, the server when it reads them."""

    def pairs(self) -> list[tuple[str, str]]:
        """As query pairs, in the order of declaration; what is None is left out."""
        return [(name, _query_text(value)) for name, value in self.json_body().items() if value is not None]

    def json_body(self) -> dict[str, Json]:
        """As a JSON object; None stays, as null."""
        return {wire_name(member): _json(getattr(self, member.name)) for member in fields(self)}


def _json(value: object) -> Json:
    if isinstance(value, Parameters):
        return value.json_body()
    return [_json(item) for item in value] if isinstance(value, list | tuple) else value


def _query_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, kw_only=True)
class TokenRequest(Parameters):
    grant_type: str = "password"
    username: str
    password: str = field(repr=False)
    timestamp: int = 0


@dataclass(frozen=True, kw_only=True)
class ListQuery(Parameters):
    """Both conversation lists; `limit` conversations, `is_top` for the pinned ones only."""

    limit: int = 20
    cursor: str = ""
    is_top: Flag | None = None
    need_mark: Flag = True
    need_empty: Flag = field(default=False, metadata=_spelled("needEmptySession"))
    version: int | None = field(default=None, metadata=_spelled("_v"))


@dataclass(frozen=True, kw_only=True)
class MarkQuery(Parameters):
    limit: int = 10
    cursor: str = ""
    need_mark: Flag = True
    mark: str
    version: int | None = field(default=None, metadata=_spelled("_v"))


@dataclass(frozen=True, kw_only=True)
class LookUpQuery(Parameters):
    app_key: str
    version: int | None = field(default=None, metadata=_spelled("_v"))


@dataclass(frozen=True, kw_only=True)
class ResourceQuery(Parameters):
    """`resource` names the device that acts, so that the others are told."""

    resource: str = ""


@dataclass(frozen=True, kw_only=True)
class PinBody(Parameters):
    type: str
    to: str


@dataclass(frozen=True, kw_only=True)
class UnpinQuery(Parameters):
    type: str
    to: str
    resource: str = ""


@dataclass(frozen=True, kw_only=True)
class HistoryBody(Parameters):
    """`start` is a message id, or -1, null or '' for the end that the direction starts from."""

    queue: str
    start: int | str | None = -1
    pull_number: int | str | None = 20
    is_positive: bool = False
    msg_type: str = field(default="", metadata=_spelled("msgType"))
    end: int | str | None = -1
    start_time: int | float | None = field(default=None, metadata=_spelled("startTime"))
    end_time: int | float | None = field(default=None, metadata=_spelled("endTime"))
    sender: str | None = field(default=None, metadata=_spelled("userId"))


@dataclass(frozen=True, kw_only=True)
class RemoveByIdsQuery(Parameters):
    """The conversation is named by `userId` or by `groupId`, as the path says."""

    user: str | None = field(default=None, metadata=_spelled("userId"))
    group: str | None = field(default=None, metadata=_spelled("groupId"))
    ids: str = field(metadata=_spelled("msgIdList"))
    resource: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoveByTimeQuery(Parameters):
    """Messages at or before `until` (ms since 1970, inclusive) go."""

    user: str | None = field(default=None, metadata=_spelled("userId"))
    group: str | None = field(default=None, metadata=_spelled("groupId"))
    until: int | float = field(metadata=_spelled("delTime"))
    resource: str = ""


@dataclass(frozen=True, kw_only=True)
class DeleteConversationBody(Parameters):
    channel: str
    type: str
    delete_roam: bool


@dataclass(frozen=True, kw_only=True)
class MarkTarget(Parameters):
    to: str
    type: str


@dataclass(frozen=True, kw_only=True)
class MarkBody(Parameters):
    mark: str
    targets: list[MarkTarget]


@dataclass(frozen=True, kw_only=True)
class MetadataBody(Parameters):
    targets: list[str]
    properties: list[str]


@dataclass(frozen=True, kw_only=True)
class JoinedGroupsQuery(Parameters):
    """Pages count from 0."""

    page: int = field(default=0, metadata=_spelled("pagenum"))
    size: int = field(default=500, metadata=_spelled("pagesize"))
    api_version: str = field(default="v3", metadata=_spelled("version"))


class ChannelJson(TypedDict, total=False):
    """One entry of a conversation list (section 5)."""

    channel_id: str
    session_to: str
    session_type: str
    is_top: bool
    update_top_status_time: int
    unread_num: int
    created_at: int
    marks: list[str]
    meta: dict[str, Json]


class ListJson(TypedDict):
    channel_infos: list[ChannelJson]
    cursor: str


class PinJson(TypedDict):
    is_top: bool
    update_top_status_time: int


class RoamingMessageJson(TypedDict):
    msg: str
    """Base64 of a serialised Meta."""


class HistoryJson(TypedDict):
    user: str
    queue: str
    is_last: bool
    next_key: str
    timestamp: int
    msgs: list[RoamingMessageJson]


class GroupJson(TypedDict):
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One REST call: how it is asked and what goes with it."""

    method: str
    path: str
    retry: Retry
    query: type[Parameters] | None = None
    body: type[Parameters] | None = None
    public: bool = False
    """Answered without a token."""

    def target(self, **segments: str) -> str:
        """The path with its segments percent-encoded. Raises KeyError when one is missing."""
        return re.sub(r"\{(\w+)\}", lambda match: quote_segment(segments[match[1]]), self.path)


def quote_segment(text: str) -> str:
    """Percent-encode `text` so that it is exactly one path segment (or one query value)."""
    quoted = quote(text, safe="")
    return quoted.replace(".", "%2E") if quoted in (".", "..") else quoted


def quote_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """Percent-encode a query; commas stay, as in the service's own requests."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe=',')}" for name, value in pairs)


APP = "/{org}/{app}"

# Section 2
LOOK_UP = Endpoint("GET", "/easemob/server.json", Retry.READ, query=LookUpQuery, public=True)
# Section 4
TOKEN = Endpoint("POST", f"{APP}/token", Retry.AUTH, body=TokenRequest, public=True)
# Section 5
LIST = Endpoint("GET", f"{APP}/sdk/user/{{user}}/user_channels/list", Retry.READ, query=ListQuery)
# Section 7
PIN = Endpoint("POST", f"{APP}/sdk/user/{{user}}/user_channel/top", Retry.CONVERGENT, ResourceQuery, PinBody)
UNPIN = Endpoint("DELETE", f"{APP}/sdk/user/{{user}}/user_channel/top", Retry.CONVERGENT, query=UnpinQuery)
# Section 8
HISTORY = Endpoint("POST", f"{APP}/users/{{user}}/messageroaming", Retry.READ, body=HistoryBody)
REMOVE_BY_IDS = Endpoint(
    "DELETE", f"{APP}/sdk/message/roaming/{{form}}/user/{{user}}", Retry.CONVERGENT, query=RemoveByIdsQuery
)
"""`form` is `chat` for single chats and `group` for groups and chat rooms."""
REMOVE_BY_TIME = Endpoint(
    "DELETE", f"{APP}/sdk/message/roaming/{{form}}/user/{{user}}/time", Retry.SWEEP, query=RemoveByTimeQuery
)
DELETE_CONVERSATION = Endpoint(
    "DELETE", f"{APP}/user/{{user}}/user_channel", Retry.SWEEP, ResourceQuery, DeleteConversationBody
)
# Section 9
UPLOAD = Endpoint("POST", f"{APP}/chatfiles", Retry.SWEEP)
DOWNLOAD = Endpoint("GET", f"{APP}/chatfiles/{{uuid}}", Retry.READ)
# Section 15
CLEAR_ALL = Endpoint("POST", f"{APP}/sdk/message/roaming/user/{{user}}/delete/all", Retry.SWEEP, query=ResourceQuery)
MARK = Endpoint("POST", f"{APP}/sdk/user/{{user}}/user_channels/mark", Retry.CONVERGENT, ResourceQuery, MarkBody)
UNMARK = Endpoint("DELETE", f"{APP}/sdk/user/{{user}}/user_channels/mark", Retry.CONVERGENT, ResourceQuery, MarkBody)
LIST_BY_MARK = Endpoint("GET", f"{APP}/sdk/user/{{user}}/user_channels/mark/search", Retry.READ, query=MarkQuery)
METADATA = Endpoint("POST", f"{APP}/metadata/user/get", Retry.READ, body=MetadataBody)
# From the service's documentation only
JOINED_GROUPS = Endpoint("GET", f"{APP}/users/{{user}}/joined_chatgroups", Retry.READ, query=JoinedGroupsQuery)
"""The groups that a user belongs to; the only place that has their names."""
RECORDS = Endpoint("GET", f"{APP}/chatmessages/{{hour}}", Retry.READ)
"""The history-record export of one hour (`yyyyMMddHH`, UTC)."""

ENDPOINTS: Mapping[str, Endpoint] = {
    "look_up": LOOK_UP,
    "token": TOKEN,
    "list": LIST,
    "pin": PIN,
    "unpin": UNPIN,
    "history": HISTORY,
    "remove_by_ids": REMOVE_BY_IDS,
    "remove_by_time": REMOVE_BY_TIME,
    "delete_conversation": DELETE_CONVERSATION,
    "clear_all": CLEAR_ALL,
    "upload": UPLOAD,
    "download": DOWNLOAD,
    "mark": MARK,
    "unmark": UNMARK,
    "list_by_mark": LIST_BY_MARK,
    "metadata": METADATA,
    "joined_groups": JOINED_GROUPS,
    "records": RECORDS,
}


def channel_type(conversation_type: ConversationType) -> str:
    """The spelling of pinning and of deleting a conversation: `chat` or `groupChat` (sections 7 and 8)."""
    return "chat" if conversation_type is ConversationType.SINGLE else "groupChat"


def mark_type(conversation_type: ConversationType) -> str:
    """The spelling of marks: `chat` or `groupchat` (section 15)."""
    return channel_type(conversation_type).lower()


def is_single(spelling: str) -> bool:
    """Whether a wire spelling of a conversation type means a single chat; the group's spellings vary (section 7)."""
    return spelling == "chat"


def queue_of(target: str, conversation_type: ConversationType) -> str:
    """The queue that a conversation's history is kept in (section 8)."""
    domain = USER_DOMAIN if conversation_type is ConversationType.SINGLE else GROUP_DOMAIN
    return f"{target}@{domain}"


def removal_form(conversation_type: ConversationType) -> str:
    return "chat" if conversation_type is ConversationType.SINGLE else "group"
