"""Who gets in: every route, every wrong token, other users' paths, other hosts, web pages and giant bodies."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from tests.server.worlds import APP_KEY, GROUP, PASSWORD, Filled, client_of, in_group, sign_in, text, world
from tui.protocol.endpoints import ENDPOINTS
from tui.server.service import Service

PUBLIC = {endpoint.path for endpoint in ENDPOINTS.values() if endpoint.public}
SEGMENTS = {"org": "acme", "app": "support", "user": "alice", "form": "chat", "uuid": "u", "hour": "2024061000"}


def calls(application: Starlette, **segments: str) -> list[tuple[str, str]]:
    """Method and path of everything that can be asked for, but for the two public calls."""
    found = []
    for route in application.routes:
        assert isinstance(route, Route | WebSocketRoute)
        if isinstance(route, Route) and route.path not in PUBLIC:
            path = re.sub(r"\{(\w+)\}", lambda match: {**SEGMENTS, **segments}[match[1]], route.path)
            found += [(method, path) for method in route.methods or ()]
    return found


def test_every_endpoint_has_a_route(filled: Filled) -> None:
    routed = {(method, path) for method, path in calls(filled().app)}
    for endpoint in ENDPOINTS.values():
        if not endpoint.public:
            assert (endpoint.method, re.sub(r"\{(\w+)\}", lambda match: SEGMENTS[match[1]], endpoint.path)) in routed


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic {token}", "{token}", "Bearer {token}x", "Bearer {cut}", "Bearer {flipped}"],
)
async def test_no_route_opens_without_its_token(filled: Filled, header: str | None) -> None:
    service = filled(text(1, "alice", "bob"))
    alice = await sign_in(service, "alice")
    token = alice.http.headers["authorization"].removeprefix("Bearer ")
    flipped = token[:20] + chr(ord(token[20]) ^ 1) + token[21:]
    async with client_of(service) as http:
        if header is not None:
            http.headers["Authorization"] = header.format(token=token, cut=token[:-1], flipped=flipped)
        for method, path in calls(service.app):
            answer = await http.request(method, path, content=b"{}")
            assert answer.status_code == 401, (method, path)


async def test_an_expired_token_is_told_apart(filled: Filled) -> None:
    now = [1_718_000_000.0]
    service = filled(token_lifetime=60, clock=lambda: now[0])
    alice = await sign_in(service, "alice")
    now[0] += 59
    assert await alice.names() == []
    now[0] += 1
    answer = await alice.ask("GET", "sdk/user/{me}/user_channels/list")
    assert (answer.status_code, "expired access token" in answer.json()["error_description"]) == (401, True)


async def test_no_route_opens_for_another_user_or_another_app(filled: Filled) -> None:
    service = filled(text(1, "alice", "bob"))
    bob = await sign_in(service, "bob")
    for method, path in calls(service.app):
        if "/alice" in path:
            assert (await bob.http.request(method, path, content=b"{}")).status_code == 403, path
    for method, path in calls(service.app, app="sales", user="bob"):
        answer = await bob.http.request(method, path, content=b"{}")
        assert answer.status_code == 404, path
        if method != "HEAD":
            assert answer.json()["error"] == "organization_application_not_found"


async def test_a_user_reaches_nothing_of_others_by_naming_it(filled: Filled) -> None:
    service = filled(text(1, "alice", "bob"), in_group(2, "bob"))
    alice, dave = await sign_in(service, "alice"), await sign_in(service, "dave")
    for target in ("alice", "bob"):
        assert await dave.walk(f"{target}@easemob.com") == []
        await dave.get("DELETE", "sdk/message/roaming/chat/user/{me}", userId=target, msgIdList="1001")
        await dave.get(
            "DELETE", "user/{me}/user_channel", body={"channel": target, "type": "chat", "delete_roam": True}
        )
    await dave.get("DELETE", "sdk/message/roaming/group/user/{me}", groupId=GROUP, msgIdList="1002")
    await dave.get("POST", "sdk/message/roaming/user/{me}/delete/all")
    assert await alice.names() == [GROUP, "bob"]
    assert await alice.walk("bob@easemob.com") == ["1001"]
    assert await alice.walk(f"{GROUP}@conference.easemob.com") == ["1002"]


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("acme/support", {"grant_type": "password", "username": "alice", "password": "no"}, 400, "invalid_grant"),
        ("acme/support", {"grant_type": "password", "username": "nobody", "password": PASSWORD}, 400, "invalid_grant"),
        ("acme/support", {"grant_type": "magic", "username": "alice", "password": PASSWORD}, 400, "illegal_argument"),
        ("acme/support", {"username": "alice"}, 400, "illegal_argument"),
        ("acme/other", {"username": "alice", "password": PASSWORD}, 404, "organization_application_not_found"),
    ],
)
async def test_sign_ins_that_are_refused(
    filled: Filled, path: str, body: dict[str, str], status: int, error: str
) -> None:
    async with client_of(filled()) as http:
        answer = await http.post(f"/{path}/token", json=body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert {"exception", "timestamp", "duration", "error_description"} < answer.json().keys()


async def test_a_sign_in_lower_cases_the_name(filled: Filled) -> None:
    async with client_of(filled()) as http:
        answer = await http.post("/acme/support/token", json={"username": "ALICE", "password": PASSWORD})
    assert answer.json()["user"]["username"] == "alice"
    assert answer.json()["expires_in"] == 5_184_000


async def test_whoever_runs_the_service_takes_no_password(filled: Filled) -> None:
    service = filled(text(1, "alice", "bob"))
    async with client_of(service) as http:
        http.headers["Authorization"] = f"Bearer {service.token_of('Alice')}"
        assert (await http.get("/acme/support/sdk/user/alice/user_channels/list?limit=5")).status_code == 200
        assert (await http.get("/acme/support/sdk/user/bob/user_channels/list?limit=5")).status_code == 403


@pytest.mark.parametrize("password", ["", "None", "00" * 64])
async def test_without_a_password_nobody_can_sign_in(password: str) -> None:
    with closing(Service.create(app_key=APP_KEY)) as service:
        service.load_world(world(text(1, "alice", "bob")), None)
        async with client_of(service) as http:
            body = {"grant_type": "password", "username": "alice", "password": password}
            assert (await http.post("/acme/support/token", json=body)).status_code == 400


async def test_tokens_and_cursors_outlive_the_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/service.db"
    before = Service.create(url, APP_KEY)
    before.load_world(world(text(1, "alice", "bob"), text(2, "alice", "carol")), PASSWORD)
    alice = await sign_in(before, "alice")
    cursor = (await alice.get("GET", "sdk/user/{me}/user_channels/list", limit=1))["cursor"]
    before.close()
    after = Service.create(url, APP_KEY)
    alice.http = client_of(after, Authorization=alice.http.headers["authorization"])
    page = await alice.get("GET", "sdk/user/{me}/user_channels/list", cursor=cursor)
    assert [info["session_to"] for info in page["channel_infos"]] == ["bob"]
    after.close()
    stored = (tmp_path / "service.db").read_bytes()
    assert alice.http.headers["authorization"].removeprefix("Bearer ").encode() not in stored
    assert PASSWORD.encode() not in stored


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost.evil.example"}, 421),
        ({"Host": ""}, 421),
        ({"Host": "127.0.0.1:8080"}, 200),
        ({"Host": "[::1]:8080"}, 200),
        ({"Host": "CHAT.example"}, 200),
        ({"Origin": "http://localhost"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_hosts_and_origins(filled: Filled, headers: dict[str, str], status: int) -> None:
    async with client_of(filled(hosts=["chat.example"])) as http:
        answer = await http.get("/easemob/server.json", params={"app_key": APP_KEY}, headers=headers)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers
    assert not any(name.startswith("access-control") for name in answer.headers)


async def test_the_look_up_names_the_host_that_was_asked(filled: Filled) -> None:
    async with client_of(filled()) as http:
        answer = await http.get("/easemob/server.json?app_key=x", headers={"Host": "127.0.0.1:18080"})
    host = {"protocol": "http", "domain": "127.0.0.1", "port": "18080"}
    assert (answer.json()["rest"], answer.json()["msync-wx"]) == ({"hosts": [host]}, {"hosts": [host]})


@pytest.mark.parametrize("told", [True, False], ids=["length told", "chunked"])
async def test_giant_bodies_are_refused(filled: Filled, told: bool) -> None:
    service = filled()
    alice = await sign_in(service, "alice")
    giant = b"x" * (1024 * 1024 + 1)

    async def chunks() -> object:
        yield giant

    body = giant if told else chunks()
    answer = await alice.http.post("/acme/support/users/alice/messageroaming", content=body)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["error"]) == (413, "payload_too_large")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"queue": "\\ud800@easemob.com"}'])
async def test_bodies_that_cannot_be_read_are_refused(filled: Filled, body: bytes) -> None:
    alice = await sign_in(filled(), "alice")
    answer = await alice.http.post("/acme/support/users/alice/messageroaming", content=body)
    assert answer.status_code == 400


async def test_unknown_paths_and_methods_are_answered_in_the_services_form(filled: Filled) -> None:
    alice = await sign_in(filled(), "alice")
    answers: list[httpx.Response] = [await alice.ask("GET", "nowhere"), await alice.ask("PUT", "token")]
    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [
        (404, "not_found"),
        (405, "method_not_allowed"),
    ]
