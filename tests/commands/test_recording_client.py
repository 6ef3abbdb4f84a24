"""A recording client opens one archive, whoever asks first and whoever gives up, and leaves none open."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tests.archives import settled
from tests.client.network import NO_WAITING, TOKEN, Network, answer
from tui.archive import Archive, open_archive
from tui.commands.recording import RecordingClient
from tui.errors import ArchiveError
from tui.models import ConversationKey, ConversationType
from tui.protocol.viewpoint import Viewpoint

BOB = ConversationKey("bob", ConversationType.SINGLE)
NAMED = answer({"data": {"bob": {"nickname": "Robert"}}})


class Opening:
    """Opens archives in memory, in threads that wait for `go`; `opened` are all of them."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.go = threading.Event()
        self.opened: list[Archive] = []
        self._loop = asyncio.get_running_loop()

    def __call__(self) -> Archive:
        self._loop.call_soon_threadsafe(self.began.set)
        assert self.go.wait(20)
        self.opened.append(open_archive(None, Viewpoint("alice", "roam_1")))
        return self.opened[-1]

    def client(self) -> RecordingClient:
        return RecordingClient(
            "acme#support",
            "alice",
            rest_url="http://rest.example",
            token=TOKEN,
            transport=Network(NAMED),
            pacing=NO_WAITING,
            open_archive=self,
        )


async def is_closed(archive: Archive) -> bool:
    try:
        await archive.listed()
    except ArchiveError:
        return True
    return False


async def test_answers_that_come_at_once_open_one_archive() -> None:
    opening = Opening()
    client = opening.client()
    asking = [asyncio.create_task(client.get_nicknames(["bob"])) for _ in range(3)]
    await opening.began.wait()
    await settled()
    opening.go.set()
    await asyncio.gather(*asking)
    (archive,) = opening.opened
    assert (await archive.listed()).names == {BOB: "Robert"}
    await client.aclose()
    assert await is_closed(archive)


async def test_who_gives_up_waiting_for_names_leaves_no_archive_open() -> None:
    opening = Opening()
    client = opening.client()
    asking = asyncio.create_task(client.get_nicknames(["bob"]))
    await opening.began.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    opening.go.set()
    assert await client.get_nicknames(["bob"]) == {"bob": "Robert"}
    (archive,) = opening.opened
    assert (await archive.listed()).names == {BOB: "Robert"}
    await client.aclose()
    assert await is_closed(archive)


async def test_closing_while_the_archive_is_being_opened_closes_it() -> None:
    opening = Opening()
    client = opening.client()
    asking = asyncio.create_task(client.get_nicknames(["bob"]))
    await opening.began.wait()
    asking.cancel()
    closing = asyncio.create_task(client.aclose())
    opening.go.set()
    await closing
    (archive,) = opening.opened
    assert await is_closed(archive)
