"""Lists and histories: filters, pipes and texts that attack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.faults import Fault, way_to
from tests.commands.worlds import BOTH, GROUP, HOSTILE, MINUTE, NOON, USER
from tests.e2e.running import Server

FRIEND = FRIENDS[0]


def texts(roam: Roam, *arguments: str) -> list[str]:
    done = roam("history", *arguments, "--json", "--limit", "0", "--direction", "down")
    assert (done.code, done.errors) == (0, "")
    return [each["msg"] for each in done.objects]


@contextmanager
def going_round() -> Iterator[str]:
    """A service whose history has two pages that name each other as the next."""

    class Circle(BaseHTTPRequestHandler):
        asked = 0

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            Circle.asked += 1
            if Circle.asked > 10:
                self.send_error(404)  # more pages than there are
                return
            page = {"data": {"msgs": [], "next_key": str(Circle.asked % 2), "is_last": False}}
            content = json.dumps(page).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Circle) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_pages_that_go_round_in_circles_end(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAM_TOKEN", "any")
    with going_round() as url:
        monkeypatch.setenv("ROAM_REST_URL", url)
        done = roam("history", FRIENDS[0], "--type", "singleChat", "--limit", "0")
    assert (done.code, done.output, done.errors) == (0, "", "")


def test_a_sender(roam: Roam) -> None:
    assert texts(roam, FRIEND, "--from", USER) == [f"{FRIEND} {n}" for n in range(0, 45, 3)]
    assert texts(roam, GROUP, "--from", "Carol") == [f"team {n}" for n in range(5)]
    assert texts(roam, GROUP, "--from", USER) == []


def test_a_span_of_time_has_both_its_ends(roam: Roam) -> None:
    span = ("--since", str(NOON + 3 * MINUTE), "--until", "2024-06-10T12:06Z")
    assert texts(roam, FRIEND, *span) == [f"{FRIEND} {n}" for n in range(3, 7)]
    assert texts(roam, FRIEND, "--since", "2d") == []


def test_kinds_are_repeated_or_separated_by_commas(roam: Roam) -> None:
    def kinds(*arguments: str) -> list[str]:
        return [each["type"] for each in roam("history", "files", "--json", *arguments).objects]

    assert kinds() == ["loc", "txt", "combine", "file", "img"]
    assert kinds("--kind", "img,loc") == kinds("--kind", "img", "--kind", "loc") == ["loc", "img"]
    assert kinds("--kind", "image,location") == ["loc", "img"]


def test_a_limit_counts_what_is_wanted(roam: Roam) -> None:
    done = roam("history", FRIEND, "--from", USER, "--limit", "4", "--json")
    assert [each["msg"] for each in done.objects] == [f"{FRIEND} {n}" for n in (42, 39, 36, 33)]
    assert "--cursor" in done.errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--kind", "img,sticker"], "sticker is no kind"),
        (["--limit", "-1"], "no whole number"),
        (["--limit", "²"], "no whole number"),
        (["--fro", "x"], "--fro"),
        (["--type", "single"], "invalid choice"),
        (["--type", "singleChat", "--since", "soon"], "character 1"),
    ],
)
def test_usage_errors_are_one_sentence(roam: Roam, arguments: list[str], words: str) -> None:
    done = roam("history", FRIEND, *arguments)
    assert (done.code, done.output) == (2, "")
    assert words in done.errors
    assert len(done.errors.splitlines()) == 1


def test_an_id_of_two_conversations_needs_a_type(roam: Roam) -> None:
    assert "--type" in roam("history", BOTH).errors
    assert texts(roam, BOTH, "--type", "groupChat") == ["to the group"]


def test_a_pipe_gets_a_line_a_message(roam: Roam) -> None:
    done = roam("history", "hostile")
    rows = [line.split("\t") for line in done.output.splitlines()]
    assert [row[1:4] for row in rows] == [["hostile", "900001", "txt"], ["hostile", "900002", "file"]]
    assert done.output.replace("\t", "").replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "command",
    [("conversations",), ("conversations", "--json"), ("history", "hostile"), ("history", "hostile", "--json")],
)
def test_no_text_acts_on_a_terminal(roam: Roam, command: tuple[str, ...]) -> None:
    done = roam(*command)
    assert done.code == 0
    assert "\u65e5" in done.output or "日" in done.output
    assert not any(ord(char) < 0x20 and char not in "\t\n" for char in done.output)
    assert not any(0x7F <= ord(char) <= 0x9F or 0x202A <= ord(char) <= 0x202E for char in done.output)


def test_json_keeps_every_character(roam: Roam) -> None:
    assert roam("history", "hostile", "--json").objects[-1]["msg"] == HOSTILE


def test_pins(roam: Roam) -> None:
    done = roam("pin", "carol", "--json")
    assert (done.code, done.output) == (2, "")
    pinned = roam("pin", GROUP, "--json")
    assert (pinned.code, pinned.object["isPinned"], pinned.object["conversationId"]) == (0, True, GROUP)
    assert roam("pin", BOTH, "--type", "groupChat").output == f"{BOTH} (Both) is pinned\n"
    ids = [each["conversationId"] for each in roam("conversations", "--pinned", "--json").objects]
    assert ids == [BOTH, GROUP]
    assert roam("unpin", GROUP).output == f"{GROUP} (Team) is not pinned\n"
    assert roam("unpin", BOTH, "--type", "groupChat", "--json").object["isPinned"] is False
    assert roam("conversations", "--pinned").output == ""


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.DROPPED])
def test_a_pin_whose_answer_is_lost_is_looked_up(
    roam: Roam, world_server: Server, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    with way_to(world_server.port, lambda request, _passed: fault if "/top" in request else Fault.NONE) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        done = roam("pin", GROUP)
    assert (done.code, done.output) == ((0, f"{GROUP} (Team) is pinned\n") if fault is Fault.LOST else (1, ""))
    monkeypatch.setenv("ROAM_REST_URL", world_server.rest_url)
    assert roam("unpin", GROUP).code == 0


def test_pinning_a_stranger_is_one_sentence(roam: Roam) -> None:
    done = roam("pin", "stranger", "--type", "singleChat")
    assert (done.code, done.output) == (1, "")
    assert len(done.errors.splitlines()) == 1
