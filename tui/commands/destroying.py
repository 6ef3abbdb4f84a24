"""What every command does that cannot be undone: show, ask, carry out by the journal, tell exactly what was done."""

from __future__ import annotations

import argparse
import asyncio
import sys
import termios
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from tui.client import RoamingClient
from tui.commands.carrying_out import Deed, opened_journal
from tui.commands.connecting import recording_client_for, required
from tui.commands.naming import names_if_any
from tui.commands.printing import print_json, print_table, say
from tui.config import Confirm, Connection
from tui.errors import ConfigError, ReadOnlyError, RoamingError
from tui.i18n import _
from tui.models import ConversationKey, Json
from tui.removal.outcome import Outcome
from tui.removal.plan import ByIds, Removal
from tui.text import clean_line

OK, DECLINED, MISSED = 0, 1, 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to be done, frozen before anybody is asked: nothing that comes later can widen it.

    `removal` is None where there is nothing to do. `ids` are told of as done or not; where the removal does not name
    its messages, they are those that were counted.
    """

    conversation: ConversationKey
    preview: tuple[str, ...]
    question: str
    success: str
    removal: Removal | None
    ids: tuple[str, ...] = ()
    details: Mapping[str, Json] = field(default_factory=dict)
    """Further members of the JSON object."""
    missed: bool = False
    """Whether nothing is left to do because nothing of what the user named is there, which is a failure."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the ids of a plan: `unknown` are those of `not_done` that were sent and never answered."""

    done: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: Plan, outcome: Outcome | None) -> Self:
        """What became of a plan; without an outcome nothing was sent."""
        if outcome is None:
            return cls(not_done=plan.ids)
        if isinstance(outcome.removal.target, ByIds):
            return cls(outcome.done, outcome.not_done, outcome.unknown)
        if outcome.is_done:
            return cls(done=plan.ids)
        return cls(not_done=plan.ids, unknown=plan.ids if outcome.is_uncertain else ())


Prepare = Callable[[RoamingClient], Coroutine[Any, Any, Plan]]


def destroy(arguments: argparse.Namespace, prepare: Prepare) -> int:
    """Carry out what `prepare` plans, if the user agrees; exit code 0 when there was nothing to do,
    and 1 when nothing was there of what the user had named.

    Raises ConfigError where nobody can be asked, ReadOnlyError, RoamingError when not everything was done.
    """
    if not (arguments.yes or arguments.dry_run or (sys.stdin.isatty() and sys.stderr.isatty())):
        raise ConfigError(_("nobody can be asked here: say --yes to delete, or --dry-run to see what would go"))
    connection = required(arguments.profile, read_only=arguments.read_only)
    _check_rules(connection, arguments)
    # Two runs of one loop: at the question, between them, Ctrl-C has to end the program and not a task.
    with asyncio.Runner() as runner:
        client = recording_client_for(connection)
        try:
            plan = runner.run(prepare(client))
            if arguments.dry_run:
                _show(runner, client, plan, arguments.json)
                return OK
            if plan.removal and not (arguments.yes or _agreed(runner, client, plan, connection)):
                say(_("nothing was deleted"))
                return DECLINED
            with opened_journal(connection) as journal:
                return _carry_out(runner, Deed(client, journal), plan, arguments.json)
        finally:
            runner.run(client.aclose())


def _check_rules(connection: Connection, arguments: argparse.Namespace) -> None:
    if arguments.dry_run:
        return
    if connection.read_only:
        raise ReadOnlyError(_("only reading is allowed here, so nothing was deleted: see read_only and --read-only"))
    if arguments.yes and connection.confirm is Confirm.TYPED:
        sentence = _("the profile wants every deletion confirmed by typing: leave out --yes, at a terminal")
        raise ConfigError(sentence)


def _carry_out(runner: asyncio.Runner, deed: Deed, plan: Plan, as_json: bool) -> int:
    if plan.removal is None:
        _report(plan, Told(), as_json)
        return MISSED if plan.missed else OK
    try:
        outcome = runner.run(deed.carry_out(plan.removal))
    except KeyboardInterrupt:
        _report_if_possible(plan, Told.of(plan, deed.outcome()), as_json)
        raise
    told = Told.of(plan, outcome)
    if outcome.is_done:
        _report(plan, told, as_json)
        return OK
    _report_if_possible(plan, told, as_json)
    error = outcome.cause or RoamingError(_("it was not to be sent any more"))
    if not told.done and not told.unknown:
        raise error
    raise RoamingError(_failure(told, error)) from error


def _show(runner: asyncio.Runner, client: RoamingClient, plan: Plan, as_json: bool) -> None:
    if as_json:
        print_json({**_named(plan), "dry_run": True, **_object(Told.of(plan, None))})
        return
    for line in _preview(runner, client, plan):
        sys.stdout.write(clean_line(line) + "\n")


def _preview(runner: asyncio.Runner, client: RoamingClient, plan: Plan) -> Iterator[str]:
    """The plan's own lines, and behind the first one, which has the conversation's id, what it is called."""
    names = runner.run(names_if_any(client, [plan.conversation]))
    head, *lines = plan.preview
    yield head
    if plan.conversation in names:
        yield _("called: {name}").format(name=names[plan.conversation])
    yield from lines


def _agreed(runner: asyncio.Runner, client: RoamingClient, plan: Plan, connection: Connection) -> bool:
    """Ask at the terminal; everything but a clear yes is a no, or where it is to be typed, all but the id."""
    for line in _preview(runner, client, plan):
        sys.stderr.write(clean_line(line) + "\n")
    sys.stderr.flush()
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)  # what was typed ahead answered no question that was seen
    is_typed = connection.confirm is Confirm.TYPED
    wanted = _("type {id} to delete").format(id=plan.conversation.id) if is_typed else "y/N"
    sys.stderr.write(f"{clean_line(plan.question)} [{clean_line(wanted)}] ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    return answer == plan.conversation.id if is_typed else answer.lower() in ("y", "yes")


def _report_if_possible(plan: Plan, told: Told, as_json: bool) -> None:
    """Where the output is gone, the failure behind it is still to be told."""
    with suppress(OSError):
        _report(plan, told, as_json)
        sys.stdout.flush()


def _report(plan: Plan, told: Told, as_json: bool) -> None:
    if as_json:
        print_json({**_named(plan), **_object(told)})
    elif told.not_done:
        unknown = set(told.unknown)
        states = [(_("done"), each) for each in told.done]
        states += [(_("unknown") if each in unknown else _("not done"), each) for each in told.not_done]
        print_table(states)
    else:
        print_table([[plan.success]])


def _named(plan: Plan) -> dict[str, Json]:
    return {"conversation": plan.conversation.id, "type": plan.conversation.type.value, **plan.details}


def _object(told: Told) -> dict[str, Json]:
    return {"done": list(told.done), "not_done": list(told.not_done), "unknown": list(told.unknown)}


def _failure(told: Told, error: RoamingError) -> str:
    done, left, unknown = len(told.done), len(told.not_done), len(told.unknown)
    sentence = _("{done} of {all} deleted, then it failed: {cause}") if done else _("it failed: {cause}")
    words = sentence.format(done=done, all=done + left, cause=str(error).rstrip("."))
    return words + (
        _("; whether the {count} sent last are deleted is not known").format(count=unknown) if unknown else ""
    )
