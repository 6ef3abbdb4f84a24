"""The rules of the live connection's serving end, without a socket."""

from __future__ import annotations

import pytest
from google.protobuf.json_format import ParseDict

from tests.vectors.cases import Case, load
from tui.errors import ProtocolError
from tui.protocol import msync_pb2 as pb
from tui.protocol.live import PATIENCE, NextPage, Question, ServerSession, SignIn
from tui.protocol.uplinks import Act, Uplink

QUESTION = SignIn("acme#support", "alice", "token", "web_1")


def frame(command: pb.MSync.Command, payload: bytes = b"") -> bytes:
    guid = pb.JID(app_key="acme#support", name="Alice")
    return pb.MSync(command=command, payload=payload, guid=guid, auth="$t$token").SerializeToString()


def let_in() -> ServerSession:
    """A session that has let a device in, with nothing left to send."""
    session = ServerSession(now=0)
    session.accept(QUESTION)
    session.data_to_send()
    return session


def sync(session: ServerSession, payload: pb.CommSyncUL) -> Question | None:
    return session.receive(frame(pb.MSync.SYNC, payload.SerializeToString()), 1, 2)


def answers(session: ServerSession) -> list[pb.MSync]:
    return [pb.MSync.FromString(data) for data in session.data_to_send()]


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
def test_a_message_that_is_not_stored_is_not_said_to_be(kind: pb.MessageBody.Type) -> None:
    session = let_in()
    body = pb.MessageBody(type=kind, contents=[pb.MessageBody.Content(type=pb.MessageBody.Content.IMAGE)])
    question = sync(session, pb.CommSyncUL(meta=pb.Meta(id=5, ns=pb.Meta.CHAT, payload=body.SerializeToString())))
    assert isinstance(question, Uplink)
    assert (question.act, question.payload) == (Act.SAY, None)
    session.refuse_uplink(question, "not of this kind", 2)
    sent = pb.CommSyncDL.FromString(answers(session)[0].payload)
    assert (sent.meta_id, sent.status.error_code) == (5, pb.Status.PERMISSION_DENIED)


def test_a_queue_is_read_in_pages_with_keys() -> None:
    session = let_in()
    session.notify()
    own = pb.CommNotice.FromString(answers(session)[0].payload).queue
    assert (own.name, own.HasField("client_resource")) == ("alice", False)
    assert sync(session, pb.CommSyncUL(queue=own)) == NextPage(None)
    session.answer_page([pb.Meta(id=1).SerializeToString()], 9, 2)
    page = pb.CommSyncDL.FromString(answers(session)[0].payload)
    assert ([meta.id for meta in page.metas], page.next_key, page.is_last) == ([1], 9, False)
    assert sync(session, pb.CommSyncUL(queue=own, key=9)) == NextPage(9)
    session.answer_page([], 0, 2)
    page = pb.CommSyncDL.FromString(answers(session)[0].payload)
    assert (len(page.metas), page.next_key, page.is_last) == (0, 0, True)


def test_another_queue_is_empty() -> None:
    session = let_in()
    assert sync(session, pb.CommSyncUL(queue=pb.JID(name="bob"))) is None
    page = pb.CommSyncDL.FromString(answers(session)[0].payload)
    assert (page.queue.name, page.is_last) == ("bob", True)


UPLINKS = [case for case in load("events") if case.members["kind"] in ("mark_read", "uplink")]
ACTS = {"READ_ACK": Act.READ, "CHANNEL_ACK": Act.READ_ALL, "CHAT": Act.SAY, "GROUPCHAT": Act.SAY}


@pytest.mark.parametrize("case", UPLINKS, ids=lambda case: case.id)
def test_what_the_official_client_sends_is_understood(case: Case) -> None:
    (expected,) = case.recorded["up"]
    meta = dict(expected["sync"]["meta"], id="77")
    body = ParseDict(meta.pop("body"), pb.MessageBody())
    uplink = pb.CommSyncUL(meta=ParseDict(meta, pb.Meta(payload=body.SerializeToString())))
    session = let_in()
    question = sync(session, uplink)
    assert isinstance(question, Uplink)
    assert (question.number, question.to) == (77, meta["to"]["name"])
    assert question.act is ACTS[pb.MessageBody.Type.Name(body.type)]
    assert (question.chat_type == "groupchat") == ("conference" in meta["to"]["domain"])
    if question.act is Act.SAY:
        assert question.payload is not None
        assert question.payload["bodies"][0]["type"] == case.input["act"]["message"]["type"]
    session.answer_uplink(question, int(case.recorded["result"]["serverMsgId"]), 2)
    answer = pb.CommSyncDL.FromString(answers(session)[0].payload)
    assert (answer.meta_id, answer.server_id) == (77, 1200000000000000001)


@pytest.mark.parametrize(
    "payload", [b"\xff", pb.CommSyncUL(meta=pb.Meta(ns=pb.Meta.CHAT, payload=b"\xff")).SerializeToString()]
)
def test_broken_frames_are_protocol_errors(payload: bytes) -> None:
    session = let_in()
    with pytest.raises(ProtocolError):
        session.receive(frame(pb.MSync.SYNC, payload), 1, 2)
