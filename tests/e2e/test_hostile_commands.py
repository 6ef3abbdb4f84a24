"""Texts that want to steer a terminal, in everything that the plain commands write to one."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from tests.commands.worlds import NOON, PICTURE, record, text
from tests.e2e.running import APP_KEY, PASSWORD, Server, clean_environment, serving
from tests.e2e.terminal import Terminal
from tests.e2e.test_hostile import OBEYED, PAYLOADS
from tui.models import Json
from tui.protocol.combined import write_combined
from tui.protocol.records import encode_meta
from tui.server.service import Service
from tui.server.world import Group, Record, StoredFile, World

USER = "amy"
ATTACKS = [payload for name, payload in PAYLOADS.items() if name != "surrogate"]
"""Half a surrogate pair is in no database; the service's own words may have one."""

ONE_AFTER_ANOTHER = (
    "import json, sys\n"
    "from tui.__main__ import run\n"
    "for command in json.load(open(sys.argv[1])):\n"
    "    try:\n"
    "        run(command)\n"
    "    except SystemExit:\n"
    "        pass\n"
)
"""Runs several commands in one process: each of its own would be most of the time."""

OUR_OWN = re.compile(r"\r[^\r\n\x1b]*\x1b\[K")
"""A line of progress, drawn or taken away; no attack has just that."""

SPOKEN: Mapping[str, Callable[[str], dict[str, Json]]] = {
    "text": lambda words: text(words),
    "file": lambda words: _file(words, 1),
    "address": lambda words: {"type": "loc", "addr": words, "buildingName": words, "lat": 1.0, "lng": 2.0},
    "action": lambda words: {"type": "cmd", "action": words},
    "event": lambda words: {"type": "custom", "customEvent": words, "customExts": [{words: words}]},
    "combined": lambda words: _file("x", 2) | {"type": "txt", "subType": "sub_combine", "title": words, "msg": words},
}
"""The kinds of message that have words in them."""

ENDS = ("text", "event")
"""The kinds of the first and the last message of a deletion."""

EVERYBODY = "250000000000000"


def _file(filename: str, number: int) -> dict[str, Json]:
    url = f"http://127.0.0.1/acme/support/chatfiles/{_uuid(number)}"
    return {"type": "file", "url": url, "secret": "s", "filename": filename, "file_length": len(PICTURE)}


def _uuid(number: int) -> str:
    return f"0a1b2c30-1111-11ef-8000-{number:012}"


def user(number: int) -> str:
    return f"user{number:02}"


def group(number: int) -> str:
    return f"2400000000000{number:02}"


def message_id(number: int, surface: str) -> str:
    return str(1000 + number * 100 + list(SPOKEN).index(surface))


def hostile_world() -> World:
    """Every attack has a user and a group called so, and speaks in all kinds of message, also in one group of all."""
    numbers = range(len(ATTACKS))
    senders = [f"«sender»{attack}" for attack in ATTACKS]
    seats: list[tuple[str, str, tuple[str, ...]]] = [
        (group(number), f"«group»{ATTACKS[number]}", (USER, senders[number])) for number in numbers
    ]
    seats.append((EVERYBODY, "Everybody", (USER, *map(user, numbers), *senders)))
    return World(
        {
            USER: "Amy",
            **{user(number): f"«nickname»{ATTACKS[number]}" for number in numbers},
            **dict.fromkeys(senders, ""),
        },
        groups=tuple(Group(name, called, members, "groupchat") for name, called, members in seats),
        records=tuple(_records()),
        files=(_stored(1, PICTURE), *(_stored(100 + number, _combined(ATTACKS[number])) for number in numbers)),
    )


def _records() -> Iterator[Record]:
    for number, attack in enumerate(ATTACKS):
        for surface, spoken in SPOKEN.items():
            body = spoken(f"«{surface}»{attack}")
            if surface == "combined":
                body |= {"url": body["url"].replace(_uuid(2), _uuid(100 + number))}
            name = int(message_id(number, surface))
            yield record(name, user(number), USER, body, NOON + name)
            yield record(100_000 + name, user(number), EVERYBODY, body, NOON + name, "groupchat")
        for name, to in ((200_000 + number, EVERYBODY), (300_000 + number, group(number))):
            yield record(name, f"«sender»{attack}", to, text("hi"), NOON + name, "groupchat")


