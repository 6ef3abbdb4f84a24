"""Several devices of a user on the local service: what one does, all are told, and nothing is lost in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.server.running import database_url
from tests.server.worlds import APP_KEY, GROUP, NOON, PASSWORD, Filled, in_group, sign_in, text, world
from tui import live
from tui.client import RoamingClient, in_memory
from tui.client.live import Patience
from tui.client.sockets import connect_in_memory
from tui.errors import ArgumentError
from tui.live import LiveEvent, LivePhase, LiveStatus
from tui.models import ConversationKey, ConversationType
from tui.protocol import msync_pb2 as pb
from tui.protocol.live_frames import Device, provision
from tui.server import queues
from tui.server.schema import live_item
from tui.server.service import Service

BOB = ConversationKey("bob", ConversationType.SINGLE)
TEAM = ConversationKey(GROUP, ConversationType.GROUP)
TALK = [in_group(1, "bob"), text(2, "bob", "alice"), text(3, "alice", "bob")]


class Phone:
    """A device that follows; `events` are what it was told."""

    def __init__(self, client: RoamingClient) -> None:
        self.client = client
        self.events: list[LiveEvent] = []
        self.states: list[LiveStatus] = []
        self._news = asyncio.Event()

    def deliver(self, events: Sequence[LiveEvent]) -> None:
        self.events += [event for event in events if not isinstance(event, live.Connected)]
        self._news.set()

    def report(self, status: LiveStatus) -> None:
        self.states.append(status)
        self._news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def told(self, count: int) -> Sequence[LiveEvent]:
        """Everything it was told, once that is so much."""
        await self.until(lambda: len(self.events) >= count)
        return self.events


@asynccontextmanager
async def phone(service: Service, resource: str, user: str = "alice") -> AsyncIterator[Phone]:
    """A device of `user` that is connected when the block is entered."""
    client = RoamingClient(
        APP_KEY,
        user,
        rest_url="http://127.0.0.1",
        password=PASSWORD,
        resource=resource,
        transport=in_memory(service.app),
    )
    device = Phone(client)
    connect, patience = connect_in_memory(service.app), Patience(random=lambda: 0.0)
    following = asyncio.create_task(client.follow(device.deliver, device.report, connect=connect, patience=patience))
    try:
        await device.until(lambda: live.LIVE in device.states)
        yield device
    finally:
        following.cancel()
        await asyncio.wait([following])
        await client.aclose()


async def test_what_one_device_does_the_others_are_told(filled: Filled) -> None:
    service = filled(*TALK, clock=lambda: NOON / 1000 + 100)
    async with phone(service, "web_1") as one, phone(service, "web_2") as other:
        await one.client.pin_conversation("bob", "singleChat", True)
        await one.client.pin_conversation("bob", "singleChat", False)
        await one.client.add_conversation_mark([TEAM], 3)
        await one.client.remove_conversation_mark([TEAM], 3)
        await one.client.remove_history_messages("bob", "singleChat", message_ids=["1002"])
        await one.client.remove_history_messages(GROUP, "groupChat", before_timestamp=NOON + 50_000)
        await one.client.delete_conversation("bob", "singleChat", delete_roam=True)
        now = NOON + 100_000
        assert await other.told(7) == [
            live.ConversationPinned(BOB, now),
            live.ConversationUnpinned(BOB, now),
            live.ConversationMarked(TEAM, 3, True, now),
            live.ConversationMarked(TEAM, 3, False, now),
            live.RoamingDeleted(BOB, ("1002",), None, "web_1"),
            live.RoamingDeleted(TEAM, (), NOON + 50_000, "web_1"),
            live.ConversationDeleted(BOB, now),
        ]
        service.say("bob", "alice", "hello")
        (own,) = await one.told(1)
        assert isinstance(own, live.MessageReceived)  # and nothing of what this device did itself


async def test_a_removal_up_to_a_time_to_come_is_told_as_what_it_was(filled: Filled) -> None:
    """Who hears of it later could not tell what came since from what was meant."""
    now, ahead = NOON + 100_000, NOON + 500_000
    dated_ahead = text(50, "bob", "alice", time=ahead)
    service = filled(*TALK, dated_ahead, clock=lambda: now / 1000)
    async with phone(service, "web_1") as one, phone(service, "web_2") as other:
        await one.client.remove_history_messages("bob", "singleChat", before_timestamp=ahead + 1)
        assert await other.told(2) == [
            live.RoamingDeleted(BOB, (), now, "web_1"),
            live.RoamingDeleted(BOB, (dated_ahead.id,), None, "web_1"),
        ]


async def test_a_refused_call_is_told_to_nobody(filled: Filled) -> None:
    service = filled(*TALK)
    async with phone(service, "web_2") as other:
        async with (await sign_in(service, "alice")).http as http:
            body = {"type": "chat", "to": "nobody"}
            answer = await http.post("/acme/support/sdk/user/alice/user_channel/top?resource=w", json=body)
        assert answer.status_code == 404
        service.say("bob", "alice", "hello")
        assert isinstance((await other.told(1))[0], live.MessageReceived)


async def test_a_message_reaches_everybody_concerned_and_is_stored(filled: Filled) -> None:
    service = filled(*TALK, clock=lambda: NOON / 1000 + 100)
    async with phone(service, "a") as alice, phone(service, "b", "bob") as bob, phone(service, "d", "dave") as dave:
        said = [
            service.say("Bob", GROUP, "to all"),
            service.say("bob", "alice", "to you"),
            service.say("bob", "dave", "!"),
        ]
        for device, expected in ((alice, said[:2]), (bob, said), (dave, said[2:])):
            events = await device.told(len(expected))
            assert [event.message.id for event in events if isinstance(event, live.MessageReceived)] == expected
        page = await alice.client.get_history_messages("bob", "singleChat")
        assert page.messages[0].id == said[1]
    caller = await sign_in(service, "alice")
    async with caller.http:
        listed = await caller.listed()
    assert {info["session_to"]: info["unread_num"] for info in listed} == {GROUP: 1, "bob": 1}


@pytest.mark.parametrize(("sender", "to"), [("nobody", "alice"), ("alice", "nobody"), ("dave", GROUP)])
def test_nobody_says_what_cannot_be(filled: Filled, sender: str, to: str) -> None:
    service = filled(*TALK)
    kind = "groupchat" if to == GROUP else None
    with pytest.raises(ArgumentError):
        service.say(sender, to, "hello", kind)


async def test_more_than_a_page_arrives_in_order_and_is_then_forgotten(filled: Filled) -> None:
    service = filled(*TALK)
    async with phone(service, "web_1") as one, phone(service, "web_2") as other:
        said = [service.say("bob", "alice", f"number {number}") for number in range(130)]
        for device in (one, other):
            events = await device.told(130)
            assert [event.message.id for event in events if isinstance(event, live.MessageReceived)] == said
    assert left(service) == 0  # a device that leaves has its last words heard


def left(service: Service) -> int:
    """How much waits for anybody."""
    with service.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(live_item)) or 0


async def test_what_waits_outlives_the_process_and_the_connection(tmp_path: Path) -> None:
    with closing(Service.create(database_url(tmp_path), APP_KEY)) as service:
        service.load_world(world(*TALK), PASSWORD)
        async with phone(service, "web_1"), phone(service, "web_2"):
            pass
        said = service.say("bob", "alice", "while you were away")
    with closing(Service.create(database_url(tmp_path), APP_KEY)) as service:
        for resource in ("web_1", "web_2"):
            async with phone(service, resource) as device:
                (event,) = await device.told(1)
                assert isinstance(event, live.MessageReceived)
                assert event.message.id == said
        async with phone(service, "web_3") as device:
            service.say("bob", "alice", "now")
            (event,) = await device.told(1)
            assert isinstance(event, live.MessageReceived)
            assert event.message.id != said


async def test_what_another_process_says_arrives_as_well(tmp_path: Path) -> None:
    with (
        closing(Service.create(database_url(tmp_path), APP_KEY)) as service,
        closing(Service.create(database_url(tmp_path), APP_KEY)) as elsewhere,
    ):
        service.load_world(world(*TALK), PASSWORD)
        async with phone(service, "web_1") as device:
            said = elsewhere.say("bob", "alice", "from elsewhere")
            (event,) = await device.told(1)
            assert isinstance(event, live.MessageReceived)
            assert event.message.id == said


class Sender:
    """A device that sends, frame by frame."""

    def __init__(self, service: Service, user: str, token: str) -> None:
        self._device = Device(APP_KEY, user, "sender", token)
        self._connect = connect_in_memory(service.app)

    async def send(self, to: str, body: pb.MessageBody, domain: str = "easemob.com") -> pb.CommSyncDL:
        """Send one thing, and the service's answer to it."""
        meta = pb.Meta(id=5, ns=pb.Meta.CHAT, to=pb.JID(name=to, domain=domain), payload=body.SerializeToString())
        uplink = pb.MSync(command=pb.MSync.SYNC, payload=pb.CommSyncUL(meta=meta).SerializeToString())
        async with self._connect("memory") as socket:
            for frame in (provision(self._device, "1:"), uplink.SerializeToString()):
                await socket.send(frame)
            while True:
                answer = pb.MSync.FromString(await socket.receive())
                if answer.command == pb.MSync.SYNC:
                    return pb.CommSyncDL.FromString(answer.payload)


