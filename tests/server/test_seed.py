"""The seed world: the same each time, complete, and in itself consistent."""

from __future__ import annotations

import base64
import random
import re
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from itertools import pairwise
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.models import ConversationType, Json, TextBody
from tui.protocol.combined import read_combined
from tui.protocol.messages import read_message
from tui.protocol.records import Record, encode_meta
from tui.protocol.viewpoint import Viewpoint
from tui.server.seed import notation, people, rhythm
from tui.server.seed.account import SEED_ACCOUNT, SEED_APP_KEY, SEED_PASSWORD
from tui.server.seed.breakers import BREAKERS
from tui.server.seed.conversations import PLANS, SQUARE
from tui.server.seed.world import seed_past, seed_present, seed_world
from tui.server.service import Service
from tui.server.world import StoredFile, World
from tui.text import clean
from tui.times import DAY, MINUTE, SECOND

NOW = 1_795_431_600_000


@pytest.fixture(scope="module")
def world() -> World:
    return seed_world(1, now=NOW)


def bodies(world: World) -> Iterator[dict[str, Json]]:
    for record in world.records:
        yield record.payload["bodies"][0]


def kind(body: dict[str, Json]) -> str:
    return "combine" if body.get("subType") == "sub_combine" else str(body["type"])


def conversation(record: Record) -> str:
    own = record.chat_type != "chat" or record.sender == SEED_ACCOUNT
    return record.to if own else record.sender


def texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from (name, *texts(member))
    elif isinstance(value, list):
        for member in value:
            yield from texts(member)


def test_the_same_number_and_time_make_the_same_world(world: World) -> None:
    assert seed_world(1, now=NOW) == world


def test_another_number_makes_another_world(world: World) -> None:
    other = seed_world(2, now=NOW)
    assert list(other.records) != list(world.records)
    assert {file.uuid for file in other.files}.isdisjoint(file.uuid for file in world.files)


@pytest.mark.parametrize("number", [2, 3, 2**70])
def test_every_number_makes_messages_with_ids_of_their_own(number: int) -> None:
    ids = [record.id for record in seed_world(number, now=NOW).records]
    assert len(set(ids)) == len(ids)


def test_the_world_moves_with_now(world: World) -> None:
    later = seed_world(1, now=NOW + 86_400_000)
    assert [record.time - 86_400_000 for record in later.records] == [record.time for record in world.records]


def test_records_can_be_read_twice(world: World) -> None:
    assert list(world.records) == list(world.records)


def test_every_kind_of_message_is_there(world: World) -> None:
    kinds = Counter(map(kind, bodies(world)))
    assert set(kinds) == {"txt", "img", "audio", "video", "file", "loc", "cmd", "custom", "combine"}


def test_the_square_has_exactly_twenty_thousand_messages_over_eighteen_months(world: World) -> None:
    times = [record.time for record in world.records if record.to == people.SQUARE]
    assert len(times) == 20_000
    assert 530 < (times[-1] - times[0]) / DAY < 560


def test_the_square_does_not_read_like_a_loop(world: World) -> None:
    said = [record.payload["bodies"][0].get("msg") for record in world.records if record.to == people.SQUARE]
    counts = Counter(filter(None, said))
    assert len(counts) > 10_000
    assert counts.most_common(1)[0][1] < 120


def test_every_planned_conversation_has_messages_and_there_are_no_others(world: World) -> None:
    named = {conversation(record) for record in world.records}
    assert named == {plan.id for plan in (*PLANS, SQUARE)}
    assert len(named) >= 40


def test_ids_are_unique_and_rise_with_time(world: World) -> None:
    records = list(world.records)
    ids = [int(record.id) for record in records]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert [record.time for record in records] == sorted(record.time for record in records)
    assert 0 < ids[0] < ids[-1] < 2**63


def test_nothing_is_later_than_now(world: World) -> None:
    edits = [record.payload["edit"] for record in world.records if "edit" in record.payload]
    assert edits
    assert max(record.time for record in world.records) <= NOW
    assert max(edit["time"] for edit in edits) <= NOW
    assert max(pin.time for pin in world.pins) <= NOW


