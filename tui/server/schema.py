"""The local service's tables: what is stored, and by which index each question is answered.

Every key starts with whose the row is: a user, or the channel that a conversation's messages are kept in. A channel
holds each message once, however many members a group has; what differs between its members (what they removed, pinned
or have not read) is in the rows of `conversation` and `removed`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
)

_ID_BIAS = 2**63


class MessageId(TypeDecorator[str]):
    """An unsigned 64-bit number, decimal text outside; stored less 2**63, so that signed columns keep its order."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value) - _ID_BIAS

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value + _ID_BIAS)


metadata = MetaData()

setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("id", String, primary_key=True),
    Column("uuid", String, nullable=False),
    Column("nickname", String, nullable=False),
    Column("password", String, nullable=False),
    Column("created", BigInteger, nullable=False),
)

token = Table(
    "token",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("owner", String, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Index("token_by_owner", "owner", "expires"),
)

room = Table(
    "room",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

message = Table(
    "message",
    metadata,
    Column("channel", String, primary_key=True),
    Column("time", BigInteger, primary_key=True),
    Column("id", MessageId, primary_key=True),
    Column("sender", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("chat_type", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("payload", Text, nullable=False),
    Index("message_by_id", "channel", "id", unique=True),
    Index("message_by_sender", "channel", "sender", "time", "id"),
    Index("message_by_kind", "channel", "kind", "time", "id"),
    sqlite_with_rowid=False,  # a page of history is then one run of neighbouring rows
)

conversation = Table(
    "conversation",
    metadata,
    Column("owner", String, primary_key=True),
    Column("form", String, primary_key=True),
    Column("peer", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("chat_type", String, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("activity", BigInteger, nullable=False),
    Column("last_time", BigInteger, nullable=False),
    Column("last_id", MessageId),
    Column("read_time", BigInteger, nullable=False),
    Column("unread", Integer, nullable=False),
    Column("removed_until", BigInteger, nullable=False),
    Column("pinned", BigInteger, nullable=False),
    Index("conversation_by_activity", "owner", "activity", "form", "peer"),
    Index("conversation_by_pin", "owner", "pinned"),
    Index("conversation_by_channel", "channel", "owner"),
    sqlite_with_rowid=False,
)
"""`form` is "chat" or "group". `last_*` name the newest message that the owner still has (0 and None: none). Messages
at or before `removed_until` are gone for the owner; `pinned` is 0 or when; others' messages after `read_time` are
unread. Times are ms since 1970."""

removed = Table(
    "removed",
    metadata,
    Column("owner", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("time", BigInteger, primary_key=True),
    Column("id", MessageId, primary_key=True),
    sqlite_with_rowid=False,
)

mark = Table(
    "mark",
    metadata,
    Column("owner", String, primary_key=True),
    Column("peer", String, primary_key=True),
    Column("form", String, primary_key=True),
    Column("mark", SmallInteger, primary_key=True),
    sqlite_with_rowid=False,
)

chat_file = Table(
    "chat_file",
    metadata,
    Column("uuid", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("filename", String, nullable=False),
    Column("content_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("thumbnail", LargeBinary),
)


live_item = Table(
    "live_item",
    metadata,
    Column("owner", String, primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("sent_by", String, nullable=False),
    Column("meta", LargeBinary, nullable=False),
    Index("live_item_by_key", "key"),
    sqlite_with_rowid=False,
)
"""What waits for a user's devices, in the order of `key`; the device `sent_by` made it itself and does not get it."""

live_device = Table(
    "live_device",
    metadata,
    Column("owner", String, primary_key=True),
    Column("resource", String, primary_key=True),
    Column("acknowledged", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The devices that have been connected: each has got everything up to `acknowledged`, and came last at `seen` (ms)."""


def channel_of(form: str, one: str, other: str) -> str:
    """Where the messages between `one` and `other` are kept; both sides of a single chat get the same answer.

    For a group, `other` is the group's id and `one` any member.
    """
    return f"group {other}" if form == "group" else " ".join(("chat", *sorted((one, other))))