def _combined(attack: str) -> bytes:
    held = record(1, f"«author»{attack}", USER, text(f"«held»{attack}"), NOON)
    return write_combined([encode_meta(held, APP_KEY)])


def _stored(number: int, content: bytes) -> StoredFile:
    return StoredFile(_uuid(number), "s", "x", "application/octet-stream", content, None, USER)


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a user to whom all this was sent."""
    folder = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'roam.db'}"
    service = Service.create(url, APP_KEY)
    service.load_world(hostile_world(), PASSWORD)
    service.close()
    with serving(url, clean_environment(folder)) as server:
        variables = {"ROAM_APP_KEY": APP_KEY, "ROAM_USER": USER, "ROAM_REST_URL": server.rest_url}
        yield clean_environment(folder, **variables, ROAM_TOKEN=token(server))


def token(server: Server) -> str:
    """Signing in by password takes its time, each time."""
    asked = {"grant_type": "password", "username": USER, "password": PASSWORD}
    answer = httpx.post(f"{server.rest_url}/{APP_KEY.replace('#', '/')}/token", json=asked)
    return str(answer.json()["access_token"])


def written(environment: dict[str, str], folder: Path, commands: Sequence[Sequence[str]], questions: int = 0) -> str:
    """Everything that the commands write to a wide terminal; every question is answered with no."""
    listed = folder / "commands.json"
    listed.write_text(json.dumps(commands), encoding="utf-8")
    command = [sys.executable, "-c", ONE_AFTER_ANOTHER, str(listed)]
    with Terminal(command, columns=1000, environment=environment) as terminal:
        for number in range(1, questions + 1):
            terminal.until(lambda: terminal.output.count(b"[y/N] ") >= number, "never asked")  # noqa: B023
            terminal.press("n\r")
        assert terminal.wait() == 0
        return terminal.output.decode("utf-8", "surrogateescape")


def offences(output: str) -> list[str]:
    """Whatever a terminal would obey but ends of lines and progress bars, each with what stands around it."""
    rest = OUR_OWN.sub("", output.replace("\r\n", "\n"))
    found = [*OBEYED.finditer(rest), *re.finditer("\r", rest)]
    return [rest[max(0, each.start() - 20) : each.end() + 20] for each in found]


def assert_shown(output: str, surface: str, times: int) -> None:
    assert output.count(f"«{surface}»") >= times, f"{surface} is not where it should be"


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["people", "json"])
def test_lists_and_histories(account: dict[str, str], tmp_path: Path, form: list[str]) -> None:
    commands = [["conversations"], ["history", EVERYBODY, "--limit", "0"]]
    output = written(account, tmp_path, [[*command, *form] for command in commands])
    assert offences(output) == []
    for surface in ("sender", *SPOKEN, *(() if form else ("nickname", "group"))):
        assert_shown(output, surface, len(ATTACKS))


def test_what_is_fetched_and_what_is_had(account: dict[str, str], tmp_path: Path) -> None:
    commands = [["sync", "--all"], ["coverage"], ["sync", "--all", "--json"], ["coverage", "--json"]]
    output = written({**account, "XDG_STATE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}, tmp_path, commands)
    assert offences(output) == []
    assert_shown(output, "nickname", len(ATTACKS))
    assert_shown(output, "group", len(ATTACKS))


def test_downloads(account: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    chosen = [(number, surface) for number in range(len(ATTACKS)) for surface in ("file", "combined")]
    output = written(
        account,
        tmp_path,
        [
            ["download", message_id(number, surface), "--conversation", user(number), "--type", "singleChat"]
            + (["--output", str(tmp_path / "here")] if surface == "file" else [])
            for number, surface in chosen
        ],
    )
    assert offences(output) == []
    assert_shown(output, "held", len(ATTACKS))
    assert_shown(output, "author", len(ATTACKS))
    assert output.count("saved ") == len(ATTACKS)
    assert len(OUR_OWN.findall(output)) >= 2 * len(ATTACKS)


def test_previews_of_deletions(account: dict[str, str], tmp_path: Path) -> None:
    asked = [
        ["delete-messages", user(number), "--type", "singleChat", "--id", *(message_id(number, each) for each in ENDS)]
        for number in range(len(ATTACKS))
    ]
    shown = [
        ["delete-conversation", group(number), "--type", "groupChat", "--dry-run"] for number in range(len(ATTACKS))
    ]
    output = written(account, tmp_path, [*asked, *shown], questions=len(asked))
    assert offences(output) == []
    for surface in ("nickname", "group", "sender", *ENDS):
        assert_shown(output, surface, len(ATTACKS))


def test_pins_and_the_users_own_words(account: dict[str, str], tmp_path: Path) -> None:
    commands = [["pin", group(number), "--type", "groupChat"] for number in range(len(ATTACKS))]
    commands += [["history", "x", "--kind", f"«kind»{attack}"] for attack in ATTACKS]
    output = written(account, tmp_path, commands)
    assert offences(output) == []
    assert_shown(output, "group", len(ATTACKS))
    assert_shown(output, "kind", len(ATTACKS))


@contextmanager
def refusing() -> Iterator[str]:
    """A service that says no to everything, in the words of the attack that the request's conversation has."""
    words = [*ATTACKS, PAYLOADS["surrogate"]]

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            found = re.search(rb"user(\d\d)", body)
            said = f"«refusal»{words[int(found[1])] if found else words[-1]}"
            answer = json.dumps({"error": "forbidden_op", "error_description": said}).encode()
            self.send_response(403)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_the_services_own_words(tmp_path: Path) -> None:
    numbers = range(len(ATTACKS) + 1)
    commands = [["history", user(number), "--type", "singleChat"] for number in numbers]
    commands += [["doctor"], ["doctor", "--json"], ["conversations"]]
    with refusing() as url:
        environment = clean_environment(
            tmp_path, ROAM_APP_KEY=APP_KEY, ROAM_USER=USER, ROAM_TOKEN="YWMt-made-up", ROAM_REST_URL=url
        )
        output = written(environment, tmp_path, commands)
    assert offences(output) == []
    assert_shown(output, "refusal", len(commands))


