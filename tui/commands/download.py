"""`roam download`: the file of a message, or what a combined message holds."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable

from tui.client import RoamingClient
from tui.client.downloads import attachment_of
from tui.commands.connecting import recording_client_for, required
from tui.commands.finding import find_conversation, find_message
from tui.commands.printing import message_text, print_json, print_table
from tui.commands.progress import Progress
from tui.config import Connection
from tui.errors import ArgumentError, ConfigError, RoamingError
from tui.files.names import attachment_name, safe_name, suffix_of
from tui.files.saving import Target, new_file, target
from tui.i18n import _
from tui.models import Attachment, ChatMessage, CombineBody
from tui.protocol.objects import json_line, message_object
from tui.timeline.words import file_size

STANDARD_OUTPUT = "-"
_HEAD = 16


def run(arguments: argparse.Namespace) -> int:
    """Save one message's file under a safe name, or print the messages that a combined one holds."""
    if arguments.output == STANDARD_OUTPUT and sys.stdout.isatty():
        raise ConfigError(_("a file's bytes are not for a terminal: give --output PATH, or write into a pipe"))
    if arguments.output not in (None, STANDARD_OUTPUT):
        target(arguments.output, "")  # refused before anything is asked for
    return asyncio.run(_run(arguments, required(arguments.profile)))


async def _run(arguments: argparse.Namespace, connection: Connection) -> int:
    async with recording_client_for(connection) as client:
        key = await find_conversation(client, arguments.conversation, arguments.type)
        message = await find_message(client, key, arguments.message)
        if isinstance(message.body, CombineBody) and not arguments.thumbnail:
            await _open_combined(client, message, arguments)
        elif arguments.output == STANDARD_OUTPUT:
            await _fetch(client, message, sys.stdout.buffer.write, thumbnail=arguments.thumbnail)
        else:
            await _save(client, message, arguments)
    return 0


async def _open_combined(client: RoamingClient, message: ChatMessage, arguments: argparse.Namespace) -> None:
    """Print the messages, or save them as JSON lines."""
    held = await client.download_combined(message)
    if arguments.output in (None, STANDARD_OUTPUT):
        if arguments.json:
            for each in held:
                print_json(message_object(each))
        else:
            sys.stdout.writelines(map(message_text, held))
        return
    content = "".join(json_line(message_object(each)) for each in held).encode()
    with new_file(target(arguments.output, f"combine-{_id_in_name(message)}.jsonl")) as file:
        file.part.write(content)
    _tell(message, file.saved, len(content), as_json=arguments.json)


async def _save(client: RoamingClient, message: ChatMessage, arguments: argparse.Namespace) -> None:
    attachment = _attachment(message, thumbnail=arguments.thumbnail)
    place = _place(message, attachment, arguments)
    head = bytearray()
    with new_file(place) as file:

        def write(data: bytes) -> None:
            file.part.write(data)
            head.extend(data[: max(0, _HEAD - len(head))])

        size = await _fetch(client, message, write, thumbnail=arguments.thumbnail)
        if not place.is_exact and not attachment.filename:
            file.name += suffix_of(bytes(head))
    _tell(message, file.saved, size, as_json=arguments.json)


async def _fetch(
    client: RoamingClient, message: ChatMessage, write: Callable[[bytes], object], *, thumbnail: bool
) -> int:
    """Give the file's bytes to `write`, and tell the terminal how far it has come."""
    attachment = _attachment(message, thumbnail=thumbnail)
    with Progress(0 if thumbnail else attachment.size) as progress:

        def take(data: bytes) -> None:
            write(data)
            progress.advance(len(data))

        return await client.download(attachment, take, thumbnail=thumbnail)


def _attachment(message: ChatMessage, *, thumbnail: bool) -> Attachment:
    """The message's file. Raises RoamingError when it has none."""
    try:
        attachment = attachment_of(message)
    except ArgumentError:
        sentence = _("message {id} has no file: it is of the kind {kind}")
        raise RoamingError(sentence.format(id=message.id, kind=message.kind.value)) from None
    if not (attachment.thumbnail_url if thumbnail else attachment.url):
        sentence = _("message {id} has no thumbnail") if thumbnail else _("message {id} does not say where its file is")
        raise RoamingError(sentence.format(id=message.id))
    return attachment


def _place(message: ChatMessage, attachment: Attachment, arguments: argparse.Namespace) -> Target:
    name = attachment_name(attachment.filename, message.kind.value, message.id)
    return target(arguments.output, safe_name(f"thumbnail-{name}", name) if arguments.thumbnail else name)


def _id_in_name(message: ChatMessage) -> str:
    return safe_name(message.id, "0")


def _tell(message: ChatMessage, path: str, size: int, *, as_json: bool) -> None:
    """Where the file is: an object, a line for people, or its bare path for a pipe."""
    if as_json:
        print_json({"id": message.id, "path": path, "size": size})
    elif sys.stdout.isatty():
        print_table([[_("saved {path} ({size})").format(path=path, size=file_size(size))]])
    else:
        sys.stdout.write(path + "\n")  # as it is: whoever reads it wants to open it
