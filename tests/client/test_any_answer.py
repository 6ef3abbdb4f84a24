from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.client.network import Network, answer, client_on
from tests.client.test_downloads import Kept
from tests.protocol.strategies import JSON, objects
from tui.client import RoamingClient
from tui.errors import RoamingError
from tui.models import Attachment, ConversationKey, ConversationType

URL = "http://rest.example/acme/support/chatfiles/u"
BOB = ConversationKey("bob", ConversationType.SINGLE)

CALLS: dict[str, Callable[[RoamingClient], Awaitable[object]]] = {
    "conversations": lambda client: client.get_server_conversations(),
    "pinned": lambda client: client.get_server_pinned_conversations(),
    "by filter": lambda client: client.get_server_conversations_by_filter(mark=1),
    "pin": lambda client: client.pin_conversation("bob", "singleChat", True),
    "unpin": lambda client: client.pin_conversation("bob", "singleChat", False),
    "history": lambda client: client.get_history_messages("bob", "singleChat"),
    "remove by ids": lambda client: client.remove_history_messages("bob", "singleChat", ["1"]),
    "remove by time": lambda client: client.remove_history_messages("bob", "singleChat", before_timestamp=1),
    "delete": lambda client: client.delete_conversation("bob", "singleChat", False),
    "mark": lambda client: client.add_conversation_mark([BOB], 1),
    "unmark": lambda client: client.remove_conversation_mark([BOB], 1),
    "download": lambda client: client.download(Attachment(URL), lambda chunk: None),
    "rest of a download": lambda client: client.complete_download(Attachment(URL), Kept(b"x")),
    "combined": lambda client: client.download_combined(Attachment(URL)),
}
STATUSES = st.sampled_from([200, 200, 200, 201, 204, 206, 302, 400, 401, 403, 404, 429, 500, 503])
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "content-encoding": st.sampled_from(["gzip", "deflate", "br", ""]),
        "retry-after": st.sampled_from(["1", "-1", "x", "9" * 30]),
        "location": st.sampled_from(["", "/x", "//[", "javascript:x", "http://other.example/", "ftp://x/", URL]),
        "content-range": st.sampled_from(["bytes 1-9/10", "bytes 2-", "x"]),
        "content-type": st.just("text/html; charset=utf-7"),
    },
)
MEMBERS = objects(
    data=objects(channel_infos=JSON, msgs=JSON, cursor=JSON, next_key=JSON, is_top=JSON),
    error_code=JSON,
    error_description=JSON,
    access_token=JSON,
    expires_in=JSON,
    rest=objects(hosts=JSON),
)
BODIES = st.binary() | (MEMBERS | JSON).map(json.dumps).map(str.encode)
FAILURES = st.sampled_from([None, httpx.ReadError(""), httpx.RemoteProtocolError("cut"), httpx.DecodingError("x")])


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@settings(max_examples=40)
@given(status=STATUSES, headers=HEADERS, body=BODIES, failure=FAILURES)
async def test_any_answer_gives_a_value_or_an_error_of_ours(
    call: Callable[[RoamingClient], Awaitable[object]],
    status: int,
    headers: dict[str, str],
    body: bytes,
    failure: Exception | None,
) -> None:
    async with client_on(Network(answer(body, status, headers, then=failure))) as client:
        try:
            await call(client)
        except RoamingError as error:
            assert str(error)


@given(status=STATUSES, body=BODIES)
async def test_any_answer_to_signing_in_or_looking_up_does_too(status: int, body: bytes) -> None:
    network = Network(answer(body, status))
    async with client_on(network, token=None, password="secret", rest_url=None) as client:
        try:
            await client.sign_in()
        except RoamingError as error:
            assert str(error)
