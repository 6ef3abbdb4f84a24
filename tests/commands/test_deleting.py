"""Deletions: what is shown is what goes, nobody is asked twice, and nothing widens."""

from __future__ import annotations

import pytest

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.worlds import BOTH, GROUP, MINUTE, NOON

COUNT = 45


def ids_of(friend: str) -> list[str]:
    """All of a friend's messages, oldest first."""
    first = 1_000_000 * (FRIENDS.index(friend) + 1)
    return [str(first + number) for number in range(COUNT)]


def left(roam: Roam, friend: str) -> list[str]:
    done = roam("history", friend, "--type", "singleChat", "--json", "--limit", "0", "--direction", "down")
    return [each["id"] for each in done.objects]


def test_ids_go_and_nothing_else(roam: Roam, friend: str) -> None:
    ids = ids_of(friend)
    gone = [*ids[3:40:2], ids[0], ids[3]]
    done = roam("delete-messages", friend, "--id", *gone, "--yes", "--json")
    wanted = [*ids[3:40:2], ids[0]]
    assert (done.code, done.errors) == (0, "")
    assert done.object == {
        "conversation": friend, "type": "singleChat", "not_found": [], "done": wanted, "not_done": [], "unknown": [],
    }  # fmt: skip
    assert left(roam, friend) == [each for each in ids if each not in wanted]


def test_what_is_not_there_is_named_and_does_no_harm(roam: Roam, friend: str) -> None:
    other = ids_of(FRIENDS[0])[0]
    done = roam("delete-messages", friend, "--id", ids_of(friend)[5], other, "42", "--yes")
    assert (done.code, done.output) == (0, "1 message deleted\n")
    assert done.errors == f"roam: not in {friend}, so left out: {other} 42\n"
    none = roam("delete-messages", friend, "--id", "42", "--yes", "--json")
    assert (none.code, none.object["done"], none.object["not_found"]) == (1, [], ["42"])
    assert left(roam, friend) == [each for each in ids_of(friend) if each != ids_of(friend)[5]]


def test_a_time_takes_what_is_at_or_before_it(roam: Roam, friend: str) -> None:
    ids = ids_of(friend)
    done = roam("delete-messages", friend, "--before", str(NOON + 9 * MINUTE), "--yes", "--json")
    assert done.code == 0
    assert sorted(done.object["done"]) == ids[:10]
    assert (done.object["before"], done.object["counted_all"]) == (NOON + 9 * MINUTE, True)
    again = roam("delete-messages", friend, "--before", str(NOON + 10 * MINUTE - 1), "--yes")
    assert (again.code, again.output) == (0, "0 messages deleted\n")
    assert left(roam, friend) == ids[10:]


def test_a_dry_run_shows_everything_and_sends_nothing(roam: Roam) -> None:
    friend = FRIENDS[0]
    ids = ids_of(friend)
    shown = roam("delete-messages", friend, "--before", "2024-06-10T12:02Z", "--dry-run")
    head, first, last, consequence = shown.output.splitlines()
    assert (shown.code, shown.errors) == (0, "")
    assert f"{friend} (singleChat): 3 messages" in head
    assert "2024-06-10" in first
    assert first.endswith(f"{friend} 0")
    assert last.endswith(f"{friend}: {friend} 2")
    for words in ("for you on all your devices", "the other side keeps theirs", "cannot be undone"):
        assert words in consequence
    chosen = roam("delete-messages", friend, "--id", ids[7], ids[1], "--dry-run", "--json").object
    assert (chosen["dry_run"], chosen["done"], chosen["not_done"]) == (True, [], [ids[7], ids[1]])
    everything = roam("delete-messages", friend, "--before", "2025-01-01", "--dry-run")
    assert "leaves your list" in everything.output.splitlines()[-1]
    conversation = roam("delete-conversation", friend, "--dry-run")
    assert "the conversation and 45 messages" in conversation.output
    assert left(roam, friend) == ids


def test_members_of_a_group_keep_theirs(roam: Roam) -> None:
    shown = roam("delete-messages", GROUP, "--before", "2025-01-01", "--dry-run")
    assert "the other members keep theirs" in shown.output


@pytest.mark.parametrize("command", [["delete-messages", "x", "--before", "2d"], ["delete-conversation", "x"]])
def test_nobody_to_ask_is_a_refusal(roam: Roam, command: list[str]) -> None:
    done = roam(*command)
    assert (done.code, done.output) == (2, "")
    assert "--yes" in done.errors
    assert len(done.errors.splitlines()) == 1


def test_a_moment_to_come_is_refused(roam: Roam) -> None:
    done = roam("delete-messages", FRIENDS[0], "--before", "2199-01-01", "--yes")
    assert (done.code, done.output) == (2, "")
    assert "has not come yet" in done.errors


def test_an_unreadable_time_is_told_with_its_place(roam: Roam) -> None:
    done = roam("delete-messages", FRIENDS[0], "--before", "2026-13-01", "--yes")
    assert (done.code, done.output) == (2, "")
    assert "character 6" in done.errors


@pytest.mark.parametrize("command", [["delete-messages", "--id", "1"], ["delete-conversation"], ["pin"], ["unpin"]])
def test_a_chat_room_is_refused_in_words(roam: Roam, command: list[str]) -> None:
    options = ["--yes"] if command[0].startswith("delete") else []
    done = roam(command[0], "77", *command[1:], "--type", "chatRoom", *options)
    assert (done.code, done.output) == (2, "")
    assert "chat room" in done.errors


def test_an_id_of_two_conversations_needs_a_type(roam: Roam) -> None:
    done = roam("delete-conversation", BOTH, "--yes")
    assert (done.code, done.output) == (2, "")
    assert "--type" in done.errors
    unknown = roam("delete-conversation", "stranger", "--yes")
    assert (unknown.code, "--type" in unknown.errors) == (2, True)


@pytest.mark.parametrize("form", [[], ["--keep-messages"], ["--dry-run"]])
def test_a_conversation_that_is_not_there_is_not_deleted(roam: Roam, form: list[str]) -> None:
    done = roam("delete-conversation", "stranger", "--type", "singleChat", "--yes", *form)
    assert (done.code, done.output) == (1, "")
    assert "there is no such conversation" in done.errors


@pytest.mark.parametrize(
    "command",
    [
        ["delete-conversation", " ", "--type", "singleChat"],
        ["delete-messages", "", "--type", "singleChat", "--before", "2d"],
        ["delete-messages", FRIENDS[0], "--id", "1", ""],
    ],
)
def test_an_empty_id_is_refused(roam: Roam, command: list[str]) -> None:
    done = roam(*command, "--yes")
    assert (done.code, done.output) == (2, "")
    assert "is empty" in done.errors


def test_a_conversation_goes_with_its_messages(roam: Roam, friend: str) -> None:
    done = roam("delete-conversation", friend, "--yes", "--json")
    assert (done.code, done.object["done"], done.object["messages"]) == (0, [friend], "deleted")
    assert left(roam, friend) == []


def test_a_conversation_goes_and_its_messages_stay(roam: Roam, friend: str) -> None:
    done = roam("delete-conversation", friend, "--keep-messages", "--yes")
    assert (done.code, done.output) == (0, f"{friend} (singleChat) deleted\n")
    assert friend not in [each["conversationId"] for each in roam("conversations", "--json").objects]
    assert left(roam, friend) == ids_of(friend)
