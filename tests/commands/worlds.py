"""A world for the plain commands: every test that changes something has a friend of its own."""

from __future__ import annotations

from collections.abc import Iterable

from tui.models import Json
from tui.protocol.combined import write_combined
from tui.protocol.records import Record, encode_meta
from tui.server.world import Group, StoredFile, World

APP_KEY = "acme#support"
USER = "amy"
GROUP = "240000000000001"
ROOM = "240000000000009"
BOTH = "240000000000002"
"""The id of a user and of a group."""

NOON = 1_718_020_800_000
"""2024-06-10 12:00 UTC, in ms."""

MINUTE = 60_000
NICKNAMES = {"files": "The one who keeps 文件", "many": "both", "hostile": "files"}
"""Of those who are not called as their ids are; of two, somebody else is called so, or has that id."""

HOSTILE = "\x1b]52;c;Zm9v\x07\x1b[2J\u202egnp.exe\u202c\r\nroam: \x9b31m日本\x00"

_UUID = "0a1b2c30-1111-11ef-8000-00000000000{}"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def friend_messages(friend: str, count: int, *, first_id: int, start: int = NOON) -> list[Record]:
    """`count` texts between amy and a friend, a minute apart, oldest first; every third one is amy's."""
    return [
        record(
            first_id + number,
            USER if number % 3 == 0 else friend,
            friend if number % 3 == 0 else USER,
            text(f"{friend} {number}"),
            start + number * MINUTE,
        )
        for number in range(count)
    ]


def record(number: int, sender: str, to: str, body: Json, time: int, chat_type: str = "chat") -> Record:
    payload = {"bodies": [body], "ext": {}, "from": sender, "to": to}
    return Record(str(number), time, sender, to, chat_type, payload)


def text(words: str) -> dict[str, Json]:
    return {"type": "txt", "msg": words}


def with_file(kind: str, number: int, filename: str) -> dict[str, Json]:
    url = f"http://127.0.0.1/acme/support/chatfiles/{_UUID.format(number)}"
    body = {"type": kind, "url": url, "secret": f"secret{number}", "filename": filename, "file_length": len(PICTURE)}
    return body | ({"thumb": url, "thumb_secret": f"secret{number}"} if kind == "img" else {})


def small_world(friends: Iterable[str], count: int = 45) -> World:
    """Every one of `friends` has `count` texts with amy; "files", "hostile" and "many" are what they say."""
    records = list(_files())
    records += [record(900_001, "hostile", USER, text(HOSTILE), NOON)]
    records += [record(900_002, "hostile", USER, with_file("file", 2, f"../../{HOSTILE}.sh"), NOON + MINUTE)]
    records += [
        record(900_010 + n, "carol", GROUP, text(f"team {n}"), NOON + n * MINUTE, "groupchat") for n in range(5)
    ]
    records += [record(900_020, "carol", BOTH, text("to the group"), NOON, "groupchat")]
    records += friend_messages(BOTH, 2, first_id=900_030)
    records += friend_messages("long-" + "x" * 59, 1, first_id=890_000)
    records += friend_messages("many", 120, first_id=800_000)
    for index, friend in enumerate(friends):
        records += friend_messages(friend, count, first_id=1_000_000 * (index + 1))
    people = {each.sender for each in records} | {each.to for each in records if each.chat_type == "chat"}
    groups = (Group(GROUP, "Team", (USER, "carol"), "groupchat"), Group(BOTH, "Both", (USER, "carol"), "groupchat"))
    files = (_stored(1, "photo.jpg", PICTURE), _stored(2, "x", PICTURE), _stored(3, "combine", _combined()))
    records.sort(key=lambda each: (each.time, int(each.id)))
    return World({name: NICKNAMES.get(name, name) for name in people}, groups=groups, records=records, files=files)


def _files() -> Iterable[Record]:
    combined = {"type": "txt", "subType": "sub_combine", "msg": "?", "title": "Forwarded", "combineLevel": 1}
    bodies: list[dict[str, Json]] = [
        with_file("img", 1, "photo.jpg"),
        with_file("file", 4, "gone.txt"),
        {**with_file("file", 3, "combine"), **combined},
        text("no file"),
        {"type": "loc", "addr": "West Lake", "lat": 30.25, "lng": 120.15},
    ]
    for number, body in enumerate(bodies):
        yield record(900_101 + number, "files", USER, body, NOON + number * MINUTE)


def _combined() -> bytes:
    held = [record(1 + n, "dan", "erin", text(f"forwarded {n} {HOSTILE}"), NOON + n) for n in range(3)]
    return write_combined(encode_meta(each, APP_KEY) for each in held)


def _stored(number: int, filename: str, content: bytes) -> StoredFile:
    return StoredFile(_UUID.format(number), f"secret{number}", filename, "image/png", content, content[:64], "files")
