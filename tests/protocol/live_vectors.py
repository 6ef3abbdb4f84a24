"""The recorded cases of the live connection: frames as the cases write them, and our events as the SDK's."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from tests.vectors.cases import Case
from tui import live
from tui.models import ConversationType, Json, Kind
from tui.protocol import msync_pb2 as pb
from tui.protocol.live_client import ClientSession, Seen
from tui.protocol.live_frames import Device

MILLIS = 1_718_000_000_000
ACCEPTED = pb.MSync(
    command=pb.MSync.PROVISION, payload=pb.Provision(status=pb.Status(error_code=pb.Status.OK)).SerializeToString()
).SerializeToString()

_PAYLOADS: dict[int, tuple[str, type[Message]]] = {
    pb.MSync.SYNC: ("sync", pb.CommSyncUL),
    pb.MSync.PROVISION: ("provision", pb.Provision),
    pb.MSync.LOGOUT: ("logout", pb.Logout),
}
_HANDLERS = {
    Kind.TEXT: "onTextMessage",
    Kind.IMAGE: "onImageMessage",
    Kind.VIDEO: "onVideoMessage",
    Kind.LOCATION: "onLocationMessage",
    Kind.AUDIO: "onAudioMessage",
    Kind.FILE: "onFileMessage",
    Kind.COMMAND: "onCmdMessage",
    Kind.CUSTOM: "onCustomMessage",
    Kind.COMBINE: "onCombineMessage",
}


def session_of(case: Case) -> ClientSession:
    """The session of a case's account, before it is let in."""
    context = case.input["context"]
    device = Device(context["app"], context["user"], context["resource"], context["token"])
    return ClientSession(device, case.input["api_base"], 0.0, MILLIS, Seen())


def signed_in(case: Case) -> ClientSession:
    """The session of a case after it was let in, with nothing left to send."""
    session = session_of(case)
    session.receive(ACCEPTED, 0.0, MILLIS)
    session.data_to_send()
    return session


def down(case: Case) -> list[bytes]:
    return [base64.b64decode(frame) for frame in case.input.get("down", ())]


def written(frames: Iterable[bytes]) -> list[dict[str, Json]]:
    """Frames as the cases write them."""
    return [_written(pb.MSync.FromString(frame)) for frame in frames]


def _written(frame: pb.MSync) -> dict[str, Json]:
    found: dict[str, Json] = MessageToDict(frame)
    found.pop("traceId")
    if "payload" in found:
        name, kind = _PAYLOADS[frame.command]
        found[name] = MessageToDict(kind.FromString(frame.payload))
        del found["payload"]
    for member in ("provision", "logout"):
        if member in found:
            found[member]["sessionId"] = found[member]["sessionId"].replace(str(MILLIS), "<ms>")
    return found


def sdk_events(events: Iterable[live.LiveEvent]) -> list[dict[str, Json]]:
    """Our events in the SDK's words, onlineState of what is no message left out."""
    return [_sdk_event(event) for event in events]


def _sdk_event(event: live.LiveEvent) -> dict[str, Json]:
    name, payload = _named(event)
    return {"event": name, "payload": json.loads(json.dumps(payload))}


def _named(event: live.LiveEvent) -> tuple[str, Any]:
    match event:
        case live.MessageReceived(message):
            return _HANDLERS[message.kind], message.as_service()
        case live.MessageEdited(message):
            return "onModifiedMessage", message.as_service()
        case live.MessageRecalled():
            return "onRecallMessage", {**_ends(event), "mid": event.message_id, "ext": event.note}
        case live.ReadAcked():
            group = {"groupReadCount": event.group_count} if event.group_count is not None else {}
            content = {"ackContent": event.content} if event.content else {}
            return "onReadMessage", {"type": "read", **_ends(event), "mid": event.message_id, **group, **content}
        case live.Delivered():
            return "onDeliveredMessage", {"type": "delivery", **_ends(event), "mid": event.message_id}
        case live.ConversationRead():
            single = {"chatType": ConversationType.SINGLE.value}  # whatever it is
            return "onChannelMessage", {"type": "channel", **single, **_ends(event), "time": event.time}
        case live.Refused():
            return "onError", {"type": event.type, "message": event.message}
        case live.Kicked():
            note = {"data": {"loginInfoCustomExt": event.note}} if event.note else {}
            return "onError", {"type": event.type, "message": event.message, **note}
        case live.Connected():
            return "onConnected", None
        case live.MessagePinned():
            return "onMessagePinEvent", _message_pin(event)
        case _:
            return "onMultiDeviceEvent", _multi_device(event)


def _ends(event: Any) -> dict[str, Json]:
    return {"from": event.sender, "to": event.to}


def _message_pin(event: live.MessagePinned) -> dict[str, Json]:
    return {
        "messageId": event.message_id,
        "conversationId": event.key.id,
        "conversationType": event.key.type.value,
        "operation": "pin" if event.on else "unpin",
        "operatorId": event.operator,
        "time": event.time,
    }


def _multi_device(event: Any) -> dict[str, Json]:
    if isinstance(event, live.RoamingDeleted):
        resource = {"resource": event.resource} if event.resource is not None else {}
        where = {"conversationId": event.key.id, "chatType": event.key.type.value}
        return {"operation": "deleteRoaming", **where, **resource}
    found = {"conversationId": event.key.id, "conversationType": event.key.type.value, "timestamp": event.time}
    match event:
        case live.ConversationMarked():
            mark = {} if event.mark is None else {"conversationMark": event.mark}
            return {"operation": "markConversation" if event.on else "unMarkConversation", **found, **mark}
        case live.ConversationPinned():
            return {"operation": "pinnedConversation", **found}
        case live.ConversationUnpinned():
            return {"operation": "unpinnedConversation", **found}
        case _:
            return {"operation": "deleteConversation", **found}
