"""The keys that a user has chosen instead of ours: read as people write them, and refused where they cannot work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from textual.binding import Binding

from tui.app.keymap import KEYS, Where
from tui.app.keys import twins
from tui.errors import ConfigError
from tui.i18n import _
from tui.preferences import Rebinding

TAKEN = frozenset({"ctrl+s", "ctrl+q", "ctrl+a", "ctrl+b"})
"""Flow control, and the prefixes of terminal multiplexers: they do not arrive."""

_TOGETHER = (
    (Where.CONVERSATIONS, Where.PANES, Where.PROGRAM),
    (Where.HISTORY, Where.PANES, Where.PROGRAM),
    *((where,) for where in Where if where not in (Where.CONVERSATIONS, Where.HISTORY, Where.PANES, Where.PROGRAM)),
)
"""The places whose keys apply at the same time."""

_NAMES = {
    "esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown",
    " ": "space", ",": "comma",
}  # fmt: skip
_NAMED = {
    "escape", "enter", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end",
    "pageup", "pagedown", "comma", *(f"f{number}" for number in range(1, 13)),
}  # fmt: skip


def keymap(rebindings: Iterable[Rebinding]) -> Mapping[str, str]:
    """Textual's keymap: for each id the keys that take the place of ours, with what an input method sends for them.

    Raises ConfigError for an id or a key that there is not, and for a key that would do two things at once.
    """
    rebindings = tuple(rebindings)
    ours = {key.id: key.keys for keys in KEYS.values() for key in keys}
    chosen = {each.id: _keys(each, ours) for each in rebindings}
    for each in rebindings:
        _refuse_clash(each, {**ours, **chosen}, ours)
    return {name: ",".join(_listed(keys)) for name, keys in chosen.items()}


def _keys(rebinding: Rebinding, ours: Mapping[str, str]) -> str:
    if rebinding.id not in ours:
        near = get_close_matches(rebinding.id, list(ours), 1)
        hint = _("; did you mean {name}?").format(name=near[0]) if near else ""
        raise _refusal(rebinding, _("there is no key called {name}{hint}").format(name=rebinding.id, hint=hint))
    return ",".join(_key(rebinding, written) for written in rebinding.keys)


def _key(rebinding: Rebinding, written: str) -> str:
    """Textual's name for a key as people write it: `^x`, `Ctrl-X`, `PgDn`, `/`."""
    if len(written) == 1 and written.isprintable() and written not in _NAMES:
        return written
    spelt = written.lower().replace("-", "+") if len(written) > 1 else written
    if spelt.startswith("^") and len(spelt) == 2:
        spelt = f"ctrl+{spelt[1]}"
    *modifiers, last = spelt.split("+")
    last = _NAMES.get(last, last)
    name = "+".join([*modifiers, last])
    if name in TAKEN or "alt" in modifiers:
        raise _refusal(rebinding, _("{key} does not arrive in every terminal: choose another").format(key=written))
    is_control = modifiers == ["ctrl"] and len(last) == 1 and "a" <= last <= "z"
    is_known = last in _NAMED and modifiers in ([], ["shift"], ["ctrl"])
    if not is_control and not is_known:
        raise _refusal(rebinding, _("{key} is no key: write x, /, space, ctrl+x or F2").format(key=written))
    return name


def _refuse_clash(rebinding: Rebinding, keys: Mapping[str, str], ours: Mapping[str, str]) -> None:
    """Refuse a key that something else at the same place has. What two of ours share is meant: one makes way."""
    for places in _TOGETHER:
        ids = [key.id for place in places for key in KEYS[place]]
        others = [each for each in ids if each != rebinding.id] if rebinding.id in ids else []
        for other in others:
            shared = _expanded(ours[rebinding.id]) & _expanded(ours[other])
            if (_expanded(keys[rebinding.id]) & _expanded(keys[other])) - shared:
                sentence = _("{keys} is already the key of {name}: give that another one, too")
                raise _refusal(rebinding, sentence.format(keys=", ".join(rebinding.keys), name=other))


def _expanded(keys: str) -> frozenset[str]:
    return frozenset(_listed(keys))


def _listed(keys: str) -> Iterator[str]:
    return (each.key for each in Binding.make_bindings([Binding(twins(keys), "")]))


def _refusal(rebinding: Rebinding, sentence: str) -> ConfigError:
    return ConfigError(f"{rebinding.place}: {sentence}" if rebinding.place else sentence)
