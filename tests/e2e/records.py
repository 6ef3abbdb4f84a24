"""A small history-record file with everything that an import must keep."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ACCOUNT = "amy"
GROUP = "240000000000001"
FRIEND = "bob"
START = 1_718_000_000_000

Record = dict[str, Any]


def records(count: int = 180) -> Iterator[Record]:
    """`count` messages, two of three in the group, the others with the friend, oldest first."""
    for number in range(count):
        in_group = number % 3 != 0
        outgoing = number % 5 == 0
        sender = ACCOUNT if outgoing else ("carol" if in_group else FRIEND)
        to = GROUP if in_group else (FRIEND if outgoing else ACCOUNT)
        yield {
            "msg_id": str(1_375_442_243_233_513_472 + number * 1_000_003),
            "timestamp": START + number * 61_000,
            "direction": "outgoing" if outgoing else "incoming",
            "from": sender,
            "to": to,
            "chat_type": "groupchat" if in_group else "chat",
            "payload": {
                "bodies": [{"type": "txt", "msg": f"第 {number} 条 message №{number}\nsecond line `x = {number}`"}],
                "ext": {"n": number, "big": 9_007_199_254_740_993 + number, "em_at_list": ["amy"], "ok": True},
                "from": sender,
                "to": to,
            },
        }


def write(path: Path, count: int = 180) -> Path:
    """Write the records to `path`, compressed where its name says so."""
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(count)).encode()
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path
