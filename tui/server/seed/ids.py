"""The ids of the seed world's messages, which tell when each was sent."""

from __future__ import annotations

EPOCH = 1_400_000_000_000
"""No message is older (ms since 1970): ids count from here."""
PER_MILLISECOND = 22
"""Bits of an id that tell messages of one millisecond apart; above them is the time."""


def message_id(time: int, number: int) -> str:
    """The id of the message sent at `time` (ms since 1970) in the conversation with this `number`, from 0."""
    return str((time - EPOCH) << PER_MILLISECOND | number)


def moved(id_: str, by: int) -> str:
    """The id of the same message sent `by` ms later."""
    return str(int(id_) + (by << PER_MILLISECOND))
