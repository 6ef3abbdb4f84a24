"""The rules of the live connection's client end, without a socket."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.live_vectors import ACCEPTED, MILLIS, down, written
from tests.vectors.cases import load
from tui.errors import DeadlineError, ProtocolError
from tui.live import Connected, Kicked, MessageReceived, Refused, RoamingDeleted, TokenExpired, TokenExpiring
from tui.models import ConversationKey, ConversationType
from tui.protocol import msync_pb2 as pb
from tui.protocol.live_client import ANSWER, BAD_FRAMES, HEARTBEAT, ClientSession, Seen
from tui.protocol.live_frames import Device

BOB = pb.JID(app_key="acme#support", name="bob", domain="easemob.com")
CAROL = pb.JID(app_key="acme#support", name="carol", domain="easemob.com")
DEVICE = Device("acme#support", "alice", "web_1", "token")
RECORDED = [frame for case in load("events") for frame in down(case)]


def fresh(seen: Seen | None = None) -> ClientSession:
    return ClientSession(DEVICE, "http://rest.example", 0.0, MILLIS, seen)


def accepted(seen: Seen | None = None) -> ClientSession:
    session = fresh(seen)
    session.receive(ACCEPTED, 0.0, MILLIS)
    session.data_to_send()
    return session


def frame(command: pb.MSync.Command, payload: pb.CommSyncDL | pb.CommUnreadDL | pb.CommNotice | pb.Provision) -> bytes:
    return pb.MSync(command=command, payload=payload.SerializeToString()).SerializeToString()


def notice(queue: pb.JID) -> bytes:
    return frame(pb.MSync.NOTICE, pb.CommNotice(queue=queue))


def text(number: int) -> pb.Meta:
    body = pb.MessageBody(type=pb.MessageBody.CHAT, to=pb.JID(name="alice"), contents=[{"text": "hi"}])
    getattr(body, "from").name = "bob"
    return pb.Meta(id=number, ns=pb.Meta.CHAT, timestamp=MILLIS, payload=body.SerializeToString())


def page(*metas: pb.Meta, queue: pb.JID = BOB, key: int = 0, last: bool = False) -> bytes:
    return frame(pb.MSync.SYNC, pb.CommSyncDL(metas=metas, queue=queue, next_key=key, is_last=last))


def asked(session: ClientSession) -> list[tuple[str, int]]:
    """The queues asked for since the last time, and the keys acknowledged with that."""
    syncs = [sent["sync"] for sent in written(session.data_to_send()) if "sync" in sent]
    return [(sync["queue"]["name"], int(sync.get("key", 0))) for sync in syncs]


def notify(payload: str) -> pb.Meta:
    return pb.Meta(id=7, ns=pb.Meta.NOTIFY, payload=payload.encode())


def test_noticed_queues_are_read_one_after_another() -> None:
    session = accepted()
    for queue in (BOB, CAROL, CAROL):
        session.receive(notice(queue), 1.0, MILLIS)
    assert asked(session) == [("bob", 0)]
    session.receive(page(text(1), key=5), 1.0, MILLIS)
    assert asked(session) == [("bob", 5)]
    session.receive(page(last=True), 1.0, MILLIS)
    assert asked(session) == [("carol", 0)]
    session.receive(page(queue=CAROL, last=True), 1.0, MILLIS)
    assert asked(session) == []


def test_a_last_page_with_messages_is_acknowledged_as_well() -> None:
    session = accepted()
    session.receive(notice(BOB), 1.0, MILLIS)
    session.receive(page(text(1), key=5, last=True), 1.0, MILLIS)
    assert asked(session) == [("bob", 0), ("bob", 5)]
    session.receive(notice(BOB), 1.0, MILLIS)
    assert asked(session) == [("bob", 0)]


def test_a_server_that_gives_one_page_for_ever_is_asked_no_more() -> None:
    session = accepted()
    session.receive(notice(BOB), 1.0, MILLIS)
    for _again in range(3):
        session.receive(page(text(1), key=5), 1.0, MILLIS)
    assert asked(session) == [("bob", 0), ("bob", 5)]


def test_a_message_that_comes_again_is_told_of_once_even_on_the_next_connection() -> None:
    seen = Seen(size=2)
    received = [accepted(seen).receive(page(text(number), key=5), 1.0, MILLIS) for number in (1, 2, 1, 3, 1)]
    assert [[e.message.id for e in events if isinstance(e, MessageReceived)] for events in received] == [
        ["1"], ["2"], [], ["3"], ["1"],
    ]  # fmt: skip


def test_silence_is_broken_by_a_heartbeat_and_ends_in_an_error() -> None:
    session = accepted()
    session.receive(notice(BOB), 5.0, MILLIS)
    assert session.deadline == 5.0 + HEARTBEAT
    assert session.tick(session.deadline - 1) == []
    assert [sent["command"] for sent in written(session.data_to_send())] == ["SYNC"]
    session.tick(session.deadline)
    assert [sent["command"] for sent in written(session.data_to_send())] == ["UNREAD"]
    session.receive(frame(pb.MSync.UNREAD, pb.CommUnreadDL(unread=[pb.MetaQueue(queue=BOB, n=1)])), 36.0, MILLIS)
    assert asked(session) == [("bob", 0)]
    session.tick(36.0 + HEARTBEAT)
    with pytest.raises(DeadlineError):
        session.tick(36.0 + HEARTBEAT + ANSWER)


def test_signing_in_has_to_be_answered() -> None:
    session = fresh()
    assert session.deadline == ANSWER
    with pytest.raises(DeadlineError):
        session.tick(ANSWER)


def test_nothing_is_heard_before_signing_in_is_answered() -> None:
    session = fresh()
    session.data_to_send()
    for data in (notice(BOB), page(text(1), key=1), frame(pb.MSync.UNREAD, pb.CommUnreadDL())):
        assert session.receive(data, 1.0, MILLIS) == []
    assert session.data_to_send() == []


def test_the_token_is_reported_before_it_expires_and_then_ends_the_connection() -> None:
    session = fresh()
    ends = f'{{"expires_in": {MILLIS + 100_000}}}'
    session.receive(frame(pb.MSync.PROVISION, pb.Provision(auth_token=ends)), 0.0, MILLIS)
    assert (session.tick(79.0), session.tick(80.0), session.tick(81.0)) == ([], [TokenExpiring()], [])
    session.receive(frame(pb.MSync.UNREAD, pb.CommUnreadDL(timestamp=MILLIS + 95_000)), 85.0, MILLIS)
    assert (session.deadline, session.closing) == (90.0, False)
    assert session.tick(90.0) == [TokenExpired()]
    assert session.closing


@pytest.mark.parametrize(("operation", "kind"), [(1, 207), (2, 206), (3, 216), (4, 217)])
def test_being_put_out_is_the_last_event(operation: int, kind: int) -> None:
    session = accepted()
    out = pb.StatisticsBody(reason="iPad")
    out.MergeFromString(bytes((8, operation)))
    metas = (pb.Meta(ns=pb.Meta.STATISTIC, payload=out.SerializeToString()), text(1))
    (event,) = session.receive(page(*metas, key=3), 1.0, MILLIS)
    assert isinstance(event, Kicked)
    assert (event.type, event.note, session.closing, asked(session)) == (kind, "iPad", True, [])


REFUSALS = [
    (pb.Status.FAIL, "Sorry, token expired", 56),
    (pb.Status.FAIL, "Sorry, token or password does not match login info", 28),
    (pb.Status.FAIL, "Sorry, user not found", 204),
    (pb.Status.FAIL, "Sorry, user register rate limit", 50),
    (pb.Status.PERMISSION_DENIED, "Sorry, the app month live count limit", 50),
    (pb.Status.PERMISSION_DENIED, "something else", 2),
    (pb.Status.MISSING_PARAMETER, "what is missing", 2),
]


@pytest.mark.parametrize(("code", "reason", "kind"), REFUSALS)
def test_a_refusal_ends_the_connection(code: pb.Status.ErrorCode, reason: str, kind: int) -> None:
    session = fresh()
    answer = pb.Provision(status=pb.Status(error_code=code, reason=reason))
    (event,) = session.receive(frame(pb.MSync.PROVISION, answer), 1.0, MILLIS)
    assert isinstance(event, Refused)
    assert (event.type, session.closing) == (kind, True)


def test_a_removal_by_ids_is_never_widened_to_a_time() -> None:
    head = '{"type":"roaming_delete","data":{"chatType":"chat","to":"bob","resource":"web_2"'
    session = accepted()
    metas = [
        notify(f'{head},"msgIdList":["1","2"],"deleteTime":9}}}}'),
        notify(f'{head},"deleteTime":9}}}}'),
        notify(f"{head}}}}}"),
        notify(f"{head}}}}}".replace("web_2", "web_1")),
    ]
    bob = ConversationKey("bob", ConversationType.SINGLE)
    assert session.receive(page(*metas, key=1), 1.0, MILLIS) == [
        RoamingDeleted(bob, ("1", "2"), None, "web_2"),
        RoamingDeleted(bob, (), 9, "web_2"),
        RoamingDeleted(bob, (), None, "web_2"),
    ]


def test_a_few_bad_frames_are_borne_and_many_in_a_minute_are_not() -> None:
    session = accepted()
    for number in range(2 * BAD_FRAMES):
        with pytest.raises(ProtocolError):
            session.receive(b"\xff", number * 4.0, MILLIS)
    assert not session.closing
    for _again in range(BAD_FRAMES):
        with pytest.raises(ProtocolError):
            session.receive(b"\xff", 200.0, MILLIS)
    assert session.closing


def damaged(frame: bytes, at: int, byte: int) -> bytes:
    return frame[: at % len(frame)] + bytes((byte,)) + frame[at % len(frame) + 1 :]


broken = st.builds(
    damaged, st.sampled_from([frame for frame in RECORDED if frame]), st.integers(0), st.integers(0, 255)
)


@given(st.lists(st.one_of(st.binary(max_size=200), broken, st.sampled_from(RECORDED)), max_size=10))
def test_any_bytes_are_events_or_a_protocol_error(datas: list[bytes]) -> None:
    session = accepted()
    for data in datas:
        try:
            events = session.receive(data, 1.0, MILLIS)
        except ProtocolError:
            continue
        assert not any(isinstance(event, Connected | Refused) for event in events)
    for sent in session.data_to_send():
        pb.MSync.FromString(sent)


def test_signing_out_says_so() -> None:
    session = accepted()
    session.sign_out()
    (sent,) = written(session.data_to_send())
    assert (sent["command"], sent["auth"], session.closing) == ("LOGOUT", "$t$token", True)
    assert base64.b64encode(b"token").decode() not in repr(DEVICE)
    assert "token'" not in repr(DEVICE)
