"""Fetching what is missing of whole histories into the archive."""

from tui.store.fetching.fetching import AT_ONCE, Fetched, Fetching, Progress
from tui.store.fetching.listing import read_list
from tui.store.fetching.queue import KeepingArchive

__all__ = [
    "AT_ONCE",
    "Fetched",
    "Fetching",
    "KeepingArchive",
    "Progress",
    "read_list",
]
