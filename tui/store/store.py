"""The single source of truth: puts the sub-stores together and tells whoever watches that something changed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tui.events import ConnectionBegan, ConversationRemoved, Event, Fact, MessagesCut
from tui.lenses import NO_LENSES, Lenses
from tui.live import LiveStatus
from tui.models import ConversationKey
from tui.removal.entries import OpenJournal
from tui.removal.rules import Rules
from tui.runs import DeletedMessage
from tui.store.archive import OpenArchive
from tui.store.attachments import Attachments
from tui.store.catching_up import CatchingUp
from tui.store.changes import Changes
from tui.store.combined import Combined
from tui.store.connection import Connection, Door
from tui.store.conversations import Conversations
from tui.store.coverages import Coverages
from tui.store.departures import Departures
from tui.store.dispatch import Dispatch, Means
from tui.store.following import Following
from tui.store.habits import Habits
from tui.store.histories import Histories, Surroundings
from tui.store.keeping import Beginners, Keeping
from tui.store.listeners import Listeners
from tui.store.looking import Looking
from tui.store.names import Names
from tui.store.previews import Previews
from tui.store.removals import Clock, Removals
from tui.store.retention import Retention
from tui.store.service import Account, OpenService, SigningIn
from tui.store.snapshots import ArchiveState, HistorySnapshot, Outage, ServiceStatus
from tui.store.visits import Visits
from tui.times import clock

if TYPE_CHECKING:
    from tui.export import Exported, Format, Progress, Selection
    from tui.store.filtered import Filtered
    from tui.store.grounds import Grounds
    from tui.store.searching import Searching

USUAL_RULES = Rules()


class Store:
    """Facts and commands. Widgets read snapshots; nothing but the sub-stores changes anything."""

    def __init__(
        self,
        open_service: OpenService,
        open_archive: OpenArchive,
        now: Callable[[], int] = clock,
        *,
        account: Account | None = None,
        signing_in: SigningIn | None = None,
        retention_days: int | None = None,
        is_local: bool = False,
        open_journal: OpenJournal | None = None,
        rules: Rules = USUAL_RULES,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`account`: whose archive it is, where that is known before the service is reached.

        `retention_days`: how long the service keeps messages, where that is known. `is_local`: the service begins and
        ends with this program. What is asked of it before it is there waits, and nothing of it is archived for good.
        `open_journal`: without one nothing can be deleted. `sleep` waits for seconds, while a deletion can be undone.
        `now` is in ms since 1970.
        """
        self._now = now
        self._is_local = is_local
        self._retention = Retention(retention_days, now)
        self._listeners = Listeners()
        notify = self._listeners.tell
        self._connection = Connection(Door(open_service, account, signing_in, is_local), notify)
        service = self._connection.service
        self._keeping = Keeping(open_archive)
        self.attachments = Attachments(service)
        self.combined = Combined(service)
        self.habits = Habits()
        self.visits = Visits()
        self.changes = Changes(self._keeping.archive)
        self.coverages = Coverages(self._covered)
        self.names = Names(service, self.apply, self._touched)
        self._departures = Departures(self._touched)
        leaving = self._departures.of
        self.conversations = Conversations(service, self.apply, notify, self.names.of, now, leaving)
        dispatch = Dispatch(Means(service, open_journal, self._apply_lastingly, notify), self._departures)
        check = self.conversations.check_removal
        self.removals = Removals(dispatch, self._departures, check, Clock(now, sleep), rules)
        self.histories = Histories(self._surroundings())
        self.previews = Previews(self.histories, self.conversations, self._keeping.archive)
        self._looking = Looking(self._grounds)
        parts = (self.conversations, self.histories, self.names)
        self._following = Following(parts, self.apply, self._connection.live_changed, now)
        self._catching_up = self._catching_up_of_all()
        self._connection.join(self._catching_up)

    @property
    def account(self) -> Account | None:
        """Who is signed in, or whose archive is shown; None until that is known."""
        return self._connection.account

    @property
    def status(self) -> ServiceStatus:
        """How far opening the service has come."""
        return self._connection.status

    @property
    def live(self) -> LiveStatus:
        """How the live connection stands."""
        return self._following.status

    @property
    def is_offline(self) -> bool:
        """Whether the service cannot be asked: it was never reached, or nobody has answered the last call."""
        return self._connection.is_offline

    @property
    def outage(self) -> Outage | None:
        """Why nothing of the service has been seen since the start; None where the list has been, or may be soon."""
        return self._catching_up.outage

    @property
    def signing_in_as(self) -> Account | None:
        """Whose password `sign_in` wants; None where nobody can sign in."""
        return self._connection.signing_in_as

    @property
    def archive_state(self) -> ArchiveState:
        """How much is archived for good, and why what comes is not kept."""
        return ArchiveState(0 if self._is_local else self.coverages.messages, self._keeping.reason)

    @property
    def has_archive(self) -> bool:
        """Whether the archive is open, so that what it has can be read."""
        return self._keeping.is_open

    @property
    def read_at(self) -> int:
        """When anything was last heard of the service before this start, in ms since 1970; 0 for never."""
        return self._keeping.read_at

    @property
    def searching(self) -> Searching:
        """What is looked for in the archive."""
        return self._looking.searching

    @property
    def filtered(self) -> Filtered:
        """The history of which only some messages are shown."""
        return self._looking.filtered

    def filters(self, key: ConversationKey) -> bool:
        """Whether only some messages of a conversation are shown."""
        return self._looking.filters(key)

    def show_all(self) -> None:
        """Filter nothing any more."""
        self._looking.show_all()

    def history(self, key: ConversationKey) -> HistorySnapshot:
        """What is to be shown of a conversation: what is loaded of it, or what a filter leaves of it."""
        return self._looking.over(self.histories.snapshot(key))

    async def days(self, key: ConversationKey, month: date) -> Mapping[date, int]:
        """How many messages are archived of each day of the month of a date that has any. Raises ArchiveError."""
        return await self._keeping.archive().days(key, month)

    async def recently_deleted(self) -> tuple[DeletedMessage, ...]:
        """What the user removed with this program and is still kept, what went last first. Raises ArchiveError."""
        return await self._keeping.archive().recently_deleted()

    async def export(
        self,
        key: ConversationKey,
        form: Format,
        path: Path,
        selection: Selection,
        on_progress: Callable[[Progress], None],
        lenses: Lenses = NO_LENSES,
    ) -> Exported:
        """Write those archived messages of a conversation that are selected to a new file.

        Raises RoamingError, where the file is there already, too. To stop it, cancel it: nothing is left then.
        """
        from tui.export import Subject
        from tui.store.exporting import ExportWish, export

        user, app_key = (self.account.user_id, self.account.app_key) if self.account else ("", "")
        subject = Subject(key, self.names.of(key), user, app_key)
        wish = ExportWish(subject, form, path, selection, lenses)
        return await export(self._keeping.archive(), wish, self._now(), on_progress)

    def take_notice(self) -> str:
        """What the user is to be told once about the archive, as a sentence; '' when there is nothing, or told."""
        return self._keeping.take_notice()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; call what is returned to stop that."""
        return self._listeners.add(listener)

    async def restore(self) -> None:
        """Show what is archived, without the service. Does nothing when that has been done; never raises."""
        parts = (self.habits, self.changes, self.visits, self.names, self.conversations, self.coverages)
        await self._keeping.restore(Beginners(*parts))

    async def start(self) -> None:
        """Show what is archived, connect to the service and read the conversation list.

        Does nothing while that is under way, or signed out. Never raises a RoamingError: `status` and the list's
        snapshot say how it went, and calling again tries again.
        """
        await self._catching_up.start()

    async def sign_in(self, password: str) -> None:
        """Connect anew by `password`; what is loaded stays. Raises RoamingError, and then nothing has changed."""
        await self._connection.sign_in(password)

    async def close(self) -> None:
        """Let go of the service and the archive. The store must not be used afterwards."""
        await self._connection.end()
        await self._following.close()
        await self.coverages.close()
        await self._looking.close()
        await self.removals.close()
        await self._connection.close()
        await self._keeping.close()

    def apply(self, fact: Fact) -> None:
        """Take over what happened: the one path for what was done here, what was read, and what other devices did."""
        self.names.apply(fact)
        self.conversations.apply(fact)
        if isinstance(fact, Event | ConnectionBegan):
            self.histories.apply(fact)
        self._keeping.write(fact)
        if isinstance(fact, Event):
            self.coverages.stale(fact.key)
            self._looking.stale(fact.key)

    async def _apply_lastingly(self, event: Event) -> None:
        """As `apply`; returns when it is on the disk. Raises ArchiveError.

        A message that came while its conversation went has brought it back: only what is older has gone then.
        """
        last = self.conversations.last_message(event.key)
        if isinstance(event, ConversationRemoved) and event.with_messages and last and 0 < event.until < last.time:
            event = MessagesCut(event.key, event.until, event.is_own)
        self.apply(event)
        await self._keeping.archive().written()

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            connection=self._connection,
            archive=self._keeping.archive,
            names=self.names,
            coverages=self.coverages,
            visits=self.visits,
            publish=self.apply,
            notify=self._listeners.tell,
            departures=self._departures.of,
            kept_from=self._retention.kept_from,
            now=self._now,
        )

    def _catching_up_of_all(self) -> CatchingUp:
        return CatchingUp(
            connection=self._connection,
            keeping=self._keeping,
            following=self._following,
            conversations=self.conversations,
            histories=self.histories,
            names=self.names,
            removals=self.removals,
            changes=self.changes,
            restore=self.restore,
            notify=self._listeners.tell,
        )

    def _grounds(self) -> Grounds:
        from tui.store.grounds import Grounds

        return Grounds(
            archive=self._keeping.archive,
            service=self._connection.service,
            publish=self.apply,
            listed=self.conversations.listed,
            notify=self._listeners.tell,
            now=self._now,
        )

    def _covered(self) -> None:
        self._retention.mark_expiring(self.conversations, self.coverages)
        self._listeners.tell()

    def _touched(self) -> None:
        self.conversations.touched()
        self._listeners.tell()
