"""Completion for fish."""

from __future__ import annotations

from collections.abc import Iterator

from tui.commands.completion.grammar import Grammar, Option

_HEAD = """\
# fish completion for roam; roam completion fish > ~/.config/fish/completions/roam.fish
function __roam_command
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
            continue
        end
        switch $word
            case {valued}
                set is_value 1
            case '-*'
            case '*'
                echo $word
                return 0
        end
    end
    return 1
end
function __roam_is
    contains -- $argv[1] (__roam_command)
end
complete -c roam -f
"""
_FIRST = "'not __roam_command >/dev/null'"


def write(grammar: Grammar) -> str:
    valued = " ".join(name for option in grammar.options if option.value for name in option.names)
    return _HEAD.replace("{valued}", valued) + "".join(f"{line}\n" for line in _body(grammar))


def _body(grammar: Grammar) -> Iterator[str]:
    for command in grammar.commands:
        yield f"complete -c roam -n {_FIRST} -a {command.name} -d {_quoted(command.help)}"
    yield from (_option(_FIRST, option) for option in grammar.options)
    for command in grammar.commands:
        condition = _quoted(f"__roam_is {command.name}")
        yield from (_option(condition, option) for option in command.options)
        for value in command.arguments:
            if value.is_file:
                yield f"complete -c roam -n {condition} -F"
            elif value.choices:
                yield f"complete -c roam -n {condition} -a {_quoted(' '.join(value.choices))}"


def _option(condition: str, option: Option) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    line = f"complete -c roam -n {condition} {names} -d {_quoted(option.help)}"
    if option.value is None:
        return line
    if option.value.is_file:
        return f"{line} -r -F"
    return f"{line} -x" + (f" -a {_quoted(' '.join(option.value.choices))}" if option.value.choices else "")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
