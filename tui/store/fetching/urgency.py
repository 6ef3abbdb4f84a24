"""Which conversation is fetched first: the one whose unsaved messages are the oldest, and so the next to expire."""

from __future__ import annotations

from tui.runs import Coverage


def unsaved_since(coverage: Coverage) -> int:
    """From when on messages may be missing in the archive, in ms since 1970; 0: from the oldest that there are."""
    if not coverage.has_oldest:
        return 0
    first = coverage.gaps[0].after if coverage.gaps else coverage.newest
    return first or 0
