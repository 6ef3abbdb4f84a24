"""The journal of deletions: what was about to be done is on the disk before it is done."""

from __future__ import annotations

from tui.archive.journal.journal import FileJournal, open_journal

__all__ = ["FileJournal", "open_journal"]
