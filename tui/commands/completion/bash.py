"""Completion for bash."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from tui.commands.completion.grammar import Grammar, Value

_HEAD = """\
# bash completion for roam; in ~/.bashrc: source <(roam completion bash)
_roam_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_roam_files() { compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current"); }
_roam() {
    local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" command="" at
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; at++)); do
        case "${COMP_WORDS[at]}" in
"""
_TAIL = """\
    esac
}
complete -F _roam roam
"""


def write(grammar: Grammar) -> str:
    return _HEAD + "".join(f"{line}\n" for line in _body(grammar)) + _TAIL


def _body(grammar: Grammar) -> Iterator[str]:
    valued = [name for option in grammar.options if option.value for name in option.names]
    yield f"            {'|'.join(valued)}) ((at++)) ;;"
    yield "            -*) ;;"
    yield '            *) command="${COMP_WORDS[at]}"; break ;;'
    yield "        esac"
    yield "    done"
    yield '    case "$command $previous" in'
    for each in (grammar, *grammar.commands):
        yield from _values(each, "" if each is grammar else each.name)
    yield "    esac"
    yield '    case "$command" in'
    for each in (grammar, *grammar.commands):
        yield from _words(each, "" if each is grammar else each.name)


def _values(grammar: Grammar, command: str) -> Iterator[str]:
    for option in grammar.options:
        if option.value:
            patterns = "|".join(shlex.quote(f"{command} {name}") for name in option.names)
            yield f"        {patterns}) {_offer(option.value)}; return ;;"


def _words(grammar: Grammar, command: str) -> Iterator[str]:
    options = [name for option in grammar.options for name in option.names]
    named = [each.name for each in grammar.commands]
    named += [choice for value in grammar.arguments for choice in value.choices]
    yield f"        {shlex.quote(command)})"
    if any(value.is_file for value in grammar.arguments):
        yield "            if [[ $current != -* ]]; then _roam_files; return; fi"
    yield f"            _roam_words {shlex.quote(' '.join([*named, *options]))} ;;"


def _offer(value: Value) -> str:
    if value.is_file:
        return "_roam_files"
    return f"_roam_words {shlex.quote(' '.join(value.choices))}" if value.choices else ":"
