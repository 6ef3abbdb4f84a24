"""Completion for zsh."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from tui.commands.completion.grammar import Grammar, Option, Value

_TAIL = """\
        esac ;;
    esac
}
if [[ $funcstack[1] == _roam ]]; then _roam "$@"; else compdef _roam roam; fi
"""


def write(grammar: Grammar) -> str:
    return "".join(f"{line}\n" for line in _body(grammar)) + _TAIL


def _body(grammar: Grammar) -> Iterator[str]:
    yield "#compdef roam"
    yield "# zsh completion for roam; as a file _roam in a folder of $fpath, or: source <(roam completion zsh)"
    yield "_roam() {"
    yield "    local curcontext=$curcontext state line"
    yield "    local -a commands"
    yield "    typeset -A opt_args"
    yield "    commands=("
    for command in grammar.commands:
        yield f"        {shlex.quote(_plain(command.name) + ':' + command.help)}"
    yield "    )"
    yield f"    _arguments -C {' '.join(_specs(grammar))} '1: :->command' '*:: :->rest'"
    yield "    case $state in"
    yield "    command) _describe -t commands command commands ;;"
    yield "    rest)"
    yield "        case $words[1] in"
    for command in grammar.commands:
        yield f"        {command.name}) _arguments {' '.join(_specs(command))} ;;"


def _specs(grammar: Grammar) -> Iterator[str]:
    for option in grammar.options:
        yield from (shlex.quote(_option(name, option)) for name in option.names)
    for value in grammar.arguments:
        yield shlex.quote(("*" if value.is_repeated else "") + _value(value))


def _option(name: str, option: Option) -> str:
    return f"{name}[{_plain(option.help)}]" + (_value(option.value) if option.value else "")


def _value(value: Value) -> str:
    if value.is_file:
        return f":{_plain(value.name)}:_files"
    return f":{_plain(value.name)}:" + (f"({' '.join(value.choices)})" if value.choices else "")


def _plain(text: str) -> str:
    """`text` with what `_arguments` would read as structure escaped."""
    return "".join(f"\\{char}" if char in "[]:\\" else char for char in text)
