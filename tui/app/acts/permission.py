"""Whether anything that the service keeps can be changed now."""

from __future__ import annotations

from tui.i18n import _
from tui.store.store import Store


def refusal(store: Store) -> str:
    """Why nothing can be changed, as a sentence; '' where it can."""
    if store.removals.rules.read_only:
        return _("Only reading is allowed here (read_only or --read-only): no pin and no message can be changed.")
    if store.is_offline:
        return _("Not connected: pins and deletions need the service. What is archived can be read.")
    return ""
