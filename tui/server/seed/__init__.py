"""The seed world: a small company's chats, made from a number, for the demo and for tests."""

from tui.server.seed.people import SEED_ACCOUNT, SEED_APP_KEY, SEED_PASSWORD
from tui.server.seed.world import seed_world

__all__ = ["SEED_ACCOUNT", "SEED_APP_KEY", "SEED_PASSWORD", "seed_world"]
