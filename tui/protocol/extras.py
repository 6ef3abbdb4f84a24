"""What became of a message after it was sent: edits, reactions, translations, threads.

The official SDK has two rules: one for stored messages (section 11), one for the previews of lists (section 6).
"""

from __future__ import annotations

from tui.models import Json
from tui.protocol.members import Object, copied, is_truthy
from tui.protocol.typed import mapping

_EDIT = {"operationTime": "edit_time", "operatorId": "operator", "operationCount": "count"}
_THREAD = {"messageId": "msg_parent_id", "parentId": "muc_parent_id", "chatThreadName": "thread_name"}


def stored_extras(meta: Object, *, texts: bool) -> dict[str, Json]:
    """The optional members that the `meta` of a stored message gives; translations belong to `texts` only."""
    found: dict[str, Json] = {}
    edit = mapping(meta.get("edit_msg"))
    if _is_counted(edit.get("count")):
        found["modifiedInfo"] = copied(edit, **_EDIT)
    thread = mapping(meta.get("thread"))
    if thread:
        found["chatThread"] = copied(thread, **_THREAD)
    reactions = meta.get("reaction")
    if isinstance(reactions, list) and reactions:
        found["reactions"] = [_reaction(entry) for entry in reactions if isinstance(entry, dict)]
    translations = meta.get("translations")
    if texts and isinstance(translations, list) and translations:
        found["translations"] = translations
    return found


def list_extras(meta: Object) -> dict[str, Json]:
    """The optional members that the `meta` of a preview gives, of whatever kind: empty ones too, nothing renamed."""
    sent = {name: value for name, value in meta.items() if is_truthy(value)}
    found = copied(sent, "translations", reactions="reaction")
    if "edit_msg" in sent:
        found["modifiedInfo"] = copied(mapping(sent["edit_msg"]), **_EDIT)
    if "thread" in sent:
        found["chatThread"] = copied(mapping(sent["thread"]), **_THREAD)
    return found


def _is_counted(count: Json) -> bool:
    return isinstance(count, int | float) and count > 0


def _reaction(entry: Object) -> dict[str, Json]:
    return {("isAddedBySelf" if name == "state" else name): value for name, value in entry.items()}
