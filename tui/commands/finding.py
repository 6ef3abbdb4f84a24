"""What a command line means by a conversation's or a message's id."""

from __future__ import annotations

from tui.client import RoamingClient
from tui.client.arguments import PINNABLE
from tui.commands.paging import every_conversation, every_message
from tui.errors import ConfigError, RoamingError
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey, ConversationType


async def find_conversation(client: RoamingClient, conversation_id: str, given: str | None) -> ConversationKey:
    """The conversation of this id: of the `given` type, or the only one in the list.

    Raises ConfigError when the list has none of this id, or a user and a group.
    """
    if given:
        return ConversationKey(conversation_id, ConversationType(given))
    types = {each.type async for each in every_conversation(client) if each.id == conversation_id}
    if len(types) == 1:
        return ConversationKey(conversation_id, types.pop())
    if types:
        raise ConfigError(_("{id} is a user and a group: name one with --type").format(id=conversation_id))
    raise ConfigError(_("{id} is not in the list: say what it is with --type").format(id=conversation_id))


async def find_kept(client: RoamingClient, conversation_id: str, given: str | None) -> ConversationKey:
    """As `find_conversation`, for what is done to a conversation of the user's own list.

    Raises ConfigError for a chat room, too: nobody has one in a list of their own (section 8); and for a blank id.
    """
    if not conversation_id.strip():
        raise ConfigError(_("the conversation's id is empty: name one"))
    key = await find_conversation(client, conversation_id, given)
    if key.type not in PINNABLE:
        sentence = _("{id} is a chat room: only conversations with a user or a group can be pinned or deleted")
        raise ConfigError(sentence.format(id=conversation_id))
    return key


async def find_message(client: RoamingClient, key: ConversationKey, message_id: str) -> ChatMessage:
    """The message of this id, looked for from the newest to the oldest. Raises RoamingError when it is not there."""
    async for message in every_message(client, key):
        if message.id == message_id:
            return message
    raise RoamingError(_("there is no message {id} in {conversation}").format(id=message_id, conversation=key.id))
