"""What became of a message after it was sent: edits, reactions, translations, threads (section 11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.models import Json


def extras(meta: Mapping[str, Json], *, texts: bool) -> dict[str, Json]:
    """The optional members of a message object that its `meta` gives; translations belong to `texts` only."""
    found: dict[str, Json] = {}
    edit = meta.get("edit_msg")
    if isinstance(edit, dict) and _counted(edit.get("count")):
        found["modifiedInfo"] = _members(edit, operationTime="edit_time", operatorId="operator", operationCount="count")
    thread = meta.get("thread")
    if isinstance(thread, dict) and thread:
        names = {"messageId": "msg_parent_id", "parentId": "muc_parent_id", "chatThreadName": "thread_name"}
        found["chatThread"] = _members(thread, **names)
    reactions = meta.get("reaction")
    if isinstance(reactions, list) and reactions:
        found["reactions"] = [_reaction(entry) for entry in reactions if isinstance(entry, dict)]
    translations = meta.get("translations")
    if texts and isinstance(translations, list) and translations:
        found["translations"] = translations
    return found


def _counted(count: Json) -> bool:
    return isinstance(count, int) and count > 0


def _members(source: Mapping[str, Any], **names: str) -> dict[str, Json]:
    return {name: source[original] for name, original in names.items() if original in source}


def _reaction(entry: dict[str, Any]) -> dict[str, Json]:
    return {("isAddedBySelf" if name == "state" else name): value for name, value in entry.items()}
