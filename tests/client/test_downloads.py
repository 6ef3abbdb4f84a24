from __future__ import annotations

import io
from pathlib import Path

import httpx
import pytest

from tests.client.network import TOKEN, Answer, Network, answer, client_on
from tests.protocol.samples import meta
from tui.errors import ArgumentError, BrokenFileError, NotSignedInError, ProtocolError, ServiceError, TransportError
from tui.models import (
    Attachment,
    ChatMessage,
    CombineBody,
    ConversationType,
    ImageBody,
    TextBody,
)
from tui.protocol.combined import write_combined

STORED = "https://a1.easemob.com/acme/support/chatfiles/u-1?em-redirect=true&share-secret=S1"
FILE = Attachment(STORED, secret="S1", thumbnail_url=f"{STORED}&thumbnail=true", thumbnail_secret="S2")
SECRET_HEADERS = ("authorization", "share-secret", "x-requested-with")


def message(body: TextBody | ImageBody | CombineBody) -> ChatMessage:
    return ChatMessage("1", ConversationType.SINGLE, "bob", "alice", 5, body)


async def test_a_file_goes_where_it_is_wanted(tmp_path: Path) -> None:
    network = Network(answer((b"one ", b"two")))
    async with client_on(network) as client:
        with (tmp_path / "file").open("wb") as file:
            assert await client.download(message(ImageBody(FILE)), file) == 7
    assert (tmp_path / "file").read_bytes() == b"one two"
    (request,) = network.requests
    assert str(request.url) == "http://rest.example/acme/support/chatfiles/u-1?em-redirect=true&share-secret=S1"
    assert [request.headers[name] for name in SECRET_HEADERS] == [f"Bearer {TOKEN}", "S1", "XMLHttpRequest"]


async def test_a_thumbnail_has_its_own_address_and_secret() -> None:
    network = Network(answer(b"small"))
    async with client_on(network) as client:
        await client.download(FILE, io.BytesIO(), thumbnail=True)
    (request,) = network.requests
    assert request.url.params["thumbnail"] == "true"
    assert request.headers["share-secret"] == "S2"


async def test_secrets_do_not_go_to_another_origin() -> None:
    network = Network(
        answer(b"", 302, {"location": "/acme/support/elsewhere"}),
        answer(b"", 307, {"location": "https://store.example/bucket/u-1?sign=x"}),
        answer(b"", 302, {"location": "https://store.example/other"}),
        answer(b"file"),
    )
    got = io.BytesIO()
    async with client_on(network) as client:
        await client.download(FILE, got)
    assert got.getvalue() == b"file"
    assert [request.url.host for request in network.requests] == ["rest.example"] * 2 + ["store.example"] * 2
    first, same, other, last = network.requests
    assert first.headers["authorization"] == same.headers["authorization"]
    for request in (other, last):
        assert not set(SECRET_HEADERS) & set(request.headers)


async def test_an_address_of_another_host_gets_no_secrets() -> None:
    network = Network(answer(b"file"))
    async with client_on(network) as client:
        await client.download(Attachment("https://cdn.example/f.png", secret="S1"), io.BytesIO())
    (request,) = network.requests
    assert request.url.host == "cdn.example"
    assert not set(SECRET_HEADERS) & set(request.headers)


@pytest.mark.parametrize("location", ["", "ftp://x.example/", "javascript:x", "http://[", "file:///etc/passwd"])
async def test_a_redirect_to_nowhere_is_an_error(location: str) -> None:
    async with client_on(Network(answer(b"", 302, {"location": location}))) as client:
        with pytest.raises((ProtocolError, TransportError)):
            await client.download(FILE, io.BytesIO())


async def test_a_redirect_never_leaves_encryption() -> None:
    network = Network(answer(b"", 302, {"location": "http://store.example/x"}))
    async with client_on(network, rest_url="https://rest.example") as client:
        with pytest.raises(ProtocolError):
            await client.download(FILE, io.BytesIO())
    assert {request.url.host for request in network.requests} == {"rest.example"}


async def test_a_file_is_not_larger_than_wanted() -> None:
    got = io.BytesIO()
    async with client_on(Network(answer((b"12345", b"67890")))) as client:
        with pytest.raises(ProtocolError):
            await client.download(FILE, got, max_bytes=9)
        assert await client.download(FILE, io.BytesIO(), max_bytes=10) == 10
    assert got.getvalue() == b"12345"


