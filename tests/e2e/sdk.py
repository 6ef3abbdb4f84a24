"""The service's official web SDK, on another device of amy's."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.commands.worlds import USER
from tests.e2e.running import APP_KEY, PASSWORD
from tests.server.test_official_sdk import NODE, SDK

PAGE_SIZE = 50


def sdk(rest_url: str, *steps: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of calls of the SDK, one after another."""
    live = rest_url.replace("http", "ws") + "/websocket"
    where = ["--rest", rest_url, "--ws", live, "--app", APP_KEY, "--user", USER, "--pwd", PASSWORD]
    script = json.dumps([{"call": name, "args": [arguments]} for name, arguments in steps])
    command = [NODE or "", str(SDK / "drive.mjs"), *where, "--device", "phone", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, timeout=60, check=True)
    answers = [entry for entry in map(json.loads, done.stdout.splitlines()) if "call" in entry]
    assert all(entry.get("ok") for entry in answers), answers
    return [entry["result"] for entry in answers]


def seen(rest_url: str, friend: str) -> tuple[list[dict[str, Any]], set[str]]:
    """What the SDK has of the newest messages with a friend, oldest first, and whom its list names."""
    history, listed = sdk(
        rest_url,
        ("getHistoryMessages", {"targetId": friend, "chatType": "singleChat", "pageSize": PAGE_SIZE}),
        ("getServerConversations", {"pageSize": PAGE_SIZE, "cursor": ""}),
    )
    return history["messages"][::-1], {each["conversationId"] for each in listed["data"]["conversations"]}
