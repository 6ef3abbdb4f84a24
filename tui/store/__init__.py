"""The single source of truth about conversations and histories, and the only way to change them."""

from tui.store.advance import KnownInAdvance
from tui.store.archive import OpenArchive
from tui.store.service import Account, Follow, Opened, OpenService, Report, Service, SigningIn
from tui.store.store import Store

__all__ = [
    "Account",
    "Follow",
    "KnownInAdvance",
    "OpenArchive",
    "OpenService",
    "Opened",
    "Report",
    "Service",
    "SigningIn",
    "Store",
]
