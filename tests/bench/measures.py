"""What is measured of a program: its start, keys pressed one at a time, a key held down, and quiet."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.bench.driver import Driven, StuckError

Measures = dict[str, float]
"""By name, in ms and bytes unless the name says otherwise."""

LINE, PAGE = "\x1b[A", "\x1b[5~"
HELD, RATE = 25, 30.0
"""How many times a held key repeats, and how often a second."""

PAGE_SIZE = 50
"""Messages that come at once."""

LAST_WORDS = 0.25
"""Seconds of quiet after which a start or a held key is over."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """One key: ms to the last byte, and what was written in answer."""

    last: float
    frames: int
    size: int
    text: str


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie, between two of them in proportion. Raises ValueError for none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    whole, part = divmod((len(ordered) - 1) * share, 1)
    low, high = ordered[int(whole)], ordered[min(int(whole) + 1, len(ordered) - 1)]
    return low + (high - low) * part


def start(program: Driven, *wanted: str) -> Measures:
    """From the command to the moment at which all of `wanted` had been written."""
    painted = program.until(*wanted)
    busy = program.cpu()
    first = program.output.first
    program.settle(LAST_WORDS)
    return {
        "start": (painted - program.started) * 1e3,
        "start, first byte": (first - program.started) * 1e3,
        "start, CPU": busy * 1e3,
    }


def press(program: Driven, key: str) -> Pressed:
    at = program.press(key)
    program.read(1.0)
    program.settle()
    output = program.output
    return Pressed((output.last - at) * 1e3 if output.data else 0.0, output.frames, len(output.data), output.text)


def keys(program: Driven, name: str, key: str, count: int) -> Measures:
    """`count` times `key`, each answered before the next."""
    press(program, key)
    before = program.cpu()
    pressed = [press(program, key) for _time in range(count)]
    busy = program.cpu() - before
    times = [each.last for each in pressed]
    return {
        f"{name} p50": quantile(times, 0.5),
        f"{name} p95": quantile(times, 0.95),
        f"{name}, bytes": quantile([each.size for each in pressed], 0.5),
        f"{name}, frames a key": sum(each.frames for each in pressed) / count,
        f"{name}, keys without exactly one frame": sum(each.frames != 1 for each in pressed),
        f"{name}, CPU a key": busy / count * 1e3,
    }


def fetched(program: Driven, size: int, enough: int) -> Measures:
    """Read on faster than pages come, until `enough` messages of a conversation of `size` are loaded.

    From four screens' worth of keys, which is more than a page has, to the moment at which the next older message than
    what was loaded is painted. One of so many lines that its number is above the screen is passed over.
    """
    times = []
    for missing in range(size - PAGE_SIZE - 1, size - enough, -PAGE_SIZE):
        at = program.press(PAGE * 4)
        with suppress(StuckError):
            times.append((program.until(number(missing), patience=1.0) - at) * 1e3)
        program.settle(LAST_WORDS)
    if not times:
        raise StuckError("no older page was painted")
    return {"fetched page p50": quantile(times, 0.5), "fetched page p95": quantile(times, 0.95)}


def number(message: int) -> str:
    """A regular expression for the beginning of a message's text."""
    return f"№{message} "


def last_but_one(size: int) -> str:
    """What is painted with the newest page of `size` messages; the list shows the last one, too."""
    return number(size - 2)


def jump(program: Driven, name: str, key: str, wanted: str) -> Measures:
    """From `key` to the moment at which `wanted` had been written."""
    at = program.press(key)
    painted = program.until(wanted)
    program.settle(LAST_WORDS)
    return {name: (painted - at) * 1e3}


def held(program: Driven, name: str, key: str) -> Measures:
    """`key` as often as a keyboard repeats it, whether or not the program keeps up; the lag is that of the last one."""
    begun = time.perf_counter()
    painted, pressed = 0, begun
    for turn in range(HELD):
        while (left := begun + turn / RATE - time.perf_counter()) > 0:
            program.read(left)
        painted += turn > 0 and program.output.frames > 0
        pressed = program.press(key)
    program.settle(LAST_WORDS)
    painted += program.output.frames > 0
    lag = (program.output.last - pressed) * 1e3 if program.output.data else 0.0
    return {f"{name}, lag": lag, f"{name}, keys unpainted": HELD - painted}


def quiet(program: Driven, seconds: float) -> Measures:
    """What a program does when nothing happens."""
    program.press("")
    before, until = program.cpu(), time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        program.read(left)
    return {"idle, bytes": len(program.output.data), "idle, CPU a second": (program.cpu() - before) / seconds * 1e3}


def memory(program: Driven) -> Measures:
    return {"memory, MB": program.memory() / 1e6}
