"""Whose world the seed is: the app and the account that is in every conversation of it."""

from __future__ import annotations

SEED_APP_KEY = "demo#roam"
SEED_ACCOUNT = "mei"
SEED_PASSWORD = "paper-boat"  # noqa: S105 - opens made-up data on the user's own machine, and the demo shows it
