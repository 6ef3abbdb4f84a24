"""What the list shows of a conversation: the same rules for what is on the screen and what is on the disk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.model_service import message
from tui.last_messages import newest_shown, not_older, with_arrival, with_newest
from tui.models import ChatMessage, CommandBody, Conversation, ConversationType


def talk(last: ChatMessage | None, unread: int = 0) -> Conversation:
    return Conversation("bob", ConversationType.SINGLE, unread_count=unread, last_message=last)


def command(number: int) -> ChatMessage:
    return replace(message(number), body=CommandBody("typing"))


@pytest.mark.parametrize(
    ("known", "arrived", "is_own", "then"),
    [
        (talk(None), message(4), False, talk(message(4), 1)),
        (talk(message(3), 2), message(4), False, talk(message(4), 3)),
        (talk(message(3), 2), message(4), True, talk(message(4), 2)),
        (talk(message(3), 2), message(2), False, talk(message(3), 3)),
        (talk(message(3), 2), command(4), False, talk(message(3), 2)),
    ],
    ids=["the first", "of somebody else", "of one's own", "late", "a command"],
)
def test_an_arrival(known: Conversation, arrived: ChatMessage, is_own: bool, then: Conversation) -> None:
    assert with_arrival(known, arrived, is_own=is_own) == then


@pytest.mark.parametrize(
    ("fetched", "known", "kept"),
    [
        (talk(message(3), 1), talk(None, 5), talk(message(3), 1)),
        (talk(message(3), 1), talk(message(3), 5), talk(message(3), 1)),
        (talk(message(4), 1), talk(message(3), 5), talk(message(4), 1)),
        (talk(message(3), 1), talk(message(4), 2), talk(message(4), 2)),
        (talk(message(3), 7), talk(message(4), 2), talk(message(4), 7)),
        (talk(None), talk(message(4), 2), talk(message(4), 2)),
    ],
)
def test_what_was_fetched_takes_nothing_back(fetched: Conversation, known: Conversation, kept: Conversation) -> None:
    assert not_older(fetched, known) == kept


def test_a_message_that_is_known_to_be_there_is_shown_unless_one_as_late_is() -> None:
    assert with_newest(talk(message(3), 2), message(4)) == talk(message(4), 2)
    assert with_newest(talk(message(3), 2), message(3)) == talk(message(3), 2)
    assert with_newest(talk(None), message(3)) == talk(message(3))


def test_a_command_is_for_nobody_to_read() -> None:
    assert newest_shown([command(5), message(4), message(3)]) == message(4)
    assert newest_shown([command(5)]) is None
