"""The rules of the live connection's serving end, without a socket."""

from __future__ import annotations

import pytest

from tui.errors import ProtocolError
from tui.protocol import msync_pb2 as pb
from tui.protocol.live import PATIENCE, ServerSession, SignIn

QUESTION = SignIn("acme#support", "alice", "token", "web_1")


def frame(command: pb.MSync.Command, payload: bytes = b"") -> bytes:
    guid = pb.JID(app_key="acme#support", name="Alice")
    return pb.MSync(command=command, payload=payload, guid=guid, auth="$t$token").SerializeToString()


def test_every_frame_puts_the_end_off() -> None:
    session = ServerSession(now=10)
    assert session.deadline == 10 + PATIENCE
    question = session.receive(frame(pb.MSync.PROVISION, pb.Provision(resource="web_1").SerializeToString()), 70, 0)
    assert (question, session.deadline) == (QUESTION, 70 + PATIENCE)


def test_nothing_but_signing_in_is_answered_before_it() -> None:
    session = ServerSession(now=0)
    for command in (pb.MSync.UNREAD, pb.MSync.SYNC):
        with pytest.raises(ProtocolError):
            session.receive(frame(command), 1, 0)
    assert session.data_to_send() == []


def test_a_refusal_is_the_last_word() -> None:
    session = ServerSession(now=0)
    session.refuse("Sorry, token expired")
    (answer,) = (pb.MSync.FromString(data) for data in session.data_to_send())
    assert pb.Provision.FromString(answer.payload).status.reason == "Sorry, token expired"
    assert session.closing
    assert session.signed_in is None


@pytest.mark.parametrize("kind", [pb.MessageBody.CHAT, pb.MessageBody.GROUPCHAT, pb.MessageBody.CHATROOM])
def test_a_message_is_not_said_to_be_stored(kind: pb.MessageBody.Type) -> None:
    session = ServerSession(now=0)
    session.accept(QUESTION)
    session.data_to_send()
    meta = pb.Meta(id=5, ns=pb.Meta.CHAT, payload=pb.MessageBody(type=kind).SerializeToString())
    session.receive(frame(pb.MSync.SYNC, pb.CommSyncUL(meta=meta).SerializeToString()), 1, 2)
    (answer,) = (pb.MSync.FromString(data) for data in session.data_to_send())
    sent = pb.CommSyncDL.FromString(answer.payload)
    assert (sent.meta_id, sent.status.error_code) == (5, pb.Status.PERMISSION_DENIED)


@pytest.mark.parametrize(
    "payload", [b"\xff", pb.CommSyncUL(meta=pb.Meta(ns=pb.Meta.CHAT, payload=b"\xff")).SerializeToString()]
)
def test_broken_frames_are_protocol_errors(payload: bytes) -> None:
    session = ServerSession(now=0)
    session.accept(QUESTION)
    with pytest.raises(ProtocolError):
        session.receive(frame(pb.MSync.SYNC, payload), 1, 2)
