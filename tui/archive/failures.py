"""What the database says when it fails, in sentences for the user."""

from __future__ import annotations

import apsw

from tui.i18n import _

DAMAGED = (apsw.CorruptError, apsw.NotADBError)
"""The file is not what a database looks like."""


def sentence(error: Exception) -> str:
    """What went wrong, and where possible what to do."""
    if isinstance(error, DAMAGED):
        return _("The archive is damaged; at the next start a new one is begun, and this one kept beside it.")
    if isinstance(error, apsw.FullError):
        return _("The disk is full, so nothing more is archived until the next start.")
    if isinstance(error, apsw.ReadOnlyError | apsw.PermissionsError | apsw.CantOpenError):
        return _("The archive may not be written; check the permissions of its file and directory.")
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return _("Another program held the archive for too long; nothing more is archived until the next start.")
    return _("The archive failed: {reason}.").format(reason=str(error).rstrip(".") or type(error).__name__)
