"""The service's official web SDK against the local service, where Node and the SDK are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.server.running import Running, database_url, running
from tests.server.worlds import APP_KEY, GROUP, NOON, PASSWORD, in_group, text, world
from tui.server.service import Service

SDK = Path(os.environ.get("ROAM_SDK_DIR", ""))
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(
    NODE is None or not (SDK / "drive.mjs").is_file(),
    reason="needs Node, and ROAM_SDK_DIR naming a folder with the official SDK and the scripts that drive it",
)

TALK = [
    in_group(number, "bob" if number % 3 else "alice", kind="img" if number % 5 == 0 else "txt")
    for number in range(130)
]
SINGLE = [text(200 + number, "alice", "bob") for number in range(5)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("sdk")
    with closing(Service.create(database_url(folder), APP_KEY)) as service:
        service.load_world(world(*TALK, *SINGLE), PASSWORD)
    with running(folder, APP_KEY) as served:
        yield served


def run(served: Running, script: str, *arguments: str, user: str = "alice", stdin: str = "") -> list[dict[str, Any]]:
    """What a script of the SDK's folder prints: a JSON object a line."""
    where = ["--rest", served.rest, "--ws", served.live, "--app", APP_KEY, "--user", user, "--pwd", PASSWORD]
    command = [NODE or "", str(SDK / script), *where, *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def drive(served: Running, *steps: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of calls of the SDK, one after another."""
    script = json.dumps([{"call": name, "args": [arguments]} for name, arguments in steps])
    answers = [entry for entry in run(served, "drive.mjs", "-", stdin=script) if "call" in entry]
    assert all(entry.get("ok") for entry in answers), answers
    return [entry["result"] for entry in answers]


def start(served: Running, device: str, *steps: dict[str, Any]) -> subprocess.Popen[str]:
    """The SDK on a device of alice's, signed in when its first lines are there."""
    where = ["--rest", served.rest, "--ws", served.live, "--app", APP_KEY, "--user", "alice", "--pwd", PASSWORD]
    command = [NODE or "", str(SDK / "drive.mjs"), *where, "--device", device, "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(json.dumps(steps))
    process.stdin.close()
    return process


def lines_until(process: subprocess.Popen[str], member: str, value: str) -> list[dict[str, Any]]:
    """What it prints, up to the line whose `member` is `value`."""
    found: list[dict[str, Any]] = []
    assert process.stdout is not None
    for line in process.stdout:
        found.append(json.loads(line))
        if found[-1].get(member) == value:
            return found
    raise AssertionError(f"no {member} {value} in {found}")


def ids(result: dict[str, Any]) -> list[str]:
    return [message["id"] for message in result["messages"]]


def test_the_sdk_walks_over_everything_in_both_directions(served: Running) -> None:
    entries = run(served, "walk.mjs", "--page", "50", user="bob")
    (listed,) = (entry["list"] for entry in entries if "list" in entry)
    assert [(row[0], row[1], row[5]) for row in listed] == [
        ("alice", "singleChat", SINGLE[-1].id),
        (GROUP, "groupChat", TALK[-1].id),
    ]
    for peer, records in (("alice", SINGLE), (GROUP, TALK)):
        texts = [record.payload["bodies"][0]["msg"] if record.kind == "txt" else None for record in records]
        rows = [[r.id, r.time, r.sender, r.kind, shown] for r, shown in zip(records, texts, strict=True)]
        walks = {entry["direction"]: entry["messages"] for entry in entries if entry.get("history") == peer}
        assert walks == {"up": rows[::-1], "down": rows}


def test_the_sdk_filters_pins_removes_and_deletes(served: Running) -> None:
    target = {"targetId": GROUP, "chatType": "groupChat"}
    group = {**target, "pageSize": 50}
    single = {"conversationId": "bob", "conversationType": "singleChat"}
    results = drive(
        served,
        ("getHistoryMessages", {**group, "searchOptions": {"msgTypes": ["img"], "from": "alice"}}),
        ("getHistoryMessages", {**group, "searchOptions": {"startTime": NOON, "endTime": NOON + 2000}}),
        ("pinConversation", {**single, "isPinned": True}),
        ("getServerPinnedConversations", {"pageSize": 50, "cursor": ""}),
        ("pinConversation", {**single, "isPinned": False}),
        ("removeHistoryMessages", {**target, "messageIds": [TALK[129].id, TALK[127].id]}),
        ("removeHistoryMessages", {**target, "beforeTimeStamp": NOON + 125_000}),
        ("getHistoryMessages", group),
        ("deleteConversation", {"channel": "bob", "chatType": "singleChat", "deleteRoam": True}),
        ("getServerConversations", {"pageSize": 50, "cursor": ""}),
        ("getHistoryMessages", {"targetId": "bob", "chatType": "singleChat", "pageSize": 50}),
        ("getJoinedGroups", {"pageNum": 0, "pageSize": 500}),
    )
    assert ids(results[0]) == [r.id for r in reversed(TALK) if r.sender == "alice" and r.kind == "img"]
    assert ids(results[1]) == [TALK[2].id, TALK[1].id, TALK[0].id]
    assert results[2]["data"]["isPinned"] is True
    assert [each["conversationId"] for each in results[3]["data"]["conversations"]] == ["bob"]
    assert results[4]["data"] == {"isPinned": False, "pinnedTime": 0}
    assert ids(results[7]) == [TALK[128].id, TALK[126].id]
    assert [each["conversationId"] for each in results[9]["data"]["conversations"]] == [GROUP]
    assert (ids(results[10]), results[10]["isLast"], results[10]["cursor"]) == ([], True, "undefined")
    assert [(group["groupid"], group["groupname"]) for group in results[11]["data"]] == [(GROUP, "Team")]


def test_what_one_device_of_the_sdk_does_the_other_is_told(served: Running) -> None:
    group = {"conversationId": GROUP, "conversationType": "groupChat"}
    acts = (
        {"call": "pinConversation", "args": [{**group, "isPinned": True}]},
        {"call": "addConversationMark", "args": [{"conversations": [group], "mark": 2}]},
        {
            "call": "removeHistoryMessages",
            "args": [{"targetId": GROUP, "chatType": "groupChat", "messageIds": [TALK[128].id]}],
        },
        {"call": "deleteConversation", "args": [{"channel": GROUP, "chatType": "groupChat", "deleteRoam": False}]},
        {"message": {"type": "txt", "chatType": "groupChat", "to": GROUP, "msg": "hello"}},
    )
    waits = ({"waitEvent": "onMultiDeviceEvent", "count": 4}, {"waitEvent": "onTextMessage"})
    with start(served, "other", *waits) as other:
        lines_until(other, "step", "open")
        with start(served, "acting", *acts) as acting:
            done = [entry for entry in _rest(acting) if "step" in entry]
        told = [entry for entry in _rest(other) if "event" in entry]
    assert all(entry["ok"] for entry in done), done
    operations = [entry["payload"]["operation"] for entry in told if entry["event"] == "onMultiDeviceEvent"]
    assert operations == ["pinnedConversation", "markConversation", "deleteRoaming", "deleteConversation"]
    (text_event,) = (entry["payload"] for entry in told if entry["event"] == "onTextMessage")
    assert (text_event["msg"], text_event["id"]) == ("hello", done[-1]["result"]["serverMsgId"])


def _rest(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    assert process.stdout is not None
    return [json.loads(line) for line in process.stdout]