async def sender_of(service: Service, user: str) -> Sender:
    caller = await sign_in(service, user)
    async with caller.http as http:
        return Sender(service, user, http.headers["authorization"].removeprefix("Bearer "))


def said(
    words: str,
    kind: pb.MessageBody.Type = pb.MessageBody.CHAT,
    *,
    ack_message_id: int | None = None,
    edit_message_id: int | None = None,
) -> pb.MessageBody:
    content = pb.MessageBody.Content(text=words)
    about = {"ack_message_id": ack_message_id, "edit_message_id": edit_message_id}
    body = pb.MessageBody(type=kind, contents=[content])
    for name, number in about.items():
        if number is not None:
            setattr(body, name, number)
    return body


async def test_messages_are_sent_edited_recalled_and_read_from_a_device(filled: Filled) -> None:
    service = filled(*TALK)
    bob = await sender_of(service, "bob")
    async with phone(service, "web_1") as alice:
        number = (await bob.send("alice", said("helo"))).server_id
        await bob.send("alice", said("hello", pb.MessageBody.EDIT, edit_message_id=number))
        await bob.send("alice", said("", pb.MessageBody.READ_ACK, ack_message_id=1003))
        await bob.send("alice", said("", pb.MessageBody.DELIVER_ACK, ack_message_id=1003))
        await bob.send("alice", said("", pb.MessageBody.CHANNEL_ACK))
        await bob.send("alice", said("", pb.MessageBody.RECALL, ack_message_id=number))
        received, edited, *others = await alice.told(6)
        assert isinstance(received, live.MessageReceived)
        assert isinstance(edited, live.MessageEdited)
        assert (received.message.id, edited.message.id) == (str(number), str(number))
        assert edited.message.as_service()["msg"] == "hello"
        assert edited.message.edited is not None
        assert (edited.message.edited.count, edited.message.sender) == (1, "bob")
        assert others[:2] == [live.ReadAcked("1003", "bob", "alice"), live.Delivered("1003", "bob", "alice")]
        assert isinstance(others[2], live.ConversationRead)
        assert others[3] == live.MessageRecalled(BOB, str(number), "bob", "alice")
        page = await alice.client.get_history_messages("bob", "singleChat")
        assert [message.id for message in page.messages] == ["1003", "1002"]


