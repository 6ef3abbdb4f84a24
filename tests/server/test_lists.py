"""Conversation lists, pins and marks, as the service keeps them for each user."""

from __future__ import annotations

import json

from tests.server.worlds import GROUP, NOON, Filled, in_group, sign_in, text
from tui.server.limits import DOCUMENTED


async def test_the_latest_activity_comes_first_with_its_message(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob"), text(3, "carol", "alice"), in_group(2, "bob")), "alice")
    infos = await alice.listed()
    assert [(info["session_to"], info["session_type"]) for info in infos] == [
        ("carol", "chat"),
        (GROUP, "groupchat"),
        ("bob", "chat"),
    ]
    last = infos[0]["meta"]
    assert (last["id"], last["from"], last["to"], last["timestamp"]) == (
        "1003",
        "carol@easemob.com",
        "alice@easemob.com",
        NOON + 3000,
    )
    assert json.loads(last["payload"])["bodies"] == [{"type": "txt", "msg": "message 3"}]


async def test_pages_cover_the_list_once_though_pins_change_between_them(filled: Filled) -> None:
    people = [f"friend{number:02}" for number in range(25)]
    alice = await sign_in(filled(*(text(n, who, "alice") for n, who in enumerate(people))), "alice")
    first = await alice.get("GET", "sdk/user/{me}/user_channels/list", limit=10)
    await alice.get("POST", "sdk/user/{me}/user_channel/top", body={"type": "chat", "to": "friend03"})
    found = [info["session_to"] for info in first["channel_infos"]]
    cursor = first["cursor"]
    while cursor:
        page = await alice.get("GET", "sdk/user/{me}/user_channels/list", limit=10, cursor=cursor)
        found += [info["session_to"] for info in page["channel_infos"]]
        cursor = page["cursor"]
    assert found == people[::-1]


async def test_an_exactly_full_last_page_has_no_cursor(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob"), text(2, "alice", "carol")), "alice")
    page = await alice.get("GET", "sdk/user/{me}/user_channels/list", limit=2)
    assert (len(page["channel_infos"]), page["cursor"]) == (2, "")


async def test_a_group_without_a_message_shows_only_when_asked_for(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob")), "alice")
    assert await alice.names() == ["bob"]
    assert set(await alice.names(needEmptySession="true")) == {"bob", GROUP}


async def test_the_list_goes_back_as_far_as_is_kept(filled: Filled) -> None:
    people = [f"friend{number}" for number in range(8)]
    records = [text(n, who, "alice") for n, who in enumerate(people)]
    alice = await sign_in(filled(*records, conversations_kept=5), "alice")
    assert await alice.names(limit=2) == people[:2:-1]
    everything = await sign_in(filled(*records, conversations_kept=None), "alice")
    assert await everything.names(limit=2) == people[::-1]


async def test_pins_are_listed_latest_first_and_stay_where_they_were_in_the_other_list(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob"), text(2, "alice", "carol"), in_group(3, "bob")), "alice")
    for kind, target in (("groupChat", GROUP), ("chat", "carol"), ("chat", "bob")):
        state = await alice.get("POST", "sdk/user/{me}/user_channel/top", body={"type": kind, "to": target})
        assert state["is_top"] is True
    assert await alice.names(is_top="true", limit=2) == ["bob", "carol", GROUP]
    assert await alice.names() == [GROUP, "carol", "bob"]
    state = await alice.get("DELETE", "sdk/user/{me}/user_channel/top", type="groupchat", to=GROUP)
    assert state == {"is_top": False, "update_top_status_time": 0}
    await alice.get("DELETE", "sdk/user/{me}/user_channel/top", type="groupChat", to=GROUP)
    assert await alice.names(is_top="true") == ["bob", "carol"]


async def test_fifty_pins_are_the_most_and_renewing_one_is_no_new_one(filled: Filled) -> None:
    people = [f"friend{number}" for number in range(51)]
    alice = await sign_in(filled(*(text(n, who, "alice") for n, who in enumerate(people))), "alice")
    pin = "sdk/user/{me}/user_channel/top"
    for who in people[:50]:
        await alice.get("POST", pin, body={"type": "chat", "to": who})
    refused = await alice.ask("POST", pin, body={"type": "chat", "to": people[50]})
    assert (refused.status_code, refused.json()["error_code"]) == (403, 91002)
    await alice.get("POST", pin, body={"type": "chat", "to": people[0]})
    assert (await alice.names(is_top="true"))[0] == people[0]


async def test_what_cannot_be_pinned(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "bob", "carol")), "alice")
    pin = "sdk/user/{me}/user_channel/top"
    strange = await alice.ask("POST", pin, body={"type": "chat", "to": "bob"})
    assert (strange.status_code, strange.json()["error_code"]) == (404, 91001)
    assert (await alice.ask("POST", pin, body={"type": "chatRoom", "to": GROUP})).status_code == 400


async def test_a_chat_room_is_not_pinned_however_it_is_spelled(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "room1", chat_type="chatroom")), "alice")
    for kind in ("chatroom", "chatRoom", "groupchat", "groupChat"):
        refused = await alice.ask("POST", "sdk/user/{me}/user_channel/top", body={"type": kind, "to": "room1"})
        assert (refused.status_code, refused.json()["error"]) == (400, "illegal_argument")
    assert [info["is_top"] for info in await alice.listed()] == [False]


