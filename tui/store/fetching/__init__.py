"""Fetching what is missing of whole histories into the archive."""

from tui.store.fetching.fetching import AT_ONCE, Fetched, Fetching, Progress
from tui.store.fetching.listing import read_list
from tui.store.fetching.queue import KeepingArchive
from tui.store.fetching.wanted import EVERYTHING, Wanted, wanted_by

__all__ = [
    "AT_ONCE",
    "EVERYTHING",
    "Fetched",
    "Fetching",
    "KeepingArchive",
    "Progress",
    "Wanted",
    "read_list",
    "wanted_by",
]
