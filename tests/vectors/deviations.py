"""Where our client deliberately answers otherwise than the official SDK: one rule each, with its reason.

A rule speaks of a kind of case, never of a case. Its `instead` gives an expectation in the form of the recorded ones,
with additions: an error's "class" is the name of ours, "ids" are those of several requests, "conversations" and
"messages" how many entries a result has.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.vectors.cases import Case
from tui.models import Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.addresses import is_service_file

Expectation = Mapping[str, Json]

REFUSED: Expectation = {"error": {"class": "ArgumentError"}}
UNREADABLE: Expectation = {"error": {"class": "ProtocolError"}}
LISTS = ("getServerConversations", "getServerPinnedConversations", "getServerConversationsByFilter")
HISTORY = "getHistoryMessages"
COMBINED = "downloadAndParseCombineMessage"
REMOVE = "removeHistoryMessages"
IDS_PER_REQUEST = 20
TYPES = ("singleChat", "groupChat", "chatRoom")
KINDS = ("txt", "img", "audio", "video", "file", "loc", "cmd", "custom", "combine")


@dataclass(frozen=True)
class Deviation:
    reason: str
    applies: Callable[[Case], bool]
    instead: Callable[[Case], Expectation]


def expectation(case: Case) -> Expectation:
    """What our client has to do in a case."""
    found = next((rule.instead(case) for rule in DEVIATIONS if rule.applies(case)), case.recorded)
    kept: Expectation = _without_the_token(found)
    return kept


def refused(reason: str, applies: Callable[[Case], bool]) -> Deviation:
    """A rule by which a call is refused before anything is sent."""
    return Deviation(reason, lambda case: "request" in case.recorded and applies(case), lambda case: REFUSED)


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _wrong_page_size(case: Case) -> bool:
    size = case.argument.get("pageSize", 20)
    return case.call in (*LISTS, HISTORY) and not (_is_whole(size) and 1 <= size <= 50)


def _wrong_list_argument(case: Case) -> bool:
    empty = case.argument.get("includeEmptyConversations", False)
    return case.call in LISTS and not (isinstance(case.argument.get("cursor", ""), str) and isinstance(empty, bool))


def _wrong_history_argument(case: Case) -> bool:
    argument = case.argument
    direction = argument.get("searchDirection", "up")
    cursor = argument.get("cursor", "")
    is_end = cursor == -1
    return case.call == HISTORY and (
        argument.get("chatType") not in TYPES
        or direction not in ("up", "down")
        or not (is_end or isinstance(cursor, str))
    )


def _wrong_search(case: Case) -> bool:
    options = case.argument.get("searchOptions")
    if case.call != HISTORY or not isinstance(options, dict):
        return False
    times = [options[name] for name in ("startTime", "endTime") if options.get(name) is not None]
    kinds = options.get("msgTypes") or []
    return not all(_is_whole(time) and time >= 0 for time in times) or any(kind not in KINDS for kind in kinds)


def _wrong_removal(case: Case) -> bool:
    ids, time = case.argument.get("messageIds"), case.argument.get("beforeTimeStamp")
    if case.call != REMOVE:
        return False
    both = bool(ids) and time is not None
    wrong_ids = isinstance(ids, list) and any(not message_id or "," in message_id for message_id in ids)
    wrong_time = time is not None and not (_is_whole(time) and 0 < time < 10**18)
    return both or wrong_ids or wrong_time


def _null_members(case: Case) -> bool:
    first = case.args[0] if case.args else None
    return isinstance(first, dict) and any(value is None for value in first.values())


def _null_page_size(case: Case) -> Expectation:
    request = copy.deepcopy(case.recorded["request"])
    body = request["body"]
    body["pull_number"] = 20 if body["pull_number"] is None else body["pull_number"]
    body["start"] = -1 if body["start"] is None else body["start"]
    return {"request": request}


def _null_search_options(case: Case) -> Expectation:
    return {"no_request": False}


def _many_ids(case: Case) -> bool:
    ids = case.argument.get("messageIds")
    return case.call == REMOVE and isinstance(ids, list) and len(ids) > IDS_PER_REQUEST


def _in_chunks(case: Case) -> Expectation:
    ids = case.argument["messageIds"]
    return {"ids": [ids[at : at + IDS_PER_REQUEST] for at in range(0, len(ids), IDS_PER_REQUEST)]}


def _is_sdk_crash(case: Case) -> bool:
    """Whether the SDK threw or hung on an answer."""
    expect = case.recorded
    return "status" in case.input and ("unsettled" in expect or "thrown" in expect.get("error", {}))


def _has_data(case: Case) -> bool:
    answer = case.answer
    return case.status == 200 and isinstance(answer, dict) and isinstance(answer.get("data"), dict)


def _survivors(case: Case) -> Expectation:
    """How many entries our result has: all but those that are no object."""
    data = case.answer["data"]
    if case.call == HISTORY:
        return {"messages": len(data["msgs"])}
    return {"conversations": sum(isinstance(entry, dict) for entry in data["channel_infos"])}


def _is_foreign_error(case: Case) -> bool:
    return _is_sdk_crash(case) and case.status != 200 and not isinstance(case.answer, dict) and case.call != "open"


def _foreign_error(case: Case) -> Expectation:
    busy = {"type": 500, "message": "Server is busy."}
    return {"error": busy if case.status in (429, 503) else {"type": 17, "message": "request failed"}}


def _is_expired(case: Case) -> bool:
    return case.status == 401 and "expired" in _description(case)


def _description(case: Case) -> str:
    answer = case.answer
    return str(answer.get("error_description", "")) if isinstance(answer, dict) else ""


def _lacks_token(case: Case) -> bool:
    answer = case.answer
    return case.call == "open" and case.status == 200 and not (isinstance(answer, dict) and answer.get("access_token"))


def _messages_in(value: Json) -> Iterator[dict[str, Json]]:
    """Every message object in a result, for changing it."""
    if isinstance(value, dict):
        if "type" in value and "url" in value:
            yield value
        for member in value.values():
            yield from _messages_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from _messages_in(member)


def _pictureless(case: Case) -> bool:
    return any(not message["url"] and message.get("thumb") for message in _messages_in(case.recorded))


def _without_thumb(case: Case) -> Expectation:
    expect = copy.deepcopy(dict(case.recorded))
    for message in _messages_in(expect):
        if not message["url"] and message["type"] == "img":
            message["thumb"] = ""
    return expect


def _stored_address(case: Case) -> str | None:
    """The address in the message of a case of messages.jsonl."""
    return str(case.members["address"]) if "address" in case.members else None


def _is_plain_service_address(address: str) -> bool:
    return is_service_file(address) and address.startswith("http") and ("?" not in address or "?em-redirect" in address)


def _other_address(case: Case) -> bool:
    address = _stored_address(case)
    return bool(address) and not _is_plain_service_address(str(address))


def _sound_address(case: Case) -> Expectation:
    """The path behind our base with every parameter behind one "?"; or the address as it is, when it is not ours."""
    expect = copy.deepcopy(dict(case.recorded))
    address, message = str(_stored_address(case)), expect["message"]
    if is_service_file(address):
        path = address[address.index("/", 8) :] if address.startswith("http") else address
        joint = "&" if "?" in path else "?"
        url = f"{case.input['api_base']}{path}{joint}em-redirect=true&share-secret={message['secret']}"
    else:
        url = address
    message["url"] = url
    if message["type"] == "img":
        message["thumb"] = f"{url}&thumbnail=true" if is_service_file(address) else url
    return expect


def _exact(case: Case) -> Expectation:
    expect = json.loads(json.dumps(case.recorded))
    for loss in case.members["lossy"]:
        place = expect["message"]
        for step in loss["path"][:-1]:
            place = place[step]
        place[loss["path"][-1]] = int(loss["exact"])
    return {"message": expect["message"]}


def _metas_in_a_file(file: bytes) -> int:
    """How many messages a combined message's file holds: behind two bytes each with its length in four, then one."""
    count, at = 0, 2
    while at < len(file) - 1:
        count, at = count + 1, at + 4 + int.from_bytes(file[at : at + 4])
    return count


