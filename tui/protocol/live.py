"""The service's end of the live connection, without any I/O: frames in, frames and questions out (section 10)."""

from __future__ import annotations

from dataclasses import dataclass, field

from google.protobuf.message import DecodeError, Message

from tui.errors import ProtocolError
from tui.i18n import _
from tui.protocol import msync_pb2 as pb

PATIENCE = 120.0
"""Seconds of silence after which the service closes a connection: four of the official client's heartbeats."""

_TOKEN_PREFIX = "$t$"  # noqa: S105 - the wire's way to say that a token follows


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody wants in: to be answered by `ServerSession.accept` or `refuse`."""

    app_key: str
    user: str
    token: str = field(repr=False)
    resource: str


class ServerSession:
    """One connection, seen by the service. `now` is in seconds of a clock that only goes forward, `millis` since 1970.

    After `closing` has become true and the data is sent, the connection is to be closed.
    """

    def __init__(self, now: float) -> None:
        self.deadline = now + PATIENCE
        self.closing = False
        self.signed_in: SignIn | None = None
        self._outgoing: list[bytes] = []

    def receive(self, data: bytes, now: float, millis: int) -> SignIn | None:
        """Take one frame and answer it, or return the question that its answer depends on. Raises ProtocolError."""
        try:
            frame = pb.MSync.FromString(data)
            self.deadline = now + PATIENCE
            if frame.command == pb.MSync.PROVISION:
                return _sign_in(frame)
            if frame.command == pb.MSync.LOGOUT:
                self._send(pb.MSync.LOGOUT, pb.Logout(status=pb.Status(error_code=pb.Status.OK)))
                self.closing = True
            elif self.signed_in is None:
                raise ProtocolError(_("The peer sent a frame before it signed in."))
            elif frame.command == pb.MSync.UNREAD:
                self._send(pb.MSync.UNREAD, pb.CommUnreadDL(status=pb.Status(), timestamp=millis))
            elif frame.command == pb.MSync.SYNC:
                self._sync(pb.CommSyncUL.FromString(frame.payload), millis)
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

    def data_to_send(self) -> list[bytes]:
        data, self._outgoing = self._outgoing, []
        return data

    def _sync(self, asked: pb.CommSyncUL, millis: int) -> None:
        """Answer an uplink meta, or a queue, in which nothing waits: what is new is found by reading history."""
        if not asked.HasField("meta"):
            self._send(pb.MSync.SYNC, pb.CommSyncDL(queue=asked.queue, is_last=True, timestamp=millis))
            return
        status = pb.Status(error_code=pb.Status.OK)
        if _is_message(asked.meta):
            # An OK would tell the sender that the message is stored.
            status = pb.Status(error_code=pb.Status.PERMISSION_DENIED, reason="this service takes no messages")
        answer = pb.CommSyncDL(status=status, meta_id=asked.meta.id, server_id=millis << 22, timestamp=millis)
        self._send(pb.MSync.SYNC, answer)

    def _send(self, command: pb.MSync.Command, payload: Message) -> None:
        frame = pb.MSync(version=pb.MSync.MSYNC_V1, command=command, payload=payload.SerializeToString())
        self._outgoing.append(frame.SerializeToString())


def _sign_in(frame: pb.MSync) -> SignIn:
    asked = pb.Provision.FromString(frame.payload)
    token = frame.auth.removeprefix(_TOKEN_PREFIX)
    resource = asked.resource or frame.guid.client_resource or "device"
    return SignIn(frame.guid.app_key, frame.guid.name.lower(), token, resource)


def _is_message(meta: pb.Meta) -> bool:
    kinds = (pb.MessageBody.CHAT, pb.MessageBody.GROUPCHAT, pb.MessageBody.CHATROOM)
    return meta.ns == pb.Meta.CHAT and pb.MessageBody.FromString(meta.payload).type in kinds
