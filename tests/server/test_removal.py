"""One-sided removal: who loses what, and what the lists say afterwards."""

from __future__ import annotations

import pytest

from tests.server.worlds import GROUP, NOON, PASSWORD, Caller, Filled, in_group, sign_in, text
from tui.server.ingest import Ingest
from tui.server.service import Service
from tui.server.world import Unread, World

TALK = [text(number, "bob" if number % 2 else "alice", "alice" if number % 2 else "bob") for number in range(10)]
IDS = [record.id for record in TALK]
AHEAD = 4_102_444_800_000  # the year 2100
REMOVE = "sdk/message/roaming/chat/user/{me}"
DELETE = "user/{me}/user_channel"


async def both(service: Service) -> tuple[Caller, Caller]:
    return await sign_in(service, "alice"), await sign_in(service, "bob")


async def test_only_the_one_who_removes_loses_the_messages(filled: Filled) -> None:
    alice, bob = await both(filled(*TALK))
    await alice.get("DELETE", REMOVE, userId="bob", msgIdList=f"{IDS[9]},{IDS[3]},77")
    assert await alice.walk("bob@easemob.com") == [i for i in reversed(IDS) if i not in (IDS[9], IDS[3])]
    assert await bob.walk("alice@easemob.com") == IDS[::-1]
    assert [info["meta"]["id"] for info in (*await alice.listed(), *await bob.listed())] == [IDS[8], IDS[9]]


async def test_removal_by_time_includes_the_time(filled: Filled) -> None:
    alice, bob = await both(filled(*TALK))
    await alice.get("DELETE", f"{REMOVE}/time", userId="bob", delTime=NOON + 4000)
    assert await alice.walk("bob@easemob.com", is_positive=True) == IDS[5:]
    assert await bob.walk("alice@easemob.com", is_positive=True) == IDS


@pytest.mark.parametrize("until", [str(10**17), "1" + "0" * 400, "1e300"])
async def test_what_comes_after_a_removal_shows_however_far_ahead_its_time_was(filled: Filled, until: str) -> None:
    service = filled(*TALK)
    alice, _ = await both(service)
    await alice.get("DELETE", f"{REMOVE}/time", userId="bob", delTime=until)
    assert await alice.walk("bob@easemob.com") == []
    service.ingest(PASSWORD).store([text(60, "bob", "alice"), text(70, "bob", "alice", time=AHEAD)])
    assert await alice.walk("bob@easemob.com") == ["1070", "1060"]


@pytest.mark.parametrize("way", ["conversation", "time", "all"])
async def test_a_message_dated_ahead_takes_nothing_with_it_that_is_yet_to_come(filled: Filled, way: str) -> None:
    service = filled(*TALK, text(50, "bob", "alice", time=AHEAD))
    alice, bob = await both(service)
    if way == "conversation":
        await alice.get("DELETE", DELETE, body={"channel": "bob", "type": "chat", "delete_roam": True})
    elif way == "time":
        await alice.get("DELETE", f"{REMOVE}/time", userId="bob", delTime=AHEAD)
    else:
        await alice.get("POST", "sdk/message/roaming/user/{me}/delete/all")
    assert (await alice.names(), await alice.walk("bob@easemob.com")) == ([], [])
    assert len(await bob.walk("alice@easemob.com")) == 11
    later = text(60, "bob", "alice", time=service.now())
    service.ingest(PASSWORD).store([later])
    assert (await alice.names(), await alice.walk("bob@easemob.com")) == (["bob"], [later.id])


async def test_removal_from_a_group_is_for_one_member(filled: Filled) -> None:
    alice, bob = await both(filled(*(in_group(number, "bob") for number in range(4))))
    path = "sdk/message/roaming/group/user/{me}"
    await alice.get("DELETE", path, groupId=GROUP, msgIdList="1003")
    await alice.get("DELETE", f"{path}/time", groupId=GROUP, delTime=NOON)
    queue = f"{GROUP}@conference.easemob.com"
    assert (await alice.walk(queue), len(await bob.walk(queue))) == (["1002", "1001"], 4)


@pytest.mark.parametrize("way", ["ids", "time"])
async def test_an_empty_conversation_leaves_and_comes_back_with_the_next_message(filled: Filled, way: str) -> None:
    service = filled(*TALK, text(50, "carol", "alice"))
    alice, bob = await both(service)
    await alice.get("POST", "sdk/user/{me}/user_channel/top", body={"type": "chat", "to": "bob"})
    if way == "ids":
        await alice.get("DELETE", REMOVE, userId="bob", msgIdList=",".join(IDS))
    else:
        await alice.get("DELETE", f"{REMOVE}/time", userId="bob", delTime=NOON + 9000.9)
    assert (await alice.names(), await alice.names(is_top="true")) == (["carol"], [])
    assert "bob" not in await alice.names(needEmptySession="true")
    assert await bob.names() == ["alice"]
    service.ingest(PASSWORD).store([text(60, "bob", "alice")])
    assert await alice.names() == ["bob", "carol"]
    assert await alice.walk("bob@easemob.com") == ["1060"]


