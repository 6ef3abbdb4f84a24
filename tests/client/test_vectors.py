"""Every recorded case of the official SDK, through the client's public calls."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from tests.client.calls import client_for, history_page, perform
from tests.client.network import Network, answer
from tests.vectors.cases import Case, load
from tests.vectors.deviations import COMBINED, DEVIATIONS, expectation
from tui.client import RoamingClient
from tui.errors import RoamingError
from tui.models import HistoryPage, Json, UnreadableBody
from tui.protocol import msync_pb2 as pb

REQUESTS, RESPONSES = load("requests"), load("responses") + load("more_responses")
CLOCK_MEMBERS = ("_v", "timestamp")
ANSWERS = {
    "lookUpHosts": json.dumps(
        {name: {"hosts": [{"protocol": "https", "domain": "a1.example"}]} for name in ("rest", "msync-wx")}
    ).encode(),
    COMBINED: b"cm\0",
}
FINE = b'{"access_token": "YWMt-new", "data": {}}'


def _with_address(case: Case) -> Case:
    """A case of messages.jsonl, with the address that the message holds."""
    meta = pb.Meta.FromString(base64.b64decode(case.input["meta"]))
    if meta.ns != pb.Meta.CHAT:
        return case
    contents = pb.MessageBody.FromString(meta.payload).contents
    return Case({**case.members, "address": contents[0].remote_path}) if contents else case


MESSAGES = [_with_address(case) for case in load("messages") + load("more_messages")]


def decoded(request: httpx.Request) -> dict[str, Json]:
    """A request in the form of the recorded ones, with what the clock decides written as there."""
    path, _, query = request.url.raw_path.decode().partition("?")
    pairs = [[unquote(part) for part in pair.split("=", 1)] for pair in query.split("&") if pair]
    body = json.loads(request.content) if request.content else None
    if isinstance(body, dict) and "timestamp" in body:
        body["timestamp"] = "<ms>"
    return {
        "method": request.method,
        "path_segments": [unquote(segment) for segment in path.split("/")[1:]],
        "query": sorted([name, "<ms>" if name in CLOCK_MEMBERS else value] for name, value in pairs),
        "body": body,
        "headers": {name: request.headers.get(name) for name in ("authorization", "content-type")},
    }


def expected_request(request: Mapping[str, Any]) -> dict[str, Json]:
    headers = request["headers"]
    return {
        "method": request["method"],
        "path_segments": request["path_segments"],
        "query": sorted(request["query"]),
        "body": request.get("body"),
        "headers": {name: headers.get(name) for name in ("authorization", "content-type")},
    }


def exactly(value: Json) -> str:
    """A JSON value in a form that tells true from 1; whole numbers are the same with and without a fraction."""
    return json.dumps(json.loads(json.dumps(value), parse_float=_whole_if_it_is), sort_keys=True, indent=1)


def _whole_if_it_is(number: str) -> float:
    return int(float(number)) if float(number).is_integer() else float(number)


async def outcome(case: Case, network: Network) -> tuple[str, Any]:
    """What came of a case: ("result", it) or ("error", it). Anything but a RoamingError passes through."""
    try:
        async with client_for(case, network) as client:
            return "result", await perform(client, case)
    except RoamingError as error:
        return "error", error


def assert_error(error: RoamingError, expected: Mapping[str, Json]) -> None:
    assert type(error).__name__ == expected.get("class", type(error).__name__)
    if "type" in expected:
        assert error.type == expected["type"]
        if "message" in expected:
            assert error.message == expected["message"]
        if isinstance(expected.get("data"), dict):
            assert isinstance(error.__cause__, RoamingError)
            assert error.__cause__.type == expected["data"]["type"]


async def number_of_messages(case: Case, network: Network) -> int:
    """How many messages the result of a case has, its placeholders included."""
    async with client_for(case, network) as client:
        if case.call == COMBINED:
            return len(await perform(client, case))
        return len((await history_page(client, case.argument)).messages)


@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case.id)
async def test_what_is_sent(case: Case) -> None:
    network, expect = Network(answer(ANSWERS.get(case.call, FINE))), expectation(case)
    kind, value = await outcome(case, network)
    if "error" in expect:
        assert kind == "error"
        assert not network.requests
        assert_error(value, expect["error"])
        return
    assert kind == "result", value
    if "ids" in expect:
        sent = [request.url.params["msgIdList"].split(",") for request in network.requests]
        assert sent == expect["ids"]
    elif "request" in expect:
        (request,) = network.requests
        assert decoded(request) == expected_request(expect["request"])
        for name, wanted in expect["request"]["headers"].items():
            assert request.headers[name] == wanted
    else:
        assert bool(network.requests) == (not expect["no_request"])


@pytest.mark.parametrize("case", RESPONSES, ids=lambda case: case.id)
async def test_what_an_answer_means(case: Case) -> None:
    gone = httpx.RemoteProtocolError("closed without an answer")
    network = Network(gone if "connection" in case.input else answer(case.body, case.status))
    expect = expectation(case)
    kind, value = await outcome(case, network)
    if "error" in expect:
        assert kind == "error", value
        assert_error(value, expect["error"])
    elif "conversations" in expect:
        assert len(value["data"]["conversations"]) == expect["conversations"]
    elif "messages" in expect:
        assert await number_of_messages(case, network) == expect["messages"]
    else:
        assert kind == "result", value
        assert exactly(value) == exactly(expect["result"])


async def history_of(case: Case, metas: list[str]) -> HistoryPage:
    body = {"data": {"msgs": [{"msg": meta} for meta in metas], "next_key": "undefined", "is_last": True}}
    context = case.input["context"]
    async with RoamingClient(
        context["app"],
        context["user"],
        rest_url=case.input["api_base"],
        token=context["token"],
        resource=context["resource"],
        transport=Network(answer(body)),
    ) as client:
        return await client.get_history_messages("bob", "singleChat")


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case.id)
async def test_what_a_stored_message_is(case: Case) -> None:
    page = await history_of(case, [case.input["meta"]])
    expected = expectation(case)["message"]
    assert exactly(page.as_service()["messages"]) == exactly([] if expected is None else [expected])
    assert not any(isinstance(message.body, UnreadableBody) for message in page.messages)
    if expected:
        (message,) = page.messages
        assert (message.id or "0", message.time) == (expected["id"], expected["time"])
        assert message.raw == base64.b64decode(case.input["meta"])


@pytest.mark.parametrize("rule", DEVIATIONS, ids=lambda rule: rule.reason)
def test_every_deviation_is_of_use(rule: Any) -> None:
    assert any(rule.applies(case) for case in (*REQUESTS, *RESPONSES, *MESSAGES))
