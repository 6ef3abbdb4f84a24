"""What a command line means by a conversation's id or name, and by a message's id."""

from __future__ import annotations

from collections.abc import Collection

from tui.client import RoamingClient
from tui.client.arguments import PINNABLE
from tui.commands.naming import Names, are_the_same, read_names
from tui.commands.paging import every_conversation, every_message
from tui.errors import ConfigError, RoamingError
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey, ConversationType

CANDIDATES_SHOWN = 5


async def find_conversation(
    client: RoamingClient, wanted: str, given: str | None, *, by_name: bool = True
) -> ConversationKey:
    """The conversation of the id `wanted`: of the `given` type, or the only one in the list; else the one so named.

    An id goes before a name, which anybody may choose: names are asked for only where no id fits, and not `by_name`
    where nobody is shown what was found. Raises ConfigError when the list has none such, or several.
    """
    if given:
        return ConversationKey(wanted, ConversationType(given))
    listed = [each.key async for each in every_conversation(client)]
    found = {key for key in listed if key.id == wanted}
    if len(found) > 1:
        raise ConfigError(_("{id} is a user and a group: name one with --type").format(id=wanted))
    if found:
        return found.pop()
    if not by_name:
        sentence = _("{id} is not in the list: say what it is with --type (with --yes, by its id)")
        raise ConfigError(sentence.format(id=wanted))
    return await _named(client, wanted, listed)


async def _named(client: RoamingClient, wanted: str, listed: Collection[ConversationKey]) -> ConversationKey:
    try:
        names = await read_names(client, listed)
    except RoamingError as error:  # the only one of those that are known may not be the only one
        sentence = _("{id} is not the id of a conversation in the list, and names cannot be asked for: {why}")
        raise ConfigError(sentence.format(id=wanted, why=error)) from error
    return called(wanted, names)


def called(wanted: str, names: Names) -> ConversationKey:
    """The only one with this name. Raises ConfigError when there is none, or several."""
    found = [key for key, name in names.items() if are_the_same(name, wanted)]
    if not found:
        raise ConfigError(_("{id} is not in the list: say what it is with --type").format(id=wanted))
    if len(found) > 1:
        ids = [f"{key.id} ({key.type.value})" for key in found[:CANDIDATES_SHOWN]]
        shown = ", ".join(ids + ["…"] * (len(found) > CANDIDATES_SHOWN))
        sentence = _("{name} is what {count} conversations are called, so say which by its id: {ids}")
        raise ConfigError(sentence.format(name=wanted, count=len(found), ids=shown))
    return found[0]


async def find_kept(client: RoamingClient, wanted: str, given: str | None, *, by_name: bool = True) -> ConversationKey:
    """As `find_conversation`, for what is done to a conversation of the user's own list.

    Raises ConfigError for a chat room, too: nobody has one in a list of their own (section 8); and for a blank id.
    """
    if not wanted.strip():
        raise ConfigError(_("the conversation's id is empty: name one"))
    key = await find_conversation(client, wanted, given, by_name=by_name)
    if key.type not in PINNABLE:
        sentence = _("{id} is a chat room: only conversations with a user or a group can be pinned or deleted")
        raise ConfigError(sentence.format(id=wanted))
    return key


async def find_message(client: RoamingClient, key: ConversationKey, message_id: str) -> ChatMessage:
    """The message of this id, looked for from the newest to the oldest. Raises RoamingError when it is not there."""
    async for message in every_message(client, key):
        if message.id == message_id:
            return message
    raise RoamingError(_("there is no message {id} in {conversation}").format(id=message_id, conversation=key.id))
