"""Many values, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

_IN_ONE_STATEMENT = 500


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """`items` in lists of `size`; the last one may be shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def for_statements(values: Iterable[T]) -> Iterator[list[T]]:
    """`values` in lists that one statement can name: databases limit its parameters."""
    return batched(values, _IN_ONE_STATEMENT)
