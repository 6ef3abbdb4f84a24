"""From where a message is looked at: its form depends on the account, on the device and on the REST base in use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """`base` is the REST base that files are fetched from, without a slash at its end."""

    user: str = ""
    resource: str = ""
    base: str = ""
