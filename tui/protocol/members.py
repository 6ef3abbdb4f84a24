"""JSON values as the official SDK takes them: what counts as true, and copies of the members that there are."""

from __future__ import annotations

from collections.abc import Mapping

from tui.models import Json

Object = Mapping[str, Json]


def is_truthy(value: Json) -> bool:
    """Whether the SDK's language takes `value` for true: all lists and objects are, the empty ones too."""
    return isinstance(value, list | dict) or bool(value)


def copied(source: Object, *names: str, **renamed: str) -> dict[str, Json]:
    """Members of `source`: `names` as they are called, `renamed` (new name, old name) under new names."""
    originals = {name: name for name in names} | renamed
    return {name: source[original] for name, original in originals.items() if original in source}
