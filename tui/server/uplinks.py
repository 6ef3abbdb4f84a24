"""What a connected client may do besides reading: send, recall and edit messages, and say what was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from tui.models import Json
from tui.protocol import live_pushes as pushes
from tui.protocol.uplinks import Act, Uplink
from tui.server import queues
from tui.server.posting import Post, channel_between, read_all, stored
from tui.server.refusals import not_taken


@dataclass(frozen=True, slots=True)
class Sent:
    """An uplink of `user` on the device `resource`, at `now` (ms since 1970)."""

    connection: Connection
    user: str
    resource: str
    uplink: Uplink
    now: int


@dataclass(frozen=True, slots=True)
class Done:
    """The id that the service gave to what was sent, and whose devices to wake."""

    number: int
    wake: list[str]


class Uplinks:
    """Each act is done in its caller's transaction, or raises Refusal."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._acts: Mapping[Act, Callable[[Sent], Done]] = {
            Act.SAY: self._say,
            Act.RECALL: self._recall,
            Act.EDIT: self._edit,
            Act.READ: self._pass_on,
            Act.DELIVERED: self._pass_on,
            Act.READ_ALL: self._read_all,
        }

    def take(self, sent: Sent) -> Done:
        act = self._acts.get(sent.uplink.act)
        return act(sent) if act else Done(self._number(sent), [])

    def _say(self, sent: Sent) -> Done:
        uplink = sent.uplink
        if uplink.payload is None:
            raise not_taken("this service takes no messages of this kind")
        sending = self._post.sending(sent.connection, sent.resource)
        record = sending.add(sent.user, uplink.to, uplink.chat_type, dict(uplink.payload), sent.now)
        return Done(int(record.id), sending.finish(sent.now))

    def _recall(self, sent: Sent) -> Done:
        number = self._number(sent)
        target = self._own_message(sent)
        return Done(number, self._post.recall(sent.connection, target, self._push(sent, number), sent.now))

    def _edit(self, sent: Sent) -> Done:
        content: dict[str, Json] = dict(sent.uplink.payload or {})
        if not content:
            raise not_taken("this service takes no messages of this kind")
        if not content["ext"]:
            del content["ext"]  # nothing said: it stays what it is
        target = self._own_message(sent)
        wake = self._post.edit(sent.connection, sent.user, target, content, sent.now)
        return Done(int(target.id), wake)

    def _pass_on(self, sent: Sent) -> Done:
        """An acknowledgement goes to the other user, in a group to who wrote the message."""
        number, target = self._number(sent), self._target(sent)
        is_single = sent.uplink.chat_type == "chat"
        concerned = [sent.uplink.to] if is_single else [target.sender] if target is not None else []
        return Done(number, queues.put(sent.connection, concerned, self._push(sent, number), sent.now))

    def _read_all(self, sent: Sent) -> Done:
        """The user's other devices are told; the other user too, but nobody in a group."""
        number, uplink = self._number(sent), sent.uplink
        read_all(sent.connection, sent.user, uplink.chat_type, uplink.to)
        concerned = {sent.user, uplink.to} if uplink.chat_type == "chat" else {sent.user}
        wake = queues.put(sent.connection, concerned, self._push(sent, number), sent.now, sent.resource)
        return Done(number, wake)

    def _number(self, sent: Sent) -> int:
        return self._post.numbers.next(sent.now)

    def _push(self, sent: Sent, number: int) -> bytes:
        who = (sent.user, sent.resource)
        return pushes.acknowledgement(self._post.app_key, number, *who, sent.uplink.body, sent.now)

    def _target(self, sent: Sent) -> Row[Any] | None:
        channel = channel_between(sent.uplink.chat_type, sent.user, sent.uplink.to)
        return stored(sent.connection, channel, sent.uplink.message_id)

    def _own_message(self, sent: Sent) -> Row[Any]:
        target = self._target(sent)
        if target is None:
            raise not_taken("message not found")
        if target.sender != sent.user:
            raise not_taken("only who wrote a message may change it")
        return target
