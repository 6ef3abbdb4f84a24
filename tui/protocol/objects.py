"""Messages as JSON objects on lines of their own, for other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tui.models import ChatMessage, Json

_OBEYED = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
"""What a terminal would obey, or not show, and JSON does not escape of itself; joiners belong to scripts and emoji."""

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_write_ascii = json.JSONEncoder(separators=(",", ":")).encode


def message_object(message: ChatMessage) -> dict[str, Json]:
    """The service's object for a message; for one that could not be read, what is known of it and why."""
    if message.service:
        return dict(message.service)
    return {"id": message.id, "type": message.kind.value, "from": message.sender, "time": message.time}


def json_line(value: Mapping[str, Json], *, ascii_only: bool = False) -> str:
    """`value` as one line of JSON, with its end; nothing in it can act on a terminal."""
    text = _write_ascii(value) if ascii_only else _write(value)
    return inert(text) + "\n"


def inert(text: str) -> str:
    """JSON that means the same, and has nothing in it that a terminal would obey."""
    return _OBEYED.sub(lambda found: json.dumps(found[0])[1:-1], text)