def test_the_configuration(tmp_path: Path) -> None:
    tables = []
    for number, attack in enumerate(each for each in ATTACKS if "\x00" not in each):
        route = f"token_file = {_toml(attack)}" if number % 2 else f"secret_command = [{_toml('«program»' + attack)}]"
        head = f"[profile.{_toml('«profile»' + attack)}]"
        tables.append(f'{head}\napp_key = "a#b"\nuser = "amy"\nrest_url = "http://127.0.0.1:9"\n{route}\n')
    file = tmp_path / "\x1b]0;title\x07\u202e.toml"
    file.write_text("\n".join(tables), encoding="utf-8")
    names = [f"«profile»{attack}" for attack in ATTACKS if "\x00" not in attack]
    commands = [["profiles"], ["profiles", "--json"], ["paths"], ["doctor"], ["doctor", "--json"]]
    commands += [[command, name] for name in names for command in ("logout", "login")]
    commands += [[command, "--profile", name] for name in names[:4] for command in ("doctor",)]
    commands += [["logout", name, "--json"] for name in names]
    output = written(clean_environment(tmp_path, ROAM_CONFIG=str(file)), tmp_path, commands)
    assert offences(output) == []
    assert_shown(output, "profile", 5 * len(names))
    assert_shown(output, "program", len(names) // 2)


def _toml(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def test_without_cleaning_this_finds_nearly_all_of_it() -> None:
    found = {name for name, payload in PAYLOADS.items() if offences(payload)}
    assert len(found) >= 20
    assert {"clipboard", "move", "C1 sequence", "override", "return"} <= found
