"""The conversations that are read: made once, imported by command, and served on loopback."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.running import APP_KEY, PASSWORD, ROAM, clean_environment, serving

IMPORTED = 40_000
"""Messages of the file by which importing is measured."""

FRIEND = "lin"
START = 1_500_000_000_000
PAUSE = 97_000
_WORDS = (
    *("会议", "部署", "订单", "客户", "报表", "明天下午", "没问题", "已经处理", "稍等一下"),
    *("the", "nightly", "build", "deploy", "order", "customer", "tomorrow", "already", "fixed", "please", "v2.14.0"),
    *("`timeout=30`", "#48213", "🙂", "👍🏽", "👩\u200d💻"),
)
_BREAKS = 0.05
"""The share of messages that have more than one line."""


@dataclass(frozen=True, slots=True)
class Served:
    """An account on a server on loopback; `messages`: how many it has in all its conversations."""

    rest_url: str
    user: str
    messages: int

    def environment(self, home: Path) -> dict[str, str]:
        """The environment that connects `roam` to the account, and keeps all its files in `home`."""
        return clean_environment(
            home,
            ROAM_APP_KEY=APP_KEY,
            ROAM_USER=self.user,
            ROAM_PASSWORD=PASSWORD,
            ROAM_REST_URL=self.rest_url,
            XDG_DATA_HOME=str(home / "data"),
            TERM="xterm-256color",
        )


def reader(size: int) -> str:
    """The account whose only conversation has `size` messages."""
    return f"reader{size}"


def lines(size: int) -> Iterator[str]:
    """History records, oldest first, each numbered in its text; the same for the same `size`."""
    rng = random.Random(size)
    for number in range(size):
        words = rng.choices(_WORDS, k=int(rng.expovariate(1 / 9)) + 2)
        text = f"№{number} " + " ".join(words).replace(" ", "\n", rng.random() < _BREAKS)
        sender, to = (reader(size), FRIEND) if rng.random() < 0.4 else (FRIEND, reader(size))
        record = {
            "msg_id": str((START + number * PAUSE) << 20),
            "timestamp": START + number * PAUSE,
            "direction": "outgoing" if sender != FRIEND else "incoming",
            "from": sender,
            "to": to,
            "chat_type": "chat",
            "payload": {"bodies": [{"type": "txt", "msg": text}], "ext": {}, "from": sender, "to": to},
        }
        yield json.dumps(record, ensure_ascii=False)


def written(folder: Path, size: int) -> Path:
    """The history-record file of `size` messages, written when it is not there."""
    path = folder / f"{size}.jsonl"
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines(size))
        part.rename(path)
    return path


def imported(path: Path, user: str, database: Path) -> int:
    """Import a file as `user` sees it into a new `database`; returns how many messages it has. Raises RuntimeError."""
    place = ("--db", f"sqlite:///{database}", "--account", user, "--app-key", APP_KEY, "--password", PASSWORD)
    command = [*ROAM, "import", str(path), *place, "--json"]
    done = subprocess.run(command, env=clean_environment(database.parent), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    added: int = json.loads(done.stdout)["added"]
    return added


@contextmanager
def served(folder: Path, size: int) -> Iterator[Served]:
    """Serve the conversation of `size` messages from `folder`, imported when it is not there."""
    with _serving(database(folder, size), folder) as rest_url:
        yield Served(rest_url, reader(size), size)


@contextmanager
def served_file(path: Path, user: str, home: Path) -> Iterator[Served]:
    """Serve what a history-record file of the account `user` has, imported into a new database in `home`."""
    made = home / "history.db"
    messages = imported(path, user, made)
    with _serving(made, home) as rest_url:
        yield Served(rest_url, user, messages)


def database(folder: Path, size: int) -> Path:
    """The database with the conversation of `size` messages, made when it is not there."""
    made = folder / f"{size}.db"
    if not made.exists():
        part = folder / f"{size}.part.db"
        part.unlink(missing_ok=True)
        imported(written(folder, size), reader(size), part)
        part.rename(made)
    return made


@contextmanager
def _serving(stored: Path, home: Path) -> Iterator[str]:
    with serving(f"sqlite:///{stored}", clean_environment(home)) as server:
        yield server.rest_url


def cache_folder() -> Path:
    """Where records and databases are kept between runs; it is there."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "roam-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