@pytest.mark.parametrize("ids", ["", ",", ",".join(map(str, range(1, 52))), "1,x", "-1"])
async def test_lists_of_ids_that_are_refused(filled: Filled, ids: str) -> None:
    alice, _ = await both(filled(*TALK))
    answer = await alice.ask("DELETE", REMOVE, userId="bob", msgIdList=ids)
    assert (answer.status_code, answer.json()["error"]) == (400, "illegal_argument")
    assert len(await alice.walk("bob@easemob.com")) == 10


async def test_fifty_ids_are_taken(filled: Filled) -> None:
    alice, _ = await both(filled(*TALK))
    await alice.get("DELETE", REMOVE, userId="bob", msgIdList=",".join(map(str, range(1001, 1051))))
    assert await alice.walk("bob@easemob.com") == [IDS[0]]


@pytest.mark.parametrize("until", ["-1", "0", "nan", "inf", "soon"])
async def test_times_that_are_refused(filled: Filled, until: str) -> None:
    alice, _ = await both(filled(*TALK))
    assert (await alice.ask("DELETE", f"{REMOVE}/time", userId="bob", delTime=until)).status_code == 400
    assert len(await alice.walk("bob@easemob.com")) == 10


async def test_a_chat_room_is_not_deleted_however_it_is_spelled(filled: Filled) -> None:
    alice, _ = await both(filled(text(1, "alice", "room1", chat_type="chatroom")))
    for kind in ("chatroom", "chatRoom", "groupchat", "groupChat"):
        body = {"channel": "room1", "type": kind, "delete_roam": True}
        assert (await alice.ask("DELETE", DELETE, body=body)).status_code == 400
    assert await alice.names() == ["room1"]
    await alice.get("POST", "sdk/message/roaming/user/{me}/delete/all")
    assert await alice.names() == []


async def test_a_group_id_does_not_stand_for_a_user(filled: Filled) -> None:
    alice, _ = await both(filled(*TALK))
    assert (await alice.ask("DELETE", REMOVE, groupId="bob", msgIdList=IDS[0])).status_code == 400


async def test_deleting_a_conversation_may_keep_its_messages(filled: Filled) -> None:
    service = filled(*TALK)
    alice, bob = await both(service)
    body = {"channel": "bob", "type": "chat", "delete_roam": False}
    for _ in range(2):
        assert await alice.get("DELETE", DELETE, body=body) == {"result": "ok"}
    assert await alice.names(needEmptySession="true") == [GROUP]
    assert await alice.walk("bob@easemob.com") == IDS[::-1]
    assert await bob.names() == ["alice"]
    service.ingest(PASSWORD).store([text(60, "bob", "alice")])
    assert await alice.names() == ["bob"]


async def test_deleting_a_conversation_may_take_its_messages(filled: Filled) -> None:
    alice, bob = await both(filled(*TALK))
    await alice.get("DELETE", DELETE, body={"channel": "bob", "type": "chat", "delete_roam": True})
    assert (await alice.names(), await alice.walk("bob@easemob.com")) == ([], [])
    assert len(await bob.walk("alice@easemob.com")) == 10


async def test_clearing_all_is_for_one_user(filled: Filled) -> None:
    alice, bob = await both(filled(*TALK, in_group(20, "bob")))
    await alice.get("POST", "sdk/message/roaming/user/{me}/delete/all")
    assert (await alice.names(), await alice.walk("bob@easemob.com")) == ([], [])
    assert await bob.names() == [GROUP, "alice"]


async def test_removed_unread_messages_no_longer_count(filled: Filled) -> None:
    service = filled()
    service.load_world(World({}, records=TALK, unread=(Unread("alice", "bob", "chat", 3),)), PASSWORD)
    alice, _ = await both(service)
    unread = [(await alice.listed())[0]["unread_num"]]
    for ids in (IDS[7], IDS[1], f"{IDS[8]},{IDS[9]}"):
        await alice.get("DELETE", REMOVE, userId="bob", msgIdList=ids)
        unread.append((await alice.listed())[0]["unread_num"])
    assert unread == [3, 2, 2, 1]


async def test_storing_a_message_again_does_not_undo_its_removal(filled: Filled) -> None:
    service = filled(*TALK)
    alice, _ = await both(service)
    await alice.get("DELETE", REMOVE, userId="bob", msgIdList=IDS[9])
    await alice.get("DELETE", DELETE, body={"channel": "bob", "type": "chat", "delete_roam": False})
    ingest: Ingest = service.ingest(PASSWORD)
    assert ingest.store(TALK) == 0
    assert await alice.names() == []
    assert (await alice.walk("bob@easemob.com"))[0] == IDS[8]
