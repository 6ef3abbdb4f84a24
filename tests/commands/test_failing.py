"""Every command where something is missing: one sentence, the right exit code, and never a trace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Roam
from tests.commands.faults import Fault, way_to
from tests.commands.test_accidents import ended_with_a_closed
from tests.commands.worlds import PICTURE
from tests.e2e.running import ROAM, Server

COMMANDS = {
    "conversations": ["conversations"],
    "history": ["history", "files", "--type", "singleChat"],
    "download": ["download", "900101", "--conversation", "files"],
    "pin": ["pin", "files"],
    "unpin": ["unpin", "files"],
    "delete-messages": ["delete-messages", "files", "--before", "2d", "--yes"],
    "delete-conversation": ["delete-conversation", "files", "--yes"],
}
each_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@each_command
def test_nobody_there(roam: Roam, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAM_REST_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ROAM_TOKEN", "any")
    done = roam(*command, "--json")
    assert (done.code, done.output, len(done.errors.splitlines())) == (1, "", 1)
    assert "127.0.0.1" in done.errors


@each_command
def test_a_wrong_profile(roam: Roam, command: list[str]) -> None:
    for arguments in ([*command, "--profile", "nobody"], ["--profile", "nobody", *command]):
        done = roam(*arguments)
        assert (done.code, done.output, len(done.errors.splitlines())) == (2, "", 1)
        assert "nobody" in done.errors


@each_command
def test_a_wrong_password(roam: Roam, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAM_PASSWORD", "wrong-one")
    done = roam(*command)
    assert (done.code, done.output, len(done.errors.splitlines())) == (3, "", 1)
    assert "wrong-one" not in done.errors


def test_a_profile_works_on_either_side_of_the_command(
    roam: Roam, world_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text(
        f'[profile.work]\napp_key = "acme#support"\nuser = "amy"\nrest_url = "{world_server.rest_url}"\n'
        f'[profile.bob]\napp_key = "acme#support"\nuser = "friend00"\nrest_url = "{world_server.rest_url}"\n'
    )
    monkeypatch.setenv("ROAM_CONFIG", str(settings))
    monkeypatch.delenv("ROAM_APP_KEY")

    def listed(*arguments: str) -> int:
        done = roam(*arguments)
        assert (done.code, done.errors) == (0, "")
        return len(done.objects)

    many = listed("--profile", "work", "conversations", "--json")
    assert many > 1
    assert listed("conversations", "--json", "--profile", "work") == many
    assert listed("--profile", "work", "conversations", "--json", "--profile", "bob") == 1
    assert roam("conversations").code == 2


def test_control_characters_of_the_command_line_do_not_come_back(roam: Roam) -> None:
    done = roam("history", "files", "--type", "\x1b[2J")
    assert (done.code, len(done.errors.splitlines())) == (2, 1)
    assert done.errors.strip().isprintable()
    done = roam("history", "\x1b[2J\x07")
    assert (done.code, len(done.errors.splitlines())) == (2, 1)
    assert done.errors.strip().isprintable()


def test_an_encoding_that_lacks_characters_spells_them(roam: Roam) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for arguments in (["history", "hostile"], ["history", "hostile", "--json"]):
        done = subprocess.run([*ROAM, *arguments], env=environment, capture_output=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"\\u65e5" in done.stdout
        assert done.stdout.isascii()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_one_sentence(roam: Roam) -> None:
    for arguments in (["history", "files"], ["history", "files", "--json"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*ROAM, *arguments], env=os.environ, stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert done.returncode == 1
        assert done.stderr == "roam: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_started_without_an_end(roam: Roam, closed: str) -> None:
    command = f"{' '.join(ROAM)} history files --type singleChat {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], env=os.environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert bool(done.stdout) == (">&-" not in closed.replace("2>&-", ""))


def test_a_file_for_a_pipe_is_its_bytes(roam: Roam) -> None:
    command = [*ROAM, "download", "900101", "--conversation", "files", "--output", "-"]
    done = subprocess.run(command, env=os.environ, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, PICTURE, b"")


def at_the_second_page(fault: Fault) -> Callable[[str, list[str]], Fault]:
    def decide(request: str, passed: list[str]) -> Fault:
        pages = sum("messageroaming" in each for each in passed)
        return fault if "messageroaming" in request and pages == 1 else Fault.NONE

    return decide


ALL = ["history", "many", "--type", "singleChat", "--limit", "0"]
FIRST_PAGE = {
    ("--json",): [f"many {number}" for number in range(119, 69, -1)],
    (): [f"many {number}" for number in range(70, 120)],
    ("--direction", "down"): [f"many {number}" for number in range(50)],
}
"""What the first page holds, in the order in which it is printed."""

each_form = pytest.mark.parametrize("form", FIRST_PAGE, ids=" ".join)


def words(output: str, form: tuple[str, ...]) -> list[str]:
    assert output.endswith("\n")
    lines = output.splitlines()
    return [json.loads(line)["msg"] for line in lines] if "--json" in form else [line.split("\t")[4] for line in lines]


@each_form
@pytest.mark.parametrize(("end", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_history_ends_with_all_that_was_read(
    roam: Roam, world_server: Server, form: tuple[str, ...], end: signal.Signals, code: int
) -> None:
    with way_to(world_server.port, at_the_second_page(Fault.SILENCE)) as way:
        environment = {**os.environ, "ROAM_REST_URL": way.url}
        with subprocess.Popen(
            [*ROAM, *ALL, *form], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert way.is_silent.wait(30)
            process.send_signal(end)
            output, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (code, "")
    assert words(output, form) == FIRST_PAGE[form]


@each_form
def test_a_history_that_breaks_off_shows_what_was_read_and_where_to_go_on(
    roam: Roam, world_server: Server, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    with way_to(world_server.port, at_the_second_page(Fault.REFUSED)) as way, monkeypatch.context() as on_the_way:
        on_the_way.setenv("ROAM_REST_URL", way.url)
        done = roam(*ALL, *form)
    assert done.code == 1
    assert words(done.output, form) == FIRST_PAGE[form]
    where, why = done.errors.splitlines()
    assert "not today" in why
    rest = roam(*ALL, *form, "--cursor", where.rpartition(" ")[2])
    assert (rest.code, rest.errors) == (0, "")
    read = {*words(done.output, form), *words(rest.output, form)}
    assert read == {f"many {number}" for number in range(120)}


def test_downwards_people_read_while_more_is_asked_for(roam: Roam, world_server: Server) -> None:
    with way_to(world_server.port, at_the_second_page(Fault.SILENCE)) as way:
        environment = {**os.environ, "ROAM_REST_URL": way.url}
        command = [*ROAM, *ALL, "--direction", "down"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            seen = [process.stdout.readline() for _ in range(50)]
            assert way.is_silent.wait(30)
            process.kill()
    assert words("".join(seen), ()) == FIRST_PAGE["--direction", "down"]


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["people", "json"])
def test_a_history_that_breaks_off_is_told_where_the_output_is_gone(
    roam: Roam, world_server: Server, form: tuple[str, ...]
) -> None:
    with way_to(world_server.port, at_the_second_page(Fault.REFUSED)) as way:
        environment = {**os.environ, "ROAM_REST_URL": way.url}
        done = ended_with_a_closed("stdout", [*ROAM, *ALL, *form], environment)
    assert done.returncode == (0 if form else 1)  # with --json nobody takes the first page, so no second is asked for
    assert ("not today" in done.stderr) == (not form)


def test_an_interrupt_during_the_start_leaves_no_trace() -> None:
    program = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'tui.commands.parser':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from tui.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize(
    ("arguments", "code"), [(["history", "stranger"], 2), (["history"], 2), (["pin", "files", "--profile", "x"], 2)]
)
def test_a_failure_is_one_where_nobody_reads_the_errors(roam: Roam, arguments: list[str], code: int) -> None:
    done = ended_with_a_closed("stderr", [*ROAM, *arguments], os.environ)
    assert (done.returncode, done.stdout) == (code, "")


def test_a_reader_that_has_enough_is_no_failure_of_the_help(roam: Roam) -> None:
    done = ended_with_a_closed("stdout", [*ROAM, "--help"], os.environ)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_name_of_an_imported_file_does_not_act_on_the_terminal(roam: Roam, tmp_path: Path) -> None:
    file = tmp_path / "\x1b[2J.jsonl"
    file.write_text("")
    done = roam("import", str(file), "--account", "amy", "--app-key", "acme#x", "--db", f"sqlite:///{tmp_path}/a.db")
    assert done.code == 0
    assert done.output.strip().isprintable()


@pytest.mark.parametrize("port", ["65536", "-1", "x"])
def test_a_port_that_cannot_be_is_a_usage_error(roam: Roam, tmp_path: Path, port: str) -> None:
    done = roam("serve", "--port", port, "--db", f"sqlite:///{tmp_path}/a.db", "--app-key", "acme#x")
    assert (done.code, done.output, len(done.errors.splitlines())) == (2, "", 1)
