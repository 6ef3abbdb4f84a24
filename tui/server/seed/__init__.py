"""The seed world: a small company's chats, made from a number, for the demo and for tests."""

from tui.server.seed.people import SEED_ACCOUNT, SEED_APP_KEY, SEED_PASSWORD
from tui.server.seed.people import SQUARE as PAST_OF
from tui.server.seed.world import seed_past, seed_present, seed_world

__all__ = ["PAST_OF", "SEED_ACCOUNT", "SEED_APP_KEY", "SEED_PASSWORD", "seed_past", "seed_present", "seed_world"]
