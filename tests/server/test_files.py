"""Attachments, names and exports: what is served besides conversations and messages."""

from __future__ import annotations

import gzip

import pytest

from tests.client.test_downloads import Kept
from tests.server.worlds import NOON, PASSWORD, Filled, in_group, sign_in, text
from tui.client import RoamingClient, in_memory
from tui.models import Attachment
from tui.protocol.records import parse_record
from tui.server.world import StoredFile, World

PICTURE = StoredFile("0a1b", "s3cret", 'the "plan" 图.png', "image/png", b"big", b"\xff\xd8small", "alice")


async def test_an_uploaded_file_comes_back_to_whoever_has_its_secret(filled: Filled) -> None:
    service = filled()
    alice, bob = await sign_in(service, "alice"), await sign_in(service, "bob")
    content = bytes(range(256)) * 50
    answer = await alice.http.post("/acme/support/chatfiles", files={"file": ("a.bin", content, "text/html")})
    entity = answer.json()["entities"][0]
    path = f"chatfiles/{entity['uuid']}"
    for got in (await alice.ask("GET", path), await bob.ask("GET", path, **{"share-secret": entity["share-secret"]})):
        assert (got.status_code, got.content) == (200, content)
        assert got.headers["content-disposition"].startswith("attachment;")
        assert got.headers["x-content-type-options"] == "nosniff"
    for secret in ({}, {"share-secret": "x"}, {"share-secret": "é"}):
        refused = await bob.ask("GET", path, **secret)
        assert (refused.status_code, refused.json()["error_description"]) == (403, "chatfile no permission")
    gone = await bob.ask("GET", "chatfiles/none")
    assert (gone.status_code, gone.json()["error"]) == (404, "file_expired")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--'),
    ],
)
async def test_forms_without_a_file_are_refused(filled: Filled, content_type: str, body: bytes) -> None:
    alice = await sign_in(filled(), "alice")
    answer = await alice.http.post("/acme/support/chatfiles", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400


async def test_pictures_have_their_thumbnails(filled: Filled) -> None:
    service = filled()
    service.load_world(World({}, files=(PICTURE,)), PASSWORD)
    bob = await sign_in(service, "bob")
    headers = {"share-secret": PICTURE.secret}
    for query, content, kind in (
        ("", b"big", "image/png"),
        ("?em-redirect=true&thumbnail=true", b"\xff\xd8small", "image/jpeg"),
        ("?vframe=true", b"\xff\xd8small", "image/jpeg"),
    ):
        answer = await bob.http.get(f"/acme/support/chatfiles/0a1b{query}", headers=headers)
        assert (answer.content, answer.headers["content-type"]) == (content, kind)


async def test_nicknames_are_known_to_all(filled: Filled) -> None:
    bob = await sign_in(filled(), "bob")
    body = {"targets": ["alice", "nobody"], "properties": ["nickname", "avatarurl"]}
    assert await bob.get("POST", "metadata/user/get", body=body) == {"alice": {"nickname": "Alice"}}


async def test_an_hour_of_records_is_exported_as_its_user_has_them(filled: Filled) -> None:
    early = text(0, "bob", "alice", time=NOON - 1)
    late = text(9, "bob", "alice", time=NOON + 3_600_000)
    mine = [text(1, "bob", "alice", time=NOON), in_group(2, "carol"), text(3, "alice", "carol")]
    alice = await sign_in(filled(early, late, *mine, text(5, "bob", "carol")), "alice")
    (entry,) = await alice.get("GET", "chatmessages/2024061012")
    answer = await alice.http.get(entry["url"])
    lines = gzip.decompress(answer.content).splitlines()
    assert [parse_record(line, "alice") for line in lines] == mine


@pytest.mark.parametrize("hour", ["202406101", "2024061099", "２０２４０６１０１２", "20240610120"])
async def test_hours_that_are_none(filled: Filled, hour: str) -> None:
    alice = await sign_in(filled(), "alice")
    assert (await alice.ask("GET", f"chatmessages/{hour}")).status_code == 400


async def test_the_rest_of_a_file_is_given_alone(filled: Filled) -> None:
    service = filled()
    service.load_world(World({}, files=(PICTURE,)), PASSWORD)
    alice = await sign_in(service, "alice")
    for asked, status, content, span in (
        ("bytes=1-", 206, b"ig", "bytes 1-2/3"),
        ("bytes=3-", 416, b"", "bytes */3"),
        ("bytes=0-1", 200, b"big", None),
        ("lines=1-", 200, b"big", None),
    ):
        answer = await alice.http.get("/acme/support/chatfiles/0a1b", headers={"Range": asked})
        assert (answer.status_code, answer.content) == (status, content)
        assert answer.headers.get("content-range") == span


async def test_a_client_goes_on_with_a_download(filled: Filled) -> None:
    service = filled()
    service.load_world(World({}, files=(PICTURE,)), PASSWORD)
    attachment = Attachment("http://127.0.0.1/acme/support/chatfiles/0a1b?em-redirect=true", PICTURE.secret)
    async with RoamingClient(
        "acme#support", "bob", rest_url="http://127.0.0.1", password=PASSWORD, transport=in_memory(service.app)
    ) as client:
        for begun, whole in ((b"", b"big"), (b"?", b"?ig"), (b"all of it", b"big")):
            file = Kept(begun)
            assert await client.complete_download(attachment, file) == 3
            assert file.content == whole
