"""The combined message of the seed world: what it shows, and the file that holds the forwarded messages."""

from __future__ import annotations

import random

import tui.server.seed.notation as notation
from tui.protocol.combined import write_combined
from tui.protocol.records import encode_meta
from tui.server.seed.account import SEED_APP_KEY
from tui.server.seed.attachments import Make
from tui.server.seed.lines import text
from tui.server.seed.records import make_records
from tui.server.seed.shelf import Body, Shelf
from tui.server.seed.texts import sections
from tui.times import DAY, MINUTE

FORWARDED = "forwarded"
"""What it is called in the scripts, and the section that has the forwarded messages."""
DRIVERS = "250000000000302"
"""The group that the messages come from; the account is not in it."""
TITLE = "Drivers 司机群"
SHOWN = 3
"""Messages in the summary."""


def forwarded(rng: random.Random, now: int, number: int) -> Make:
    """Makes the combined message; `number` keeps the ids of what is in it apart from all others."""
    lines = [text(said.sender, said.text) for said in notation.read(sections("scripts")[FORWARDED], rng)]
    times = [now - 7 * DAY + index * 3 * MINUTE for index in range(len(lines))]
    records = make_records(number, DRIVERS, "groupchat", lines, times)
    content = write_combined(encode_meta(record, SEED_APP_KEY) for record in records)
    summary = "\n".join(f"{line.sender}: {line.body['msg']}" for line in lines[:SHOWN])

    def make(shelf: Shelf, owner: str) -> Body:
        return shelf.combined(owner, TITLE, summary, content)

    return make
