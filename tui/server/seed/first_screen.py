"""What a browser of the seed world shows first, known without making the world or asking a service.

The file beside this module is what an archive has of it after one look at the service; a test holds that it still is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.models import Conversation, ConversationKey, ConversationType, Json
from tui.protocol.message_form import form_of, message_of
from tui.runs import ArchivedList, Coverage, Stretch, position
from tui.server.seed.ids import moved

FILE = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """The conversation list, and the whole history of the conversation that is the first of it."""

    listed: ArchivedList
    page: Stretch
    coverage: Coverage


def first_screen(now: int) -> FirstScreen:
    """The first screen of the seed world number 1 as it is at `now` (ms since 1970, after 2016)."""
    form = json.loads(FILE.read_text(encoding="utf-8"))
    by = now - form["now"]
    names = {_key(type_, id_): name for type_, id_, name in form["names"]}
    conversations = tuple(_conversation(each, by) for each in form["conversations"])
    messages = tuple(message_of(_later(each, by)) for each in form["messages"])
    coverage = Coverage(
        _key(*form["opened"]),
        messages=len(messages),
        oldest=messages[0].time,
        newest=messages[-1].time,
        has_oldest=True,
        read_at=now,
    )
    return FirstScreen(
        ArchivedList(conversations, names=names, read_at=now),
        Stretch(messages, floor=position(messages[0])),
        coverage,
    )


def written(screen: FirstScreen, now: int) -> str:
    """The text of the file, for a `screen` of the world as it is at `now`."""
    form = {
        "now": now,
        "conversations": [_conversation_form(each) for each in screen.listed.conversations],
        "names": [[key.type, key.id, name] for key, name in screen.listed.names.items()],
        "opened": [screen.coverage.key.type, screen.coverage.key.id],
        "messages": [form_of(message) for message in screen.page.messages],
    }
    return json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _conversation_form(conversation: Conversation) -> dict[str, Json]:
    last = conversation.last_message
    return {
        "type": conversation.type,
        "id": conversation.id,
        "pinned": conversation.pinned_time,
        "unread": conversation.unread_count,
        "marks": conversation.marks,
        "last": form_of(last) if last else None,
    }


def _conversation(form: Mapping[str, Json], by: int) -> Conversation:
    return Conversation(
        id=form["id"],
        type=ConversationType(form["type"]),
        is_pinned=form["pinned"] > 0,
        pinned_time=form["pinned"] + by if form["pinned"] else 0,
        unread_count=form["unread"],
        marks=tuple(form["marks"]),
        last_message=message_of(_later(form["last"], by)) if form["last"] else None,
    )


def _later(form: dict[str, Json], by: int) -> dict[str, Json]:
    """The form of the same message sent `by` ms later; its edits, too."""
    service = form["service"]
    changes = {"id": moved(service["id"], by), "time": service["time"] + by}
    if "modifiedInfo" in service:
        edit = service["modifiedInfo"]
        changes["modifiedInfo"] = {**edit, "operationTime": edit["operationTime"] + by}
    return {**form, "service": {**service, **changes}}


def _key(type_: str, id_: str) -> ConversationKey:
    return ConversationKey(id_, ConversationType(type_))
