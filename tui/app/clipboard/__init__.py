"""Giving texts to the user's clipboard, wherever that is, and saying honestly where they went."""
