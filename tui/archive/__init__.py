"""Keeps what was once seen in a SQLite file, so that it is never fetched twice and outlives the service's memory."""

from __future__ import annotations

from tui.archive.archive import Archive, open_archive

__all__ = ["Archive", "open_archive"]