def test_everyone_who_writes_has_an_account_and_a_seat(world: World) -> None:
    members = {group.id: set(group.members) for group in world.groups}
    for record in world.records:
        assert record.sender in world.accounts
        seats = members[record.to] if record.chat_type != "chat" else {SEED_ACCOUNT, conversation(record)}
        assert record.sender in seats
        assert (record.payload["from"], record.payload["to"]) == (record.sender, record.to)


def test_ids_of_users_and_groups_look_like_the_services(world: World) -> None:
    assert all(re.fullmatch(r"[a-z0-9._-]{1,64}", user) for user in world.accounts)
    assert all(re.fullmatch(r"\d{15}", group.id) for group in world.groups)
    assert (SEED_APP_KEY.count("#"), SEED_ACCOUNT in world.accounts, bool(SEED_PASSWORD)) == (1, True, True)


def test_pins_unread_counts_and_marks_are_about_conversations_that_exist(world: World) -> None:
    plans = {(plan.id, plan.chat_type) for plan in (*PLANS, SQUARE)}
    for touched in (world.pins, world.unread, world.marks):
        assert touched
        assert {(one.conversation_id, one.chat_type) for one in touched} <= plans
    assert 4 <= len(world.pins) <= 6
    assert {mark.mark for mark in world.marks} <= set(range(20))
    assert all(pin.chat_type != "chatroom" for pin in world.pins)


def test_the_guide_is_the_latest_pin(world: World) -> None:
    assert max(world.pins, key=lambda pin: pin.time).conversation_id == people.GUIDE


def test_there_are_as_many_messages_of_others_as_are_unread(world: World) -> None:
    received = Counter(conversation(record) for record in world.records if record.sender != SEED_ACCOUNT)
    assert world.unread
    assert all(0 < unread.count <= received[unread.conversation_id] for unread in world.unread)


def test_who_is_mentioned_is_told(world: World) -> None:
    mentions = [record.payload["ext"]["em_at_list"] for record in world.records if record.payload["ext"]]
    assert "ALL" in mentions
    assert [SEED_ACCOUNT] in mentions
    assert all(mention == "ALL" or set(mention) <= set(world.accounts) for mention in mentions)


def test_no_text_has_a_lone_surrogate(world: World) -> None:
    for record in world.records:
        for words in texts(dict(record.payload)):
            words.encode("utf-8")


def test_only_the_breakers_need_cleaning(world: World) -> None:
    dirty = {
        conversation(record)
        for record in world.records
        if (words := record.payload["bodies"][0].get("msg", "")) and clean(words) != words
    }
    assert dirty == {people.BREAKERS}


def test_a_cleaned_breaker_is_harmless(world: World) -> None:
    for words in BREAKERS:
        kinds = {unicodedata.category(char) for char in clean(words) if char not in "\n\u200c\u200d"}
        assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}, words


def test_messages_are_short_and_long_and_in_two_languages(world: World) -> None:
    words = [body["msg"] for body in bodies(world) if kind(body) == "txt"]
    assert min(map(len, words)) == 1
    assert 2_000 < max(map(len, words)) <= 3_000
    assert 0.3 < sum(bool(re.search("[\u4e00-\u9fff]", one)) for one in words) / len(words) < 0.8
    for sign in ("```", "👩‍👧‍👦", "🇩🇪", "💪🏽", "https://"):
        assert any(sign in one for one in words), sign
    assert any(one.startswith("> ") for one in words)


def files_by_uuid(world: World) -> dict[str, StoredFile]:
    return {file.uuid: file for file in world.files}


def test_every_attachment_is_there_with_its_size_and_secret(world: World) -> None:
    files, used = files_by_uuid(world), set()
    for body in bodies(world):
        if "url" in body:
            place = urlsplit(body["url"])
            org, app, folder, uuid = place.path.strip("/").split("/")
            file = files[uuid]
            used.add(uuid)
            assert (f"{org}#{app}", folder) == (SEED_APP_KEY, "chatfiles")
            assert (body["secret"], body["filename"]) == (file.secret, file.filename)
            assert body["file_length"] == len(file.content) > 0
            assert ("thumb" in body) == (file.thumbnail is not None)
    assert used == set(files)


def test_the_owner_of_a_file_sent_it(world: World) -> None:
    owners = {file.uuid: file.owner for file in world.files}
    for record in world.records:
        if url := record.payload["bodies"][0].get("url"):
            assert record.sender == owners[url.rpartition("/")[2]]