async def test_reading_a_conversation_on_one_device_reads_it_on_all(filled: Filled) -> None:
    service = filled(*TALK)
    alice = await sender_of(service, "alice")
    async with phone(service, "web_2") as other:
        service.say("bob", GROUP, "one")
        assert (await other.client.get_server_conversations()).conversations[0].unread_count == 1
        await alice.send(GROUP, said("", pb.MessageBody.CHANNEL_ACK), "conference.easemob.com")
        event = (await other.told(2))[1]
        assert isinstance(event, live.ConversationRead)
        assert (event.key, event.sender) == (TEAM, "alice")
        assert (await other.client.get_server_conversations()).conversations[0].unread_count == 0


@pytest.mark.parametrize(
    ("to", "body"),
    [
        ("nobody", said("hello")),
        ("alice", said("", pb.MessageBody.RECALL, ack_message_id=1003)),
        ("alice", said("mine", pb.MessageBody.EDIT, edit_message_id=1003)),
        ("alice", said("", pb.MessageBody.RECALL, ack_message_id=9)),
        ("alice", pb.MessageBody(type=pb.MessageBody.CHAT)),
    ],
)
async def test_what_a_device_may_not_do_is_refused(filled: Filled, to: str, body: pb.MessageBody) -> None:
    bob = await sender_of(filled(*TALK), "bob")
    assert (await bob.send(to, body)).status.error_code == pb.Status.PERMISSION_DENIED


async def test_a_wrong_token_ends_it_and_is_not_tried_again(filled: Filled) -> None:
    service = filled(*TALK)
    connect = connect_in_memory(service.app)
    async with RoamingClient(APP_KEY, "alice", rest_url="http://127.0.0.1", token="wrong") as client:
        device = Phone(client)
        async with asyncio.timeout(20):
            await client.follow(device.deliver, device.report, connect=connect)
    assert device.states[-1] == LiveStatus(LivePhase.ENDED, type=28)


def test_keys_only_grow_and_the_slowest_device_keeps_what_it_needs(filled: Filled) -> None:
    with filled().database.writing() as connection:
        assert queues.enter(connection, "alice", "a", 1) == 0
        queues.put(connection, ["alice", "bob"], b"1", 50)
        queues.enter(connection, "alice", "late", 2)
        queues.put(connection, ["alice"], b"2", 50)
        queues.put(connection, ["alice"], b"3", 10, "a")
        first, second = queues.waiting(connection, "alice", "a", 0, 9)
        assert [first.meta, second.meta] == [b"1", b"2"]
        late = queues.waiting(connection, "alice", "late", first.key, 9)
        assert [item.meta for item in late] == [b"2", b"3"]
        assert first.key < second.key < late[-1].key
        queues.acknowledge(connection, "alice", "a", late[-1].key, floor=late[-1].key)
        assert [item.meta for item in queues.waiting(connection, "alice", "late", 0, 9)] == [b"2", b"3"]
        queues.acknowledge(connection, "alice", "late", late[-1].key, floor=second.key)
        assert [item.meta for item in queues.waiting(connection, "alice", "late", 0, 9)] == [b"3"]
        assert queues.count_waiting(connection, "bob", "b", 0) == 0
