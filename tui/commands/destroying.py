"""What every command does that cannot be undone: show, ask, carry out step by step, tell exactly what was done."""

from __future__ import annotations

import argparse
import asyncio
import sys
import termios
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tui.client import RoamingClient
from tui.client.removal import is_unknown
from tui.commands.connecting import recording_client_for, required
from tui.commands.naming import names_if_any
from tui.commands.printing import print_json, print_table, say
from tui.errors import ConfigError, RoamingError
from tui.i18n import _
from tui.models import ConversationKey, Json
from tui.text import clean_line

OK, DECLINED, MISSED = 0, 1, 1


@dataclass(frozen=True, slots=True)
class Step:
    """One request: the ids that it is for, and `send`.

    `is_done`, where the service can be asked, says whether it took effect; it is asked when no answer came.
    """

    ids: tuple[str, ...]
    send: Callable[[RoamingClient], Awaitable[None]]
    is_done: Callable[[RoamingClient], Awaitable[bool]] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to be done, frozen before anybody is asked: nothing that comes later can widen it."""

    conversation: ConversationKey
    preview: tuple[str, ...]
    question: str
    success: str
    steps: tuple[Step, ...]
    details: Mapping[str, Json] = field(default_factory=dict)
    """Further members of the JSON object."""
    missed: bool = False
    """Whether nothing is left to do because nothing of what the user named is there, which is a failure."""


@dataclass(slots=True)
class Progress:
    """How far the steps have come: `finished` of them; whether the one after these took effect may be uncertain."""

    steps: Sequence[Step]
    finished: int = 0
    is_uncertain: bool = False

    @property
    def done(self) -> list[str]:
        return _ids(self.steps[: self.finished])

    @property
    def not_done(self) -> list[str]:
        """All ids that the service has not confirmed."""
        return _ids(self.steps[self.finished :])

    @property
    def unknown(self) -> list[str]:
        """Those of `not_done` that were sent and never answered."""
        return _ids(self.steps[self.finished : self.finished + 1]) if self.is_uncertain else []


Prepare = Callable[[RoamingClient], Coroutine[Any, Any, Plan]]


def destroy(arguments: argparse.Namespace, prepare: Prepare) -> int:
    """Carry out what `prepare` plans, if the user agrees; exit code 0 when there was nothing to do,
    and 1 when nothing was there of what the user had named.

    Raises ConfigError where nobody can be asked, RoamingError when not everything was done.
    """
    if not (arguments.yes or arguments.dry_run or (sys.stdin.isatty() and sys.stderr.isatty())):
        raise ConfigError(_("nobody can be asked here: say --yes to delete, or --dry-run to see what would go"))
    connection = required(arguments.profile)
    # Two runs of one loop: at the question, between them, Ctrl-C has to end the program and not a task.
    with asyncio.Runner() as runner:
        client = recording_client_for(connection)
        try:
            plan = runner.run(prepare(client))
            if arguments.dry_run:
                _show(runner, client, plan, arguments.json)
                return OK
            if plan.steps and not (arguments.yes or _agreed(runner, client, plan)):
                say(_("nothing was deleted"))
                return DECLINED
            return _carry_out(runner, client, plan, arguments.json)
        finally:
            runner.run(client.aclose())


def _carry_out(runner: asyncio.Runner, client: RoamingClient, plan: Plan, as_json: bool) -> int:
    progress = Progress(plan.steps)
    try:
        runner.run(_send(client, progress))
    except KeyboardInterrupt:
        _report_if_possible(plan, progress, as_json)
        raise
    except RoamingError as error:
        _report_if_possible(plan, progress, as_json)
        if not progress.finished and not progress.is_uncertain:
            raise
        raise RoamingError(_failure(progress, error)) from error
    _report(plan, progress, as_json)
    return MISSED if plan.missed else OK


async def _send(client: RoamingClient, progress: Progress) -> None:
    """Send the steps in order and stop at the first that failed, or that cannot be known to have succeeded."""
    for step in progress.steps:
        progress.is_uncertain = True  # an interrupted request may have arrived
        try:
            await step.send(client)
        except RoamingError as error:
            progress.is_uncertain = is_unknown(error)
            if not (progress.is_uncertain and await _took_effect(client, step)):
                raise
        progress.is_uncertain = False
        progress.finished += 1


async def _took_effect(client: RoamingClient, step: Step) -> bool:
    """Whether the service says so; what cannot be asked has not been confirmed."""
    try:
        return step.is_done is not None and await step.is_done(client)
    except RoamingError:
        return False


def _show(runner: asyncio.Runner, client: RoamingClient, plan: Plan, as_json: bool) -> None:
    if as_json:
        print_json({**_named(plan), "dry_run": True, **_object(Progress(plan.steps))})
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


def _agreed(runner: asyncio.Runner, client: RoamingClient, plan: Plan) -> bool:
    """Ask at the terminal; everything but a clear yes is a no."""
    for line in _preview(runner, client, plan):
        sys.stderr.write(clean_line(line) + "\n")
    sys.stderr.flush()
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)  # what was typed ahead answered no question that was seen
    sys.stderr.write(f"{clean_line(plan.question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _report_if_possible(plan: Plan, progress: Progress, as_json: bool) -> None:
    """Where the output is gone, the failure behind it is still to be told."""
    with suppress(OSError):
        _report(plan, progress, as_json)
        sys.stdout.flush()


def _report(plan: Plan, progress: Progress, as_json: bool) -> None:
    if as_json:
        print_json({**_named(plan), **_object(progress)})
    elif progress.not_done:
        unknown = set(progress.unknown)
        states = [(_("done"), each) for each in progress.done]
        states += [(_("unknown") if each in unknown else _("not done"), each) for each in progress.not_done]
        print_table(states)
    else:
        print_table([[plan.success]])


def _named(plan: Plan) -> dict[str, Json]:
    return {"conversation": plan.conversation.id, "type": plan.conversation.type.value, **plan.details}


def _object(progress: Progress) -> dict[str, Json]:
    return {"done": progress.done, "not_done": progress.not_done, "unknown": progress.unknown}


def _failure(progress: Progress, error: RoamingError) -> str:
    done, left, unknown = (len(ids) for ids in (progress.done, progress.not_done, progress.unknown))
    sentence = _("{done} of {all} deleted, then it failed: {cause}") if done else _("it failed: {cause}")
    words = sentence.format(done=done, all=done + left, cause=str(error).rstrip("."))
    return words + (
        _("; whether the {count} sent last are deleted is not known").format(count=unknown) if unknown else ""
    )


def _ids(steps: Sequence[Step]) -> list[str]:
    return [each for step in steps for each in step.ids]