async def test_it_is_tried_again_until_the_first_byte_only() -> None:
    network = Network(answer({}, 503), httpx.ReadError("x"), answer((b"12",), then=httpx.ReadError("cut")))
    got = io.BytesIO()
    async with client_on(network) as client:
        with pytest.raises(TransportError):
            await client.download(FILE, got)
    assert got.getvalue() == b"12"
    assert len(network.requests) == 3


async def test_an_expired_token_is_renewed_for_a_download_too() -> None:
    refused = answer({"error_description": "expired access token"}, 401)
    network = Network(refused, answer({"access_token": "new"}), answer(b"file"))
    async with client_on(network, password="secret") as client:
        assert await client.download(FILE, io.BytesIO()) == 4
    assert network.requests[2].headers["authorization"] == "Bearer new"


async def test_what_has_no_file_is_refused() -> None:
    async with client_on(Network()) as client:
        for subject in (message(TextBody("x")), Attachment(), Attachment("ftp://x/y"), Attachment("//[")):
            with pytest.raises(ArgumentError):
                await client.download(subject, io.BytesIO())
        with pytest.raises(ArgumentError):
            await client.download_combined(message(ImageBody(FILE)))


async def test_a_combined_message_holds_messages() -> None:
    network = Network(answer(write_combined([meta(1), meta(2)])))
    async with client_on(network) as client:
        messages = await client.download_combined(message(CombineBody(FILE, level=10)))
    assert [each.id for each in messages] == ["1", "2"]
    assert network.requests[0].headers["accept"] == "application/json"


async def test_what_is_nested_too_deep_is_not_fetched() -> None:
    network = Network()
    async with client_on(network) as client:
        with pytest.raises(BrokenFileError):
            await client.download_combined(message(CombineBody(FILE, level=11)))
    assert not network.requests


async def test_a_combined_message_that_is_not_given_says_why() -> None:
    async with client_on(Network(answer({"error_description": "chatfile no permission"}, 403))) as client:
        with pytest.raises(ServiceError) as caught:
            await client.download_combined(FILE)
    assert caught.value.type == 200
    assert isinstance(caught.value.__cause__, ServiceError)
    assert caught.value.__cause__.type == 222


async def test_a_refused_token_stays_a_refused_token() -> None:
    async with client_on(Network(answer({"error_description": "expired"}, 401))) as client:
        with pytest.raises(NotSignedInError):
            await client.download_combined(FILE)


class Kept:
    """A file in memory."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    async def size(self) -> int:
        return len(self.content)

    async def clear(self) -> None:
        self.content = b""

    async def append(self, data: bytes) -> None:
        self.content += data


def partly(body: bytes, start: int) -> Answer:
    return answer(body, 206, {"content-range": f"bytes {start}-{start + len(body) - 1}/99"})


async def test_a_download_that_broke_off_goes_on() -> None:
    network = Network(answer((b"one ",), then=httpx.ReadError("cut")), partly(b"two", 4))
    file = Kept()
    async with client_on(network) as client:
        with pytest.raises(TransportError):
            await client.complete_download(FILE, file)
        assert file.content == b"one "
        assert await client.complete_download(FILE, file) == 7
    assert file.content == b"one two"
    first, second = network.requests
    assert "range" not in first.headers
    assert second.headers["range"] == "bytes=4-"
    assert second.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("refusal", [answer(b"", 416), partly(b"elsewhere", 3), answer(b"whole")])
async def test_without_the_rest_alone_it_begins_anew(refusal: Answer) -> None:
    network = Network(refusal, answer(b"whole"))
    file = Kept(b"what ")
    async with client_on(network) as client:
        assert await client.complete_download(FILE, file) == 5
    assert file.content == b"whole"


async def test_what_is_lacking_is_asked_for_at_the_place_that_a_redirect_names() -> None:
    network = Network(answer(b"", 302, {"location": "https://store.example/u-1"}), partly(b"two", 4))
    file = Kept(b"one ")
    async with client_on(network) as client:
        assert await client.complete_download(FILE, file) == 7
    other = network.requests[1]
    assert other.headers["range"] == "bytes=4-"
    assert not set(SECRET_HEADERS) & set(other.headers)


async def test_the_limit_holds_for_both_parts_together() -> None:
    async with client_on(Network(partly(b"67890", 5))) as client:
        with pytest.raises(ProtocolError):
            await client.complete_download(FILE, Kept(b"12345"), max_bytes=9)


async def test_another_refusal_is_told_and_nothing_lost() -> None:
    file = Kept(b"one ")
    async with client_on(Network(answer({"error": "file_expired"}, 404))) as client:
        with pytest.raises(ServiceError):
            await client.complete_download(FILE, file)
    assert file.content == b"one "
