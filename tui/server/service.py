"""The local service as a whole: a database, and the application that answers from it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from typing import Self

from sqlalchemy import insert, select
from starlette.applications import Starlette

from tui.errors import ArgumentError
from tui.server.accounts import NO_PASSWORD, Accounts, hash_password
from tui.server.app import Application
from tui.server.calls import Calls
from tui.server.conversations import Conversations
from tui.server.cursors import Cursors
from tui.server.database import Database
from tui.server.door import Clock, Door
from tui.server.filling import fill
from tui.server.hub import Hub
from tui.server.ingest import Ingest
from tui.server.limits import Limits
from tui.server.posting import Post
from tui.server.refusals import Refusal
from tui.server.schema import setting
from tui.server.sending import Sending
from tui.server.world import World

IN_MEMORY = "sqlite://"
CONVERSATIONS_KEPT = 100
TOKEN_LIFETIME = 5_184_000


class Service:
    """One app of the service, kept in one database. Make it with `create`, and `close` it in the end.

    `app` is the ASGI application; everything in here may be called from any thread.
    """

    def __init__(
        self, database: Database, accounts: Accounts, app_key: str, app: Starlette, clock: Clock, post: Post, hub: Hub
    ) -> None:
        self.database = database
        self._accounts = accounts
        self.app_key = app_key
        self.app = app
        self._clock = clock
        self._post = post
        self._hub = hub

    @classmethod
    def create(
        cls,
        database_url: str = IN_MEMORY,
        app_key: str = "demo#roam",
        *,
        must_exist: bool = False,
        conversations_kept: int | None = CONVERSATIONS_KEPT,
        limits: Limits | None = None,
        hosts: Iterable[str] = (),
        token_lifetime: int = TOKEN_LIFETIME,
        clock: Clock = time.time,
    ) -> Self:
        """Open the database, making it when it is new, unless it `must_exist`.

        `conversations_kept` is how many conversations a user's list goes back (None: all), `hosts` the names that the
        service answers to besides those of loopback, `token_lifetime` in seconds, `clock` in seconds since 1970.
        Raises ArgumentError for an app key that is not org#app, ConfigError when the database cannot be opened.
        """
        org, _, app = app_key.partition("#")
        if not org or not app or "#" in app or "/" in app_key:
            raise ArgumentError("app_key", app_key, "org#app")
        database = Database(database_url, must_exist=must_exist)
        door = Door(Accounts(database, token_lifetime), app_key, clock)
        conversations = Conversations(Cursors(_signing_key(database)), app_key, conversations_kept)
        calls = Calls(door.accounts, conversations, app_key)
        post, hub = Post(app_key), Hub(database)
        application = Application(database, door, calls, limits or Limits(), post, hub)
        return cls(database, door.accounts, app_key, application.asgi(tuple(hosts)), clock, post, hub)

    def now(self) -> int:
        """Milliseconds since 1970."""
        return int(self._clock() * 1000)

    def ingest(self, password: str | None, members: Iterable[str] = ()) -> Ingest:
        """A run of storing messages: new accounts get `password`; `members` join every group that comes.

        None: nobody can sign in to the new accounts.
        """
        stored = NO_PASSWORD if password is None else hash_password(password)
        return Ingest(self.database, stored, self.now(), (user.lower() for user in members))

    def token_of(self, user: str) -> str:
        """A new token of an account, for whoever runs the service: it takes no password."""
        return self._accounts.grant(user.lower(), self.now())

    def load_world(self, world: World, password: str | None) -> None:
        """Store a whole world; its new accounts get `password` (None: nobody can sign in to them).

        Loading it again stores nothing twice, and sets pins, marks and unread counts anew.
        """
        fill(self.database, self.ingest(password), world, self.now())

    def say(self, sender: str, to: str, text: str, chat_type: str | None = None) -> str:
        """Let `sender` send a text to a user or a group, and return its id; connected devices get it at once.

        `chat_type` is "chat" or "groupchat"; None: a group, where the sender is in one of that id. Devices that are
        connected to another process which serves the same database get it within moments. Raises ArgumentError when
        there is no such user, or the sender is not in the group.
        """
        return self.say_all([(sender, to, text, chat_type)])[0]

    def say_all(self, sayings: Iterable[tuple[str, str, str, str | None]]) -> list[str]:
        """As `say`, for many at once (sender, to, text and chat type of each): all of them, or none."""
        with self.database.writing() as connection:
            sending = self._post.sending(connection)
            ids = [self._say(sending, *saying) for saying in sayings]
            woken = sending.finish(self.now())
        self._hub.wake(woken)
        return ids

    def _say(self, sending: Sending, sender: str, to: str, text: str, chat_type: str | None) -> str:
        payload = {"bodies": [{"type": "txt", "msg": text}], "ext": {}}
        try:
            return sending.add(sender.lower(), to.lower(), chat_type, payload, self.now()).id
        except Refusal as refusal:
            raise ArgumentError("conversation", to, refusal.description) from refusal

    def close(self) -> None:
        """Let go of the database. Closing again does nothing."""
        self.database.close()


def _signing_key(database: Database) -> bytes:
    """The key of the cursors, made once for each database, so that they outlive the process."""
    with database.writing() as connection:
        query = select(setting.c.value).where(setting.c.name == "cursor_key")
        key: bytes | None = connection.scalar(query)
        if key is None:
            key = secrets.token_bytes(32)
            connection.execute(insert(setting).values(name="cursor_key", value=key))
        return key
