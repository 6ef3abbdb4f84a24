"""History-record files: whose they are, whatever they are called and whatever else is in them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.server.worlds import text
from tui.errors import ConfigError
from tui.protocol.records import record_line
from tui.server.record_files import LONGEST_LINE, account_of, lines_of, unpacked

INCOMING = record_line(text(1, "bob", "amy"), "amy")
OUTGOING = record_line(text(2, "amy", "bob"), "amy")
OTHERS = ["", "no JSON", "[1]", '{"direction": "outgoing"}', '{"direction": "outgoing", "from": "two words"}', INCOMING]


def written(path: Path, *lines: str, is_zipped: bool = False) -> Path:
    content = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if is_zipped else content)
    return path


@pytest.mark.parametrize("is_zipped", [True, False])
@pytest.mark.parametrize("name", ["history.jsonl", "history.jsonl.gz", "history"])
def test_a_file_is_of_the_first_who_sent_something(tmp_path: Path, name: str, is_zipped: bool) -> None:
    assert account_of(written(tmp_path / name, *OTHERS, OUTGOING, is_zipped=is_zipped)) == "amy"


def test_a_file_in_which_nobody_sent_anything_is_nobodys(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no outgoing record"):
        account_of(written(tmp_path / "history.jsonl", *OTHERS))


def test_a_file_that_is_not_there_or_broken_cannot_be_read(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(gzip.compress(b"\n" * 100_000)[:-20])
    for path in (tmp_path / "nowhere", tmp_path, broken):
        with pytest.raises(ConfigError, match="cannot be read as a history-record file"):
            account_of(path)


def test_a_line_without_end_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "history", "x" * (3 * LONGEST_LINE), "y" * LONGEST_LINE, OUTGOING)
    with path.open("rb") as raw:
        lengths = [len(line) for line in lines_of(unpacked(raw))]
    assert lengths == [LONGEST_LINE + 1, LONGEST_LINE + 1, len(OUTGOING.encode()) + 1]
    assert account_of(path) == "amy"
