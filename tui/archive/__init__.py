"""Keeps what was once seen in a SQLite file, so that it is never fetched twice and outlives the service's memory."""
