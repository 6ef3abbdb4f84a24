"""Small worlds to test the local service with, and a user of it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tui.models import Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.records import Record
from tui.server.service import Service
from tui.server.world import Group, World

APP_KEY = "acme#support"
PASSWORD = "sesame"
GROUP = "240000000000001"
NOON = 1_718_020_800_000

Filled = Callable[..., Service]


def text(number: int, sender: str, to: str, *, chat_type: str = "chat", kind: str = "txt", time: int = 0) -> Record:
    """Message `number`; its id and (unless told) its time grow with it."""
    body: dict[str, Json] = {"type": kind, "msg": f"message {number}"}
    payload = {"bodies": [body], "ext": {}, "from": sender, "to": to}
    return Record(str(1000 + number), time or NOON + number * 1000, sender, to, chat_type, payload)


def in_group(number: int, sender: str, *, kind: str = "txt", time: int = 0) -> Record:
    return text(number, sender, GROUP, chat_type="groupchat", kind=kind, time=time)


def world(*records: Record, members: Iterable[str] = ("alice", "bob", "carol")) -> World:
    """A world of alice, bob, carol and dave, whose group has `members`."""
    accounts = {name: name.title() for name in ("alice", "bob", "carol", "dave")}
    return World(accounts, groups=(Group(GROUP, "Team", tuple(members), "groupchat"),), records=records)


def service_of(*records: Record, **options: Any) -> Service:
    """A service in memory that holds `records`; `options` are those of `Service.create`."""
    service = Service.create(app_key=APP_KEY, **options)
    service.load_world(world(*records), PASSWORD)
    return service


@dataclass
class Caller:
    """One user of the service, over HTTP in memory."""

    http: httpx.AsyncClient
    user: str

    async def ask(self, method: str, path: str, *, body: Json = None, **query: str | float) -> httpx.Response:
        """A request below /acme/support/; `{me}` in `path` is the user."""
        target = f"/acme/support/{path.format(me=self.user)}"
        return await self.http.request(method, target, params=query, json=body)

    async def get(self, method: str, path: str, *, body: Json = None, **query: str | float) -> Any:
        """The `data` of an answer that must be a success."""
        response = await self.ask(method, path, body=body, **query)
        assert response.status_code == 200, response.text
        return response.json()["data"]

    async def listed(self, **query: str | float) -> list[dict[str, Any]]:
        """A whole conversation list, page by page."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = await self.get("GET", "sdk/user/{me}/user_channels/list", cursor=cursor, **query)
            found += page["channel_infos"]
            cursor = page["cursor"]
            if not cursor:
                return found

    async def names(self, **query: str | float) -> list[str]:
        return [info["session_to"] for info in await self.listed(**query)]

    async def page(self, queue: str, **members: Json) -> dict[str, Any]:
        body = {"queue": queue, "start": -1, "pull_number": 20, "is_positive": False, **members}
        page: dict[str, Any] = await self.get("POST", "users/{me}/messageroaming", body=body)
        return page

    async def walk(self, queue: str, **members: Json) -> list[str]:
        """The ids of a whole history, in the direction asked for."""
        found: list[str] = []
        start: Json = -1
        while True:
            page = await self.page(queue, **{"start": start, **members})
            found += ids_of(page)
            start = page["next_key"]
            if page["is_last"]:
                assert start == "undefined"
                return found


def ids_of(page: Mapping[str, Any]) -> list[str]:
    return [str(pb.Meta.FromString(base64.b64decode(entry["msg"])).id) for entry in page["msgs"]]


def client_of(service: Service, **headers: str) -> httpx.AsyncClient:
    """A client with no token."""
    transport = httpx.ASGITransport(service.app)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers)


async def sign_in(service: Service, user: str) -> Caller:
    async with client_of(service) as http:
        body = {"grant_type": "password", "username": user, "password": PASSWORD, "timestamp": NOON}
        answer = await http.post("/acme/support/token", json=body)
    assert answer.status_code == 200, answer.text
    return Caller(client_of(service, Authorization=f"Bearer {answer.json()['access_token']}"), user)
