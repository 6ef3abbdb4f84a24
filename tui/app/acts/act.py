"""One act: something that a key of the main screen does, and when that can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """`run` does it, or says why it cannot be done now. `is_offered`: whether its key applies where the user is.

    `is_useful`: whether it would do anything; its hint is dimmed while not.
    """

    run: Callable[[], None]
    is_offered: Callable[[], bool] = _always
    is_useful: Callable[[], bool] = _always


Acts = Mapping[str, Act]
"""Acts by the names that the keymap calls them: the action of a key is `act('NAME')`."""