async def test_marks_are_found_and_taken_off_again(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob"), text(2, "alice", "carol"), in_group(3, "bob")), "alice")
    targets = [{"to": "bob", "type": "chat"}, {"to": GROUP, "type": "groupchat"}]
    await alice.get("POST", "sdk/user/{me}/user_channels/mark", body={"mark": "mark_19", "targets": targets})
    search = "sdk/user/{me}/user_channels/mark/search"
    page = await alice.get("GET", search, mark="mark_19", limit=10)
    assert [(info["session_to"], info["marks"]) for info in page["channel_infos"]] == [
        (GROUP, ["mark_19"]),
        ("bob", ["mark_19"]),
    ]
    await alice.get("DELETE", "sdk/user/{me}/user_channels/mark", body={"mark": "mark_19", "targets": targets[:1]})
    page = await alice.get("GET", search, mark="mark_19", limit=10)
    assert [info["session_to"] for info in page["channel_infos"]] == [GROUP]
    assert (await alice.ask("GET", search, mark="mark_20")).status_code == 400


async def test_a_cursor_opens_only_the_list_it_was_made_for(filled: Filled) -> None:
    people = [f"friend{number}" for number in range(3)]
    service = filled(*(text(n, who, "alice") for n, who in enumerate(people)), text(9, "bob", "carol"))
    alice, bob = await sign_in(service, "alice"), await sign_in(service, "bob")
    path = "sdk/user/{me}/user_channels/list"
    cursor = (await alice.get("GET", path, limit=1))["cursor"]
    turned = cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1]
    assert (await alice.ask("GET", path, cursor=cursor)).status_code == 200
    for caller, query in (
        (bob, {"cursor": cursor}),
        (alice, {"cursor": cursor, "is_top": "true"}),
        (alice, {"cursor": turned}),
        (alice, {"cursor": "1"}),
        (alice, {"cursor": "é" * 10}),
        (alice, {"cursor": "A" * 5000}),
    ):
        assert (await caller.ask("GET", path, **query)).status_code == 400, query


async def test_a_mixed_case_user_has_an_empty_list(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob")), "Alice")
    assert await alice.listed() == []


async def test_the_sixth_read_in_a_minute_is_refused_where_limits_hold(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob"), limits=DOCUMENTED), "alice")
    answers = [await alice.ask("GET", "sdk/user/{me}/user_channels/list") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[5].json()["error"] == "reach_limit"
    assert 0 < int(answers[5].headers["Retry-After"]) <= 60
