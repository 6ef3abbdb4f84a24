"""Writes archived conversations to files that outlive this program, in forms for people and for other programs."""

from __future__ import annotations

from tui.export.entries import Entry, Subject
from tui.export.files import ExportError
from tui.export.formats import Format
from tui.export.job import Exported, ExportJob, Order, Progress
from tui.export.selection import Selection

__all__ = ["Entry", "ExportError", "ExportJob", "Exported", "Format", "Order", "Progress", "Selection", "Subject"]
