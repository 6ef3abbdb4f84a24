"""An export that is killed or interrupted at any moment: the older one stays whole, and the next one goes well."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from tests.bench.archived import KEY, Archived, archived
from tests.e2e.running import ROAM, roam
from tests.e2e.terminal import Terminal
from tui.export.manifest import read_manifest

MESSAGES = 30_000


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    return archived(tmp_path_factory.mktemp("archive"), MESSAGES)


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that has a name; what a killed program was writing is hidden."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if not each.name.startswith(".")}


def export(path: Path, *more: str) -> list[str]:
    return ["export", KEY.id, "--format", "text", "--output", str(path), *more]


def older(kept: Archived, home: Path, path: Path) -> dict[str, bytes]:
    """An export of one minute, which is there before the large one begins."""
    path.parent.mkdir()
    assert roam(*export(path, "--until", "1500000000000"), environment=kept.environment(home)).returncode == 0
    before = contents(path.parent)
    assert len(before) == 2
    return before


def test_killed_at_any_moment(kept: Archived, tmp_path: Path) -> None:
    path = tmp_path / "out" / "lin.txt"
    before = older(kept, tmp_path, path)
    chance = random.Random(5)
    for _round in range(3):
        with Terminal([*ROAM, *export(path)], environment=kept.environment(tmp_path)) as terminal:
            terminal.see(r"\d% · ")
            terminal.watch(chance.random() * 0.2)
            terminal.send(signal.SIGKILL)
            assert terminal.wait() == 128 + signal.SIGKILL
        assert contents(path.parent) == before
    assert roam(*export(path), environment=kept.environment(tmp_path)).returncode == 0
    manifest = read_manifest(path)
    assert manifest is not None
    assert manifest.messages == MESSAGES
    assert sorted(each.name for each in path.parent.iterdir()) == ["lin.txt", "lin.txt.manifest.json"]


@pytest.mark.parametrize(("key", "ending", "code"), [("\x03", None, 130), ("", signal.SIGTERM, 143)])
def test_interrupted(key: str, ending: signal.Signals | None, code: int, kept: Archived, tmp_path: Path) -> None:
    path = tmp_path / "out" / "lin.txt"
    before = older(kept, tmp_path, path)
    with Terminal([*ROAM, *export(path)], environment=kept.environment(tmp_path)) as terminal:
        terminal.see(r"\d% · ")
        if ending is None:
            terminal.press(key)
        else:
            terminal.send(ending)
        assert terminal.wait() == code
        assert b"no file is half written" in terminal.output
        assert b"Traceback" not in terminal.output
    assert contents(path.parent) == before
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []
