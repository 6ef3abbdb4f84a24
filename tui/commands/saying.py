"""`roam say`: a tool for trying the local service; the browser itself never sends."""

from __future__ import annotations

import argparse

from tui.commands.printing import print_json
from tui.server.service import Service


def run(arguments: argparse.Namespace) -> int:
    """Put a message into a local service's database, from where a running server passes it on."""
    service = Service.create(arguments.db, arguments.app_key, must_exist=True)
    try:
        message_id = service.say(arguments.sender, arguments.conversation, arguments.text)
    finally:
        service.close()
    if arguments.json:
        print_json({"id": message_id})
    else:
        print(message_id)
    return 0
