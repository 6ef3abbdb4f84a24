"""What stands in an archive's file, held against what the server has: everything claimed has to be so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.running import APP_KEY, PASSWORD, roam
from tui.archive import open_archive
from tui.client import RoamingClient
from tui.commands.paging import every_conversation, every_message
from tui.models import ChatMessage, ConversationKey
from tui.protocol.viewpoint import Viewpoint
from tui.runs import Coverage, Stretch

MOST = 100_000
"""Messages of a conversation, more than any test has."""

Histories = dict[ConversationKey, list[ChatMessage]]


@dataclass(frozen=True)
class Held:
    """All that an archive has of one conversation."""

    stretch: Stretch
    coverage: Coverage

    @property
    def texts(self) -> list[str]:
        return [_text(each) for each in self.stretch.messages]


def archive_in(home: Path) -> Path:
    """The only archive below the home of a program."""
    (found,) = (home / "data" / "roam" / "archives").glob("*.db")
    return found


async def served(rest_url: str, user: str) -> Histories:
    """All that the server has for a user, oldest first."""
    async with RoamingClient(APP_KEY, user, rest_url=rest_url, password=PASSWORD) as client:
        keys = [each.key async for each in every_conversation(client)]
        return {key: [each async for each in every_message(client, key)][::-1] for key in keys}


async def archived(file: Path, user: str) -> dict[ConversationKey, Held]:
    """All that an archive has; it opens without anything to say."""
    archive = open_archive(file, Viewpoint(user))
    try:
        assert archive.take_notice() == ""
        coverages = await archive.coverages()
        return {key: Held(await archive.newer(key, None, MOST), each) for key, each in coverages.items()}
    finally:
        await archive.aclose()


def untrue(held: Mapping[ConversationKey, Held], server: Histories) -> list[str]:
    """Where the archive claims what is not so, of a server that has all the messages it ever had."""
    return [f"{key.id}: {wrong}" for key, each in held.items() for wrong in _untrue(each, server.get(key, []))]


def _untrue(held: Held, server: list[ChatMessage]) -> Iterator[str]:
    messages, gaps = held.stretch.messages, held.stretch.gaps
    places = {each.id: at for at, each in enumerate(server)}
    if held.coverage.messages != len(messages):
        yield f"{held.coverage.messages} counted, {len(messages)} there"
    if len(held.coverage.gaps) != sum(each.key in gaps for each in messages[1:]):
        yield f"{len(held.coverage.gaps)} gaps counted, {sorted(gaps)} there"
    if held.coverage.has_oldest and messages and messages[0].id != server[0].id:
        yield f"the oldest is said to be {messages[0].id}, and is {server[0].id}"
    before = None
    for each in messages:
        at = places.get(each.id)
        if at is None:
            yield f"{each.id} ({_text(each)}) is not on the server"
            continue
        if record(each) != record(server[at]):
            yield f"{each.id} differs: {record(each)} here, {record(server[at])} there"
        if before is not None and at <= before:
            yield f"{each.id} is out of order"
        if before is not None and at > before + 1 and each.key not in gaps:
            yield f"{at - before - 1} before {each.id} ({_text(each)}) are missing without a gap"
        before = at


def record(message: ChatMessage) -> tuple[bytes, object]:
    """Everything of a message: what came, and what is made of it."""
    return message.raw, message.as_service()


def unequal(held: Mapping[ConversationKey, Held], server: Histories) -> list[str]:
    """Where the archive is not the whole of what the server has."""
    missing = [
        f"{key.id}: {len(messages) - len(held[key].stretch.messages) if key in held else len(messages)} missing"
        for key, messages in server.items()
        if key not in held or [each.id for each in held[key].stretch.messages] != [each.id for each in messages]
    ]
    incomplete = [f"{key.id}: not complete" for key, each in held.items() if not each.coverage.is_complete]
    return [*untrue(held, server), *missing, *incomplete]


def assert_coverage(environment: Mapping[str, str], held: Mapping[ConversationKey, Held]) -> None:
    """`roam coverage` says what there is."""
    done = roam("coverage", "--json", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    told = {(each["type"], each["id"]): each for each in map(json.loads, done.stdout.splitlines())}
    assert set(told) == {(key.type.value, key.id) for key in held}
    for key, each in held.items():
        said = told[key.type.value, key.id]
        gaps = [{"after": gap.after, "before": gap.before} for gap in each.coverage.missing]
        assert (said["messages"], said["gaps"]) == (len(each.stretch.messages), gaps)
        assert said["complete"] == each.coverage.is_complete


def _text(message: ChatMessage) -> str:
    return str(getattr(message.body, "text", message.body))