def png_size(data: bytes) -> tuple[int, int]:
    """Checks every chunk and every row of an 8-bit palette PNG, and returns width and height."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length) == (zlib.crc32(name + content),)
        chunks[name] = content
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    pixels = zlib.decompress(chunks[b"IDAT"])
    assert len(pixels) == height * (width + 1)
    assert max(pixels) < len(chunks[b"PLTE"]) // 3
    return width, height


def test_pictures_are_real_and_thumbnails_smaller(world: World) -> None:
    files = files_by_uuid(world)
    for body in bodies(world):
        if body["type"] == "img":
            file = files[body["url"].rpartition("/")[2]]
            assert file.thumbnail
            size, small = png_size(file.content), png_size(file.thumbnail)
            assert size == (body["size"]["width"], body["size"]["height"])
            assert small < size


def test_sounds_films_and_papers_have_the_heads_of_their_kinds(world: World) -> None:
    heads = {"audio/wav": b"RIFF", "audio/amr": b"#!AMR\n", "application/pdf": b"%PDF-1.4\n"}
    for file in world.files:
        assert file.content.startswith(heads.get(file.content_type, b""))
        assert file.content_type != "video/mp4" or file.content[4:8] == b"ftyp"
    assert {file.content_type for file in world.files} >= {*heads, "video/mp4", "text/csv", "application/json"}


def test_the_references_of_a_pdf_point_to_its_objects(world: World) -> None:
    for file in world.files:
        if file.content_type == "application/pdf":
            places = [int(entry) for entry in re.findall(rb"(\d{10}) 00000 n ", file.content)]
            assert len(places) == 5
            for number, place in enumerate(places, 1):
                assert file.content[place:].startswith(b"%d 0 obj" % number)


def test_the_combined_message_can_be_opened(world: World) -> None:
    (body,) = (body for body in bodies(world) if kind(body) == "combine")
    file = files_by_uuid(world)[body["url"].rpartition("/")[2]]
    messages = read_combined(file.content, Viewpoint(user=SEED_ACCOUNT))
    assert len(messages) == 7
    first = messages[0]
    assert isinstance(first.body, TextBody)
    assert body["summary"].splitlines()[0] == f"{first.sender}: {first.body.text}"
    assert {message.id for message in messages}.isdisjoint(record.id for record in world.records)


def test_every_record_is_the_same_message_after_the_wire(world: World) -> None:
    viewpoint = Viewpoint(user=SEED_ACCOUNT)
    for record in list(world.records)[-600:]:
        message = read_message(encode_meta(record, SEED_APP_KEY), viewpoint)
        assert message is not None
        assert (message.id, message.time, message.sender, message.to) == (
            record.id,
            record.time,
            record.sender,
            record.to,
        )
        body = record.payload["bodies"][0]
        assert message.kind == kind(body)
        assert not isinstance(message.body, TextBody) or message.body.text == body["msg"]
        assert message.ext == record.payload["ext"]
        assert (message.edited is not None) == ("edit" in record.payload)
        assert (message.conversation_type is ConversationType.SINGLE) == (record.chat_type == "chat")


@given(st.lists(st.integers(1, 3 * DAY), max_size=30), st.integers(0, 100 * DAY))
def test_times_rise_to_the_last_and_sleep_at_night(gaps: list[int], ago: int) -> None:
    times = rhythm.times(NOW, ago, gaps)
    assert len(times) == len(gaps) + 1
    assert all(earlier < later for earlier, later in pairwise(times))
    assert times[-1] == NOW - rhythm.elapsed(ago) <= NOW
    night = range(rhythm.SINCE_MORNING, rhythm.SINCE_MORNING + DAY - rhythm.AWAKE)
    assert all((NOW - time) % DAY not in night for time in times)


@given(st.integers(), st.lists(st.booleans(), min_size=1, max_size=50))
def test_pauses_fill_the_time_given(number: int, starts: list[bool]) -> None:
    total = 10 * DAY
    gaps = rhythm.pauses(random.Random(number), [*starts, True], total)
    assert len(gaps) == len(starts) + 1
    assert min(gaps) >= 3 * SECOND
    assert total - len(gaps) <= sum(gaps) <= total


def test_a_script_is_read_with_lines_edits_things_and_pauses() -> None:
    script = ["mei: one", "| two", "", "lan.04 ~2: three", "==", "mei: <old map>"]
    first, second, third = notation.read(script, random.Random(1))
    assert (first.sender, first.text, first.edits, first.thing) == ("mei", "one\ntwo", 0, "")
    assert (second.sender, second.text, second.edits) == ("lan.04", "three", 2)
    assert third.thing == "old map"
    assert first.gap < 20 * MINUTE <= second.gap < rhythm.AWAKE // 2 <= third.gap


def test_a_script_line_without_a_sender_is_refused() -> None:
    with pytest.raises(ValueError, match="without a sender: hello"):
        notation.read(["hello"], random.Random(1))


@pytest.fixture(scope="module")
def service(world: World) -> Iterator[Service]:
    made = Service.create(app_key=SEED_APP_KEY, clock=lambda: NOW / 1000)
    made.load_world(world, SEED_PASSWORD)
    yield made
    made.close()


@pytest.fixture
async def signed_in(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in_to(service) as client:
        yield client


@asynccontextmanager
async def signed_in_to(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    base = f"http://127.0.0.1/{SEED_APP_KEY.replace('#', '/')}"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service.app), base_url=base) as client:
        grant = {"grant_type": "password", "username": SEED_ACCOUNT, "password": SEED_PASSWORD}
        answer = (await client.post("/token", json=grant)).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


async def listed(client: httpx.AsyncClient, **query: str) -> list[dict[str, Json]]:
    found: list[dict[str, Json]] = []
    cursor = ""
    while True:
        path = f"/sdk/user/{SEED_ACCOUNT}/user_channels/list"
        page = (await client.get(path, params={"limit": "50", "cursor": cursor, **query})).raise_for_status()
        found += page.json()["data"]["channel_infos"]
        cursor = page.json()["data"]["cursor"]
        if not cursor:
            return found


async def test_the_service_lists_every_conversation(signed_in: httpx.AsyncClient, world: World) -> None:
    channels = {channel["session_to"]: channel for channel in await listed(signed_in)}
    assert set(channels) == {plan.id for plan in (*PLANS, SQUARE)}
    unread = {one.conversation_id: one.count for one in world.unread}
    assert {name: channel["unread_num"] for name, channel in channels.items() if channel["unread_num"]} == unread


async def test_the_past_changes_nothing_in_the_list(signed_in: httpx.AsyncClient) -> None:
    with closing(Service.create(app_key=SEED_APP_KEY, clock=lambda: NOW / 1000)) as in_parts:
        in_parts.load_world(seed_present(1, now=NOW), SEED_PASSWORD)
        async with signed_in_to(in_parts) as client:
            assert await listed(client) == await listed(signed_in)
            in_parts.load_world(seed_past(1, now=NOW), SEED_PASSWORD)
            assert await listed(client) == await listed(signed_in)


async def test_the_guide_is_first_of_the_pinned(signed_in: httpx.AsyncClient, world: World) -> None:
    pinned = await listed(signed_in, is_top="true")
    assert len(pinned) == len(world.pins)
    assert pinned[0]["session_to"] == people.GUIDE


async def test_the_newest_page_of_the_square_is_what_was_made(signed_in: httpx.AsyncClient, world: World) -> None:
    body = {"queue": f"{people.SQUARE}@conference.easemob.com", "start": -1, "pull_number": 50, "is_positive": False}
    answer = await signed_in.post(f"/users/{SEED_ACCOUNT}/messageroaming", json=body)
    raws = [base64.b64decode(entry["msg"]) for entry in answer.raise_for_status().json()["data"]["msgs"]]
    ids = [message.id for raw in raws if (message := read_message(raw, Viewpoint(user=SEED_ACCOUNT)))]
    assert ids == [record.id for record in world.records if record.to == people.SQUARE][:-51:-1]


async def test_the_service_gives_the_files_away(signed_in: httpx.AsyncClient, world: World) -> None:
    for file in world.files[:5]:
        answer = await signed_in.get(f"/chatfiles/{file.uuid}", headers={"share-secret": file.secret})
        assert answer.raise_for_status().content == file.content
