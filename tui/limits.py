"""What the service allows in one request and of one user; sections are those of the protocol reference."""

from __future__ import annotations

LARGEST_PAGE = 50
"""Messages, or conversations, that one page may have (sections 5, 7 and 8)."""

GROUPS_PER_PAGE = 500
"""Groups that one page of those a user is in may have."""

USERS_PER_REQUEST = 100
"""User ids in one request for nicknames."""

IDS_PER_REQUEST = 20
"""Messages that one request removes by their ids: what the SDK allows; the service itself allows more (section 8)."""

MOST_PINS = 50
"""Conversations that a user may have pinned; one page has them all (section 7)."""
