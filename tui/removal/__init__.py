"""Deletions: what exactly is to go, what is known of how far it has gone, and the only way to send it."""
