"""Every key as a list for people and programs, with the keys that the user has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.app.keymap import KEYS, TITLES
from tui.app.rebinding import keymap
from tui.preferences import Rebinding


class ListedKey(NamedTuple):
    """`keys` as the configuration file would have them."""

    id: str
    keys: tuple[str, ...]
    where: str
    what: str


def key_list(rebindings: Sequence[Rebinding] = ()) -> list[ListedKey]:
    """In the order of help. Raises ConfigError as `keymap` does."""
    keymap(rebindings)
    chosen = {each.id: each.keys for each in rebindings}
    return [
        ListedKey(key.id, chosen.get(key.id, tuple(key.keys.split(","))), TITLES[where], key.tooltip or key.words)
        for where, keys in KEYS.items()
        for key in keys
    ]
