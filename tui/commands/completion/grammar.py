"""What can be typed, taken from the parser itself, so that completion never lags behind it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

_FILES = frozenset({"FILE", "PATH"})
"""The metavars that stand for a file."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an option or an argument takes: one of `choices`, a file, or a text that cannot be completed."""

    name: str
    choices: tuple[str, ...] = ()
    is_file: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """`names` are all its spellings; `value` is None for one that takes none."""

    names: tuple[str, ...]
    help: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """One command, or the program with all of its commands."""

    name: str
    help: str
    options: tuple[Option, ...]
    arguments: tuple[Value, ...] = ()
    commands: tuple[Grammar, ...] = ()


def read_grammar(parser: argparse.ArgumentParser, name: str = "roam", explained: str = "") -> Grammar:
    """The grammar of `parser` and of the commands below it."""
    # argparse has no public way to look into a parser; these names have been stable since Python 2.7.
    actions = [action for action in parser._actions if action.help != argparse.SUPPRESS]
    return Grammar(
        name,
        explained,
        options=tuple(_option(action) for action in actions if action.option_strings),
        arguments=tuple(
            _value(action) for action in actions if not action.option_strings and not _has_commands(action)
        ),
        commands=tuple(command for action in actions for command in _commands(action)),
    )


def _has_commands(action: argparse.Action) -> bool:
    return isinstance(action, argparse._SubParsersAction)


def _commands(action: argparse.Action) -> Iterator[Grammar]:
    if isinstance(action, argparse._SubParsersAction):
        helps = {each.dest: each.help or "" for each in action._get_subactions()}
        for name, parser in action.choices.items():
            yield read_grammar(parser, name, helps.get(name, ""))


def _option(action: argparse.Action) -> Option:
    value = None if action.nargs == 0 else _value(action)
    return Option(tuple(action.option_strings), action.help or "", value)


def _value(action: argparse.Action) -> Value:
    name = str(action.metavar or action.dest)
    choices = tuple(str(choice) for choice in action.choices or ())
    return Value(name, choices, name in _FILES, is_repeated=action.nargs in ("+", "*"))
