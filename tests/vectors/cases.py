"""The recorded cases of the service's official SDK, as data."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.models import Json

BASE = "http://rest.example"
WIRE = Path(__file__).with_name("wire")


@dataclass(frozen=True)
class Case:
    """One recorded case; `members` is the line as it stands in its file."""

    members: Mapping[str, Json]

    @property
    def id(self) -> str:
        return str(self.members["id"])

    @property
    def call(self) -> str:
        return str(self.members.get("call", ""))

    @property
    def input(self) -> Mapping[str, Json]:
        found: Mapping[str, Json] = self.members["input"]
        return found

    @property
    def recorded(self) -> Mapping[str, Json]:
        """What the SDK did; where it forgot to percent-encode, what it meant to send."""
        found: dict[str, Json] = dict(self.members["expect"])
        if "intended" in self.members:
            found["request"] = {**found["request"], **self.members["intended"]}
        return found

    @property
    def args(self) -> list[Json]:
        found: list[Json] = json.loads(json.dumps(self.input.get("args", [])).replace("{rest}", BASE))
        return found

    @property
    def argument(self) -> Mapping[str, Json]:
        """The call's one argument, without null members: Python's None is "not given"."""
        first = self.args[0] if self.args else {}
        return {name: value for name, value in first.items() if value is not None} if isinstance(first, dict) else {}

    @property
    def status(self) -> int:
        return int(self.input.get("status", 0))

    @property
    def body(self) -> bytes:
        """The answer's body as it came."""
        if "body_base64" in self.input:
            return base64.b64decode(self.input["body_base64"])
        return str(self.input.get("body_text", "")).encode()

    @property
    def answer(self) -> Json:
        """The answer's body as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def load(name: str) -> list[Case]:
    """The cases of a file."""
    lines = (WIRE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Case(json.loads(line)) for line in lines]
