"""The seed world: a small company's chats, made from a number, for the demo and for tests."""
