"""The service's end of the live connection, without any I/O: frames in, frames and questions out (section 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from google.protobuf.message import DecodeError, Message

from tui.errors import ProtocolError
from tui.i18n import _
from tui.protocol import msync_pb2 as pb
from tui.protocol.endpoints import USER_DOMAIN
from tui.protocol.live_frames import TOKEN_PREFIX
from tui.protocol.uplinks import Act, Uplink, read_uplink

PATIENCE = 120.0
"""Seconds of silence after which the service closes a connection: four of the official client's heartbeats."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody wants in: to be answered by `ServerSession.accept` or `refuse`."""

    app_key: str
    user: str
    token: str = field(repr=False)
    resource: str


@dataclass(frozen=True, slots=True)
class WhatWaits:
    """How much waits for this device? To be answered by `answer_unread`."""


@dataclass(frozen=True, slots=True)
class NextPage:
    """What waits for this device, to be answered by `answer_page`; all up to `got` has arrived (None: unsaid)."""

    got: int | None


Question = SignIn | WhatWaits | NextPage | Uplink


class ServerSession:
    """One connection, seen by the service. `now` is in seconds of a clock that only goes forward, `millis` since 1970.

    A device has one queue, named after its user. After `closing` has become true and the data is sent, the connection
    is to be closed.
    """

    def __init__(self, now: float) -> None:
        self.deadline = now + PATIENCE
        self.closing = False
        self.signed_in: SignIn | None = None
        self._outgoing: list[bytes] = []

    def receive(self, data: bytes, now: float, millis: int) -> Question | None:
        """Take one frame and answer it, or return the question that its answer depends on. Raises ProtocolError."""
        try:
            frame = pb.MSync.FromString(data)
            self.deadline = now + PATIENCE
            if frame.command == pb.MSync.PROVISION:
                return _sign_in(frame)
            if frame.command == pb.MSync.LOGOUT:
                self._send(pb.MSync.LOGOUT, pb.Logout(status=pb.Status(error_code=pb.Status.OK)))
                self.closing = True
                return None
            if self.signed_in is None:
                raise ProtocolError(_("The peer sent a frame before it signed in."))
            if frame.command == pb.MSync.UNREAD:
                return WhatWaits()
            if frame.command == pb.MSync.SYNC:
                return self._sync(pb.CommSyncUL.FromString(frame.payload), millis)
        except DecodeError as error:
            raise ProtocolError(_("The peer sent a frame that cannot be read.")) from error
        return None

    def accept(self, question: SignIn) -> None:
        """Let the peer in, under the resource that it asked for."""
        self.signed_in = question
        status = pb.Status(error_code=pb.Status.OK)
        self._send(pb.MSync.PROVISION, pb.Provision(status=status, resource=question.resource))

    def refuse(self, reason: str) -> None:
        """Turn the peer away; `reason` is one of the service's own texts (section 10)."""
        status = pb.Status(error_code=pb.Status.FAIL, reason=reason)
        self._send(pb.MSync.PROVISION, pb.Provision(status=status))
        self.closing = True

    def notify(self) -> None:
        """Tell the device that there is something new in its queue."""
        self._send(pb.MSync.NOTICE, pb.CommNotice(queue=self._queue()))

    def answer_unread(self, count: int, millis: int) -> None:
        """`count` items wait."""
        unread = [pb.MetaQueue(queue=self._queue(), n=count)] if count else []
        self._send(pb.MSync.UNREAD, pb.CommUnreadDL(status=pb.Status(), unread=unread, timestamp=millis))

    def answer_page(self, metas: Sequence[bytes], key: int, millis: int) -> None:
        """These items come next, and `key` acknowledges them; without any, the queue has been read to its end."""
        page = pb.CommSyncDL(status=pb.Status(), queue=self._queue(), timestamp=millis)
        if metas:
            page.metas.extend(map(pb.Meta.FromString, metas))
            page.next_key = key
        else:
            page.is_last = True
        self._send(pb.MSync.SYNC, page)

    def answer_uplink(self, uplink: Uplink, number: int, millis: int) -> None:
        """What was sent is done, and has the id `number`."""
        status = pb.Status(error_code=pb.Status.OK)
        answer = pb.CommSyncDL(status=status, meta_id=uplink.number, server_id=number, timestamp=millis)
        self._send(pb.MSync.SYNC, answer)

    def refuse_uplink(self, uplink: Uplink, reason: str, millis: int) -> None:
        """What was sent is not done: an OK would tell the sender that it is."""
        status = pb.Status(error_code=pb.Status.PERMISSION_DENIED, reason=reason)
        self._send(pb.MSync.SYNC, pb.CommSyncDL(status=status, meta_id=uplink.number, timestamp=millis))

    def data_to_send(self) -> list[bytes]:
        data, self._outgoing = self._outgoing, []
        return data

    def _sync(self, asked: pb.CommSyncUL, millis: int) -> Question | None:
        if asked.HasField("meta"):
            uplink = read_uplink(asked.meta)
            if uplink.act is not Act.NOTHING:
                return uplink
            self.answer_uplink(uplink, millis << 22, millis)
        elif asked.queue.name.lower() == self._queue().name:
            return NextPage(asked.key if asked.HasField("key") else None)
        else:
            self._send(pb.MSync.SYNC, pb.CommSyncDL(queue=asked.queue, is_last=True, timestamp=millis))
        return None

    def _queue(self) -> pb.JID:
        """Without the device's name: a client passes over notices of a queue that has it."""
        assert self.signed_in is not None
        return pb.JID(app_key=self.signed_in.app_key, name=self.signed_in.user, domain=USER_DOMAIN)

    def _send(self, command: pb.MSync.Command, payload: Message) -> None:
        frame = pb.MSync(version=pb.MSync.MSYNC_V1, command=command, payload=payload.SerializeToString())
        self._outgoing.append(frame.SerializeToString())


def _sign_in(frame: pb.MSync) -> SignIn:
    asked = pb.Provision.FromString(frame.payload)
    token = frame.auth.removeprefix(TOKEN_PREFIX)
    resource = asked.resource or frame.guid.client_resource or "device"
    return SignIn(frame.guid.app_key, frame.guid.name.lower(), token, resource)
