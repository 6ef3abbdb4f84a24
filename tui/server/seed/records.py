"""Puts messages and their times together into the service's records."""

from __future__ import annotations

from collections.abc import Sequence

from tui.models import Json
from tui.protocol.records import Record
from tui.server.seed.account import SEED_ACCOUNT
from tui.server.seed.ids import message_id
from tui.server.seed.lines import Line
from tui.times import SECOND


def make_records(number: int, to: str, chat_type: str, lines: Sequence[Line], times: Sequence[int]) -> list[Record]:
    """The records of the conversation with this `number` (unlike all others) and name; `times` differ and rise."""
    single = chat_type == "chat"
    records = []
    for (sender, body, ext, _starts, edits), time in zip(lines, times, strict=True):
        target = SEED_ACCOUNT if single and sender != SEED_ACCOUNT else to
        payload: dict[str, Json] = {"bodies": [body], "ext": ext, "from": sender, "to": target}
        if edits:
            payload["edit"] = {"time": time + 3 * SECOND * edits, "operator": sender, "count": edits}
        records.append(Record(message_id(time, number), time, sender, target, chat_type, payload))
    return records