def _with_sound_numbers(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    return None if "$number" in value else {name: _with_sound_numbers(member) for name, member in value.items()}


def _meta(case: Case) -> pb.Meta:
    return pb.Meta.FromString(base64.b64decode(case.input["meta"]))


def _names_a_prototype(case: Case) -> bool:
    return "meta" in case.input and b"__proto__" in _meta(case).payload


def _with_every_name(case: Case) -> Expectation:
    ext = pb.MessageBody.FromString(_meta(case).payload).ext
    return {"message": {**case.recorded["message"], "ext": {each.key: json.loads(each.string_value) for each in ext}}}


def _is_device_of_nobody(case: Case) -> bool:
    return str((case.recorded.get("message") or {}).get("to")).startswith("null/")


def _to_nobody(case: Case) -> Expectation:
    return {"message": {**case.recorded["message"], "to": None}}


def _previews_in(expect: Expectation) -> list[dict[str, Json]]:
    """The conversations of a list that have a preview."""
    result = expect.get("result")
    data = result.get("data") if isinstance(result, dict) else None
    conversations = data.get("conversations", []) if isinstance(data, dict) else []
    return [conversation for conversation in conversations if conversation["lastMessage"] is not None]


def _has_nameless_preview(case: Case) -> bool:
    previews = [conversation["lastMessage"] for conversation in _previews_in(case.recorded)]
    return any(preview and "type" not in preview for preview in previews)


def _without_nameless_previews(case: Case) -> Expectation:
    expect = copy.deepcopy(dict(case.recorded))
    for conversation in _previews_in(expect):
        if "type" not in conversation["lastMessage"]:
            conversation["lastMessage"] = {}
    return expect


def _without_the_token(value: Json) -> Json:
    """`value` without the copies of the access token that the SDK leaves in message objects."""
    if isinstance(value, dict):
        return {name: _without_the_token(member) for name, member in value.items() if name != "accessToken"}
    return [_without_the_token(member) for member in value] if isinstance(value, list) else value


DEVIATIONS = (
    refused("a page has 1 to 50 entries; the SDK sends whatever it is given", _wrong_page_size),
    refused("a cursor is a text, a switch is a bool; the SDK lets 0 pass", _wrong_list_argument),
    refused(
        "the type, the direction and the cursor of history are said exactly; the SDK asks for something else instead",
        _wrong_history_argument,
    ),
    refused("times are whole numbers and kinds are the service's", _wrong_search),
    refused(
        "nothing widens ids to a time, and an id is one id; the SDK sends '' and passes over the time", _wrong_removal
    ),
    refused(
        "an empty id names no conversation",
        lambda case: case.call == "deleteConversation" and case.argument.get("channel") == "",
    ),
    Deviation(
        "an app key has two halves",
        lambda case: case.call == "new" and "no_request" in case.recorded,
        lambda case: REFUSED,
    ),
    Deviation(
        "who signs in is said when the client is made, so that a wrong user is a wrong argument of it",
        lambda case: case.call == "open" and not case.argument.get("user"),
        lambda case: REFUSED,
    ),
    Deviation(
        "a token that is None is no token, and the password counts",
        lambda case: case.call == "open" and _null_members(case) and bool(case.argument.get("pwd")),
        lambda case: {"no_request": False},
    ),
    Deviation(
        "None is the default of an optional argument",
        lambda case: case.call == HISTORY and _null_members(case) and "request" in case.recorded,
        _null_page_size,
    ),
    Deviation(
        "None is no search options",
        lambda case: case.call == HISTORY and _null_members(case) and "TypeError" in str(case.recorded),
        _null_search_options,
    ),
    Deviation("any number of ids is removed, 20 in a request", _many_ids, _in_chunks),
    Deviation(
        "one bad entry does not cost the page",
        lambda case: _is_sdk_crash(case) and case.call in (*LISTS, HISTORY) and _has_data(case),
        _survivors,
    ),
    Deviation("an error page that is not the service's is an error all the same", _is_foreign_error, _foreign_error),
    Deviation(
        "signing in fails whatever the form of the answer",
        lambda case: _is_sdk_crash(case) and case.call == "open",
        lambda case: {"error": {"class": "SignInError"}},
    ),
    Deviation("an answer of the wrong form is an error", _is_sdk_crash, lambda case: UNREADABLE),
    Deviation(
        "an expired token leads back to signing in",
        _is_expired,
        lambda case: {"error": {"type": 56, "message": _description(case)}},
    ),
    Deviation(
        "a refused token leads back to signing in from a download, too",
        lambda case: case.call == COMBINED and case.status == 401 and (not case.body or isinstance(case.answer, dict)),
        lambda case: {"error": {"class": "NotSignedInError"}},
    ),
    Deviation(
        "a message that cannot be read does not cost the others that were forwarded with it",
        lambda case: case.call == COMBINED and "Parse file failed" in str(case.recorded),
        lambda case: {"messages": _metas_in_a_file(case.body)},
    ),
    Deviation(
        "what is no message was not forwarded",
        lambda case: case.call == COMBINED and None in case.recorded.get("result", ()),
        lambda case: {"result": [message for message in case.recorded["result"] if message is not None]},
    ),
    Deviation("a device is no user", _is_device_of_nobody, _to_nobody),
    Deviation("a preview of an unknown kind says nothing", _has_nameless_preview, _without_nameless_previews),
    Deviation("an answer without a token is malformed", _lacks_token, lambda case: {"error": {"type": 1}}),
    Deviation(
        "the answer to a deletion says nothing to anyone",
        lambda case: case.call == "deleteConversation" and "result" in case.recorded,
        lambda case: {"result": None},
    ),
    Deviation(
        "a number that JSON does not have is null",
        lambda case: "$number" in str(case.recorded.get("message")),
        lambda case: {"message": _with_sound_numbers(case.recorded["message"])},
    ),
    Deviation("every name is one, those that JavaScript keeps for itself too", _names_a_prototype, _with_every_name),
    Deviation("integers are exact", lambda case: "lossy" in case.members, _exact),
    Deviation("a picture without an address has no thumbnail either", _pictureless, _without_thumb),
    Deviation(
        "only the service's own files are moved to the base in use, and their query stays one",
        _other_address,
        _sound_address,
    ),
)


ACK_KINDS = ("onRecallMessage", "onReadMessage", "onDeliveredMessage", "onChannelMessage")
SDK_ONLY = ("onMessage", "onOfflineMessageSyncStart", "onOfflineMessageSyncFinish", "onPresenceStatusChange")


def live_expectation(case: Case) -> Expectation:
    """What our end of the live connection has to do in a case: the SDK's conduct under every rule below."""
    expect: dict[str, Json] = copy.deepcopy(_without_the_token(dict(case.recorded)))
    for rule in LIVE_RULES:
        rule.change(expect)
    return expect


@dataclass(frozen=True)
class LiveRule:
    reason: str
    change: Callable[[dict[str, Json]], None]


def _steps(expect: Mapping[str, Json]) -> list[dict[str, Json]]:
    found: list[dict[str, Json]] = expect.get("steps") or [dict(expect)]
    return found


def _without_frames(expect: dict[str, Json], unwanted: Callable[[dict[str, Json]], bool]) -> None:
    for part in (expect, *expect.get("steps", ())):
        if "up" in part:
            part["up"] = [frame for frame in part["up"] if not unwanted(frame)]


def _without_events(expect: dict[str, Json], unwanted: Callable[[dict[str, Json]], bool]) -> None:
    for part in (expect, *expect.get("steps", ())):
        if part.get("events"):
            part["events"] = [event for event in part["events"] if not unwanted(event)]


def _sync(frame: dict[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = frame.get("sync", {})
    return found


def _is_silence(event: dict[str, Json]) -> bool:
    payload = event.get("payload")
    return isinstance(payload, dict) and "SilentMode" in str(payload.get("operation"))


def _without_compression(expect: dict[str, Json]) -> None:
    for frame in expect.get("up", ()):
        frame.get("provision", {}).pop("protocolCompressType", None)


def _legible_notices(expect: dict[str, Json]) -> None:
    """None for events stands for: at least one."""
    if expect.get("fault") == "URI malformed":
        expect["steps"] = [{**step, "events": None} for step in expect["steps"]]


def _plain_acks(expect: dict[str, Json]) -> None:
    for event in (event for step in _steps(expect) for event in step.get("events") or ()):
        if event["event"] in ACK_KINDS:
            event["payload"] = {
                name: value for name, value in event["payload"].items() if name not in ("id", "onlineState")
            }
        event.setdefault("payload", None)


LIVE_RULES = (
    LiveRule(
        "the statistic metas carry nothing, and no service needs them",
        lambda expect: _without_frames(expect, lambda frame: _sync(frame).get("meta", {}).get("ns") == "STATISTIC"),
    ),
    LiveRule(
        "a reader acknowledges nothing towards other users, as the SDK does when asked to",
        lambda expect: _without_frames(
            expect, lambda frame: _sync(frame).get("meta", {}).get("body", {}).get("type") == "DELIVER_ACK"
        ),
    ),
    LiveRule(
        "a key that is missing is not acknowledged; the SDK takes it for 0",
        lambda expect: _without_frames(expect, lambda frame: _sync(frame).get("key") == "0"),
    ),
    LiveRule("nothing is offered that would have frames come compressed", _without_compression),
    LiveRule(
        "one event a message is enough, and the beginning and the end of catching up are the store's own business",
        lambda expect: _without_events(expect, lambda event: event["event"] in SDK_ONLY),
    ),
    LiveRule("who disturbs whom when is no matter of histories", lambda expect: _without_events(expect, _is_silence)),
    LiveRule("a line break at the end of a notice, at which the SDK's reader breaks, is white space", _legible_notices),
    LiveRule("an acknowledgement's own id and online state say nothing to a reader", _plain_acks),
)
