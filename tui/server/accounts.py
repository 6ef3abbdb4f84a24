"""Who may sign in: accounts, their passwords, and the tokens that stand for them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, delete, insert, select

from tui.models import Json
from tui.server.batches import for_statements
from tui.server.database import Database
from tui.server.refusals import expired, invalid_grant, unauthorized
from tui.server.schema import account, token

_COST = 2**13  # of scrypt: about 25 ms, 8 MiB


def hash_password(password: str) -> str:
    """What is stored of a password."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(password, salt).hex()}"


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=8, p=1)


def _fits(password: str, stored: str) -> bool:
    salt, _, digest = stored.partition("$")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt)), bytes.fromhex(digest))


NO_PASSWORD = f"{'00' * 16}${'00' * 64}"
"""What is stored where no password is to fit. It is held against who has no account, so that this takes as long."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A token, handed out once; `user` describes its account as the service does, `lifetime` is in seconds."""

    token: str = field(repr=False)
    lifetime: int
    user: dict[str, Json]


def add_accounts(connection: Connection, nicknames: Mapping[str, str], password: str, now: int) -> None:
    """Make the accounts that are not there yet; `password` is hashed, `now` in ms since 1970."""
    present = _present(connection, nicknames)
    rows = [
        {"id": user, "uuid": str(uuid.uuid4()), "nickname": nickname, "password": password, "created": now}
        for user, nickname in nicknames.items()
        if user not in present
    ]
    if rows:
        connection.execute(insert(account), rows)


def _present(connection: Connection, users: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for part in for_statements(users):
        found.update(connection.scalars(select(account.c.id).where(account.c.id.in_(part))))
    return found


class Accounts:
    """Signing in, and recognising who has. `lifetime` is a token's, in seconds."""

    def __init__(self, database: Database, lifetime: int) -> None:
        self._database = database
        self._lifetime = lifetime

    def sign_in(self, name: str, password: str, now: int) -> Grant:
        """Hand out a new token (section 4). Raises Refusal; an unknown user takes as long as a wrong password."""
        name = name.lower()
        with self._database.reading() as connection:
            row = connection.execute(select(account).where(account.c.id == name)).one_or_none()
        if not _fits(password, row.password if row else NO_PASSWORD) or row is None:
            raise invalid_grant()
        return Grant(self.grant(name, now), self._lifetime, _described(row.uuid, name, row.created))

    def grant(self, name: str, now: int) -> str:
        """A new token of the account `name`, which has shown whose it is."""
        fresh = "YWMt" + secrets.token_urlsafe(32)
        with self._database.writing() as connection:
            connection.execute(delete(token).where(token.c.owner == name, token.c.expires <= now))
            connection.execute(
                insert(token).values(digest=_digest(fresh), owner=name, expires=now + self._lifetime * 1000)
            )
        return fresh

    def owner_of(self, connection: Connection, text: str, now: int) -> str:
        """Whose token `text` is. Raises Refusal (401) for one that is unknown or expired."""
        # Looked up by its digest: how long the comparison takes tells nothing about any token.
        row = connection.execute(_TOKEN, {"digest": _digest(text)}).one_or_none()
        if row is None or not hmac.compare_digest(row.digest, _digest(text)):
            raise unauthorized()
        if row.expires <= now:
            raise expired()
        return str(row.owner)

    def nicknames(self, connection: Connection, users: Iterable[str]) -> dict[str, str]:
        """The nicknames of those of `users` who exist."""
        found: dict[str, str] = {}
        for part in for_statements(users):
            query = select(account.c.id, account.c.nickname).where(account.c.id.in_(part))
            found |= {row.id: row.nickname for row in connection.execute(query)}
        return found


_TOKEN = select(token).where(token.c.digest == bindparam("digest"))
"""Built once: every call asks it."""


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _described(identifier: str, name: str, created: int) -> dict[str, Json]:
    return {
        "uuid": identifier,
        "type": "user",
        "created": created,
        "modified": created,
        "username": name,
        "activated": True,
    }
