"""How each call of the official SDK is made with our client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from tests.client.network import NO_WAITING
from tests.vectors.cases import BASE, Case
from tui.client import RoamingClient, SearchOptions
from tui.models import Attachment, ConversationKey, HistoryPage, Json


def client_for(case: Case, transport: httpx.AsyncBaseTransport) -> RoamingClient:
    """A client in the state that the case asks for. May raise what our constructor raises."""
    context, argument = case.input.get("context", {}), case.argument
    app_key, user = context.get("app", "acme#support"), context.get("user", "alice")
    token: str | None = context.get("token", "YWMt-vector-token")
    password = rest_url = None
    if case.call == "new":
        app_key = argument.get("appKey")
    if case.input.get("state") == "not_logged_in":
        token = None
    if case.call == "open":
        user, password, token = argument.get("user"), argument.get("pwd"), argument.get("accessToken")
    if case.call != "lookUpHosts":
        rest_url = BASE
    return RoamingClient(
        app_key,
        user,
        rest_url=rest_url,
        token=token,
        password=password,
        resource=context.get("resource"),
        transport=transport,
        tls=bool(argument.get("https", True)),
        pacing=NO_WAITING,
    )


async def perform(client: RoamingClient, case: Case) -> Json:
    """Make the case's call and give its result in the SDK's form."""
    return await _CALLS[case.call](client, case.argument)


def _given(argument: Mapping[str, Json], **names: str) -> dict[str, Any]:
    return {ours: argument[theirs] for ours, theirs in names.items() if theirs in argument}


def _list_arguments(argument: Mapping[str, Json]) -> dict[str, Any]:
    return _given(
        argument, page_size="pageSize", cursor="cursor", include_empty_conversations="includeEmptyConversations"
    )


async def _conversations(client: RoamingClient, argument: Mapping[str, Json]) -> Json:
    return (await client.get_server_conversations(**_list_arguments(argument))).as_service()


async def _pinned(client: RoamingClient, argument: Mapping[str, Json]) -> Json:
    return (await client.get_server_pinned_conversations(**_list_arguments(argument))).as_service()


async def _by_filter(client: RoamingClient, argument: Mapping[str, Json]) -> Json:
    mark = argument.get("filter", {}).get("mark")
    page = await client.get_server_conversations_by_filter(
        **_given(argument, page_size="pageSize", cursor="cursor"), mark=mark
    )
    return page.as_service()


async def _pin(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    state = await client.pin_conversation(
        argument.get("conversationId", None),
        argument.get("conversationType", None),
        argument.get("isPinned", None),
    )
    return state.as_service()


async def _history(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    return (await history_page(client, argument)).as_service()


async def history_page(client: RoamingClient, argument: Mapping[str, Any]) -> HistoryPage:
    """A page with its placeholders, which the SDK's form of it does not have."""
    options = argument.get("searchOptions")
    if isinstance(options, Mapping):
        options = SearchOptions(
            **_given(options, msg_types="msgTypes", start_time="startTime", end_time="endTime", sender="from")
        )
    rest = _given(argument, cursor="cursor", page_size="pageSize", search_direction="searchDirection")
    if rest.get("cursor") == -1:  # the SDK's way to say "from the end"
        del rest["cursor"]
    return await client.get_history_messages(
        argument.get("targetId", None), argument.get("chatType", None), **rest, search_options=options
    )


async def _remove(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    what = _given(argument, message_ids="messageIds", before_timestamp="beforeTimeStamp")
    await client.remove_history_messages(argument.get("targetId", None), argument.get("chatType", None), **what)
    return None


async def _delete(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    await client.delete_conversation(
        argument.get("channel", None), argument.get("chatType", None), argument.get("deleteRoam", None)
    )
    return None


def _keys(argument: Mapping[str, Any]) -> Any:
    entries = argument.get("conversations")
    if not isinstance(entries, list):
        return entries
    return [ConversationKey(entry["conversationId"], entry["conversationType"]) for entry in entries]


async def _mark(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    await client.add_conversation_mark(_keys(argument), argument.get("mark", None))
    return None


async def _unmark(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    await client.remove_conversation_mark(_keys(argument), argument.get("mark", None))
    return None


def _attachment(argument: Mapping[str, Any]) -> Attachment:
    return Attachment(url=argument["url"], secret=argument.get("secret", ""))


async def _download(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    await client.download(_attachment(argument), lambda chunk: None)
    return None


async def _combined(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    return [message.as_service() for message in await client.download_combined(_attachment(argument))]


async def _open(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    signed_in = await client.sign_in()
    return {"duration": signed_in.expires_in}


async def _look_up(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    hosts = await client.look_up_hosts()
    return {"rest": hosts.rest[0], "ws": hosts.live[0]}


async def _nothing(client: RoamingClient, argument: Mapping[str, Any]) -> Json:
    return None


_CALLS: Mapping[str, Callable[[RoamingClient, Mapping[str, Any]], Any]] = {
    "getServerConversations": _conversations,
    "getServerPinnedConversations": _pinned,
    "getServerConversationsByFilter": _by_filter,
    "pinConversation": _pin,
    "getHistoryMessages": _history,
    "removeHistoryMessages": _remove,
    "deleteConversation": _delete,
    "addConversationMark": _mark,
    "removeConversationMark": _unmark,
    "download": _download,
    "downloadAndParseCombineMessage": _combined,
    "open": _open,
    "lookUpHosts": _look_up,
    "new": _nothing,
}
