"""Regular expressions of a stranger's making, matched in a time that grows only with the text.

Python's own `re` may take for ever over a few characters, and holds up the whole program meanwhile. The engine behind
pydantic's string patterns cannot: it has no look-around, no back references, and limits the size of what it compiles.
"""

from __future__ import annotations

from collections.abc import Callable

LONGEST = 500
"""Characters of a pattern."""

LONGEST_TEXT = 100_000
"""Characters of a text that are looked at."""


class Matcher:
    """A compiled pattern. Case does not matter unless the pattern itself says so."""

    def __init__(self, source: str) -> None:
        """Raises ValueError, which says in the engine's words what is wrong."""
        if len(source) > LONGEST:
            raise ValueError(f"longer than {LONGEST} characters")
        # Slow to import, and most queries have no pattern.
        from pydantic_core import SchemaError, SchemaValidator, core_schema

        schema = core_schema.str_schema(pattern=f"(?i){source}", regex_engine="rust-regex")
        try:
            self._validator = SchemaValidator(schema)
        except SchemaError as error:
            raise ValueError(str(error).strip().rpartition("error: ")[2].rpartition("SchemaError: ")[2]) from error

    def matches(self, text: str) -> bool:
        """Whether the pattern finds something in `text`."""
        return self._validator.isinstance_python(text[:LONGEST_TEXT].encode(errors="replace").decode())

    def span(self, text: str) -> tuple[int, int] | None:
        """Where what the pattern finds first begins and, as early as possible, ends; None: nowhere.

        The engine tells only whether it finds something, so the place is narrowed down by asking again.
        """
        if not self.matches(text):
            return None
        end = _first(range(len(text) + 1), lambda at: self.matches(text[:at]))
        start = _first(range(end + 1), lambda back: self.matches(text[end - back : end]))
        return end - start, end


def _first(numbers: range, holds: Callable[[int], bool]) -> int:
    """The first of `numbers` for which it holds, as it does for all after that; the last one for none."""
    low, high = numbers.start, numbers.stop - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
