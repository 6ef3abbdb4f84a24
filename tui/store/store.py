"""The single source of truth: puts the sub-stores together and tells whoever watches that something changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import ArchiveError, NotConnectedError, RoamingError
from tui.events import ConnectionBegan, ConversationRemoved, Event, Fact, MessagesCut
from tui.i18n import _
from tui.live import LiveStatus
from tui.models import ConversationKey
from tui.removal.entries import OpenJournal
from tui.removal.rules import Rules
from tui.runs import ArchivedList, Coverage, DeletedMessage, Position
from tui.store.archive import Archive, OpenArchive
from tui.store.arriving import Arrival
from tui.store.attachments import Attachments
from tui.store.changes import Changes
from tui.store.combined import Combined
from tui.store.conversations import Conversations
from tui.store.coverages import DAY, Coverages
from tui.store.following import Following
from tui.store.habits import Habits
from tui.store.histories import Histories, Surroundings
from tui.store.names import Names
from tui.store.previews import Previews
from tui.store.reach import Reach
from tui.store.removals import Means, Removals
from tui.store.retrying import Retrying, is_of_the_network, may_pass
from tui.store.service import Account, Opened, OpenService, Service, SigningIn
from tui.store.signed_out import is_signed_out
from tui.store.snapshots import ArchiveState, HistorySnapshot, Outage, Phase, ServiceStatus
from tui.store.visits import Visits
from tui.store.watching import watched

if TYPE_CHECKING:
    from tui.export import Exported, Format, Progress, Selection
    from tui.store.filtered import Filtered
    from tui.store.grounds import Grounds
    from tui.store.searching import Searching

USUAL_RULES = Rules()


def _clock() -> int:
    """Now, in ms since 1970."""
    return time.time_ns() // 1_000_000


class Store:
    """Facts and commands. Widgets read snapshots; nothing but the sub-stores changes anything."""

    def __init__(
        self,
        open_service: OpenService,
        open_archive: OpenArchive,
        now: Callable[[], int] = _clock,
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
        """
        self._open_service = open_service
        self._open_archive = open_archive
        self._now = now
        self._account = account
        self._signing_in = signing_in
        self._retention_days = retention_days
        self._is_local = is_local
        self._arrival = Arrival(is_local)
        self._opened: Opened | None = None
        self._archive: Archive | None = None
        self._restoring = asyncio.Lock()
        self._read_at = 0
        self._was_tried = False
        self._is_closed = False
        self._has_filtered = False
        self._listeners: list[Callable[[], None]] = []
        self.status = ServiceStatus()
        self.attachments = Attachments(self._service)
        self.coverages = Coverages(self._covered)
        self.habits = Habits()
        self.changes = Changes(self._archived)
        self.visits = Visits()
        self.combined = Combined(self._service)
        self.names = Names(self._service, self.apply, self._touched)
        self.removals = Removals(
            Means(
                service=self._service,
                open_journal=open_journal,
                check=lambda removal: self.conversations.check_removal(removal),
                apply=self._apply_lastingly,
                notify=self._touched,
                now=now,
                sleep=sleep,
            ),
            rules,
        )
        departures = self.removals.departures
        self.conversations = Conversations(self._service, self.apply, self._notify, self.names.of, now, departures)
        self.histories = Histories(
            Surroundings(
                service=self._service,
                archive=self._archived,
                publish=self.apply,
                notify=self._notify,
                describe=self._describe,
                departures=departures,
                own_id=lambda: self.account.user_id if self.account else "",
                is_offline=lambda: self._is_out_of_reach or self._reach.is_cut_off,
                is_connecting=lambda: self._opened is None and not self._was_tried,
                kept_from=self._kept_from,
                seen=self._seen,
                lost=self._lost,
                now=now,
            )
        )
        self.previews = Previews(self.histories, self.conversations, self._archived)
        self._reach = Reach()
        self._retrying = Retrying(self._try_again)
        parts = (self.conversations, self.histories, self.names)
        self._following = Following(parts, self.apply, self._live_changed, now)

    @property
    def account(self) -> Account | None:
        """Who is signed in, or whose archive is shown; None until that is known."""
        return self._opened.account if self._opened else self._account

    @cached_property
    def searching(self) -> Searching:
        """What is looked for in the archive. Imported when it is first asked for: nobody searches before that."""
        from tui.store.searching import Searching

        return Searching(self._grounds())

    @cached_property
    def filtered(self) -> Filtered:
        """The history of which only some messages are shown. Imported when it is first asked for, as well."""
        from tui.store.filtered import Filtered

        self._has_filtered = True
        return Filtered(self._grounds())

    def filters(self, key: ConversationKey) -> bool:
        """Whether only some messages of a conversation are shown."""
        return self._has_filtered and self.filtered.key == key

    def show_all(self) -> None:
        """Filter nothing any more."""
        if self._has_filtered:
            self.filtered.end()

    async def export(
        self,
        key: ConversationKey,
        form: Format,
        path: Path,
        selection: Selection,
        on_progress: Callable[[Progress], None],
    ) -> Exported:
        """Write those archived messages of a conversation that are selected to a new file.

        Raises RoamingError, where the file is there already, too. To stop it, cancel it: nothing is left then.
        """
        from tui.export import Subject
        from tui.store.exporting import ExportWish, export

        user, app_key = (self.account.user_id, self.account.app_key) if self.account else ("", "")
        subject = Subject(key, self.names.of(key), user, app_key)
        return await export(self._archived(), ExportWish(subject, form, path, selection), self._now(), on_progress)

    async def days(self, key: ConversationKey, month: date) -> Mapping[date, int]:
        """How many messages are archived of each day of the month of a date that has any. Raises ArchiveError."""
        return await self._archived().days(key, month)

    def history(self, key: ConversationKey) -> HistorySnapshot:
        """What is to be shown of a conversation: what is loaded of it, or what a filter leaves of it."""
        snapshot = self.histories.snapshot(key)
        return self.filtered.over(snapshot) if self.filters(key) else snapshot

    @property
    def live(self) -> LiveStatus:
        """How the live connection stands."""
        return self._following.status

    @property
    def is_offline(self) -> bool:
        """Whether the service cannot be asked: it was never reached, or nobody has answered the last call.

        A live connection that cannot be made is no such case: where it is blocked, calls may be answered.
        """
        return self._is_out_of_reach or bool(self._reach.silence)

    @property
    def _is_out_of_reach(self) -> bool:
        return self._opened is None and not self._arrival.is_awaited

    @property
    def outage(self) -> Outage | None:
        """Why nothing of the service has been seen since the start; None where the list has been, or may be soon."""
        if self.status.phase is Phase.FAILED:
            return Outage(self.status.detail, self._retrying.is_trying)
        if not self._reach.silence or self.conversations.was_read:
            return None
        is_reading = self.conversations.snapshot().phase is Phase.LOADING
        return Outage(self._reach.silence, is_reading or self._retrying.is_trying)

    @property
    def archive_state(self) -> ArchiveState:
        """How much is archived for good, and why what comes is not kept."""
        messages = 0 if self._is_local else self.coverages.messages
        return ArchiveState(messages, self._archive.reason if self._archive else "")

    @property
    def has_archive(self) -> bool:
        """Whether the archive is open, so that what it has can be read."""
        return self._archive is not None

    @property
    def read_at(self) -> int:
        """When anything was last heard of the service before this start, in ms since 1970; 0 for never."""
        return self._read_at

    def take_notice(self) -> str:
        """What the user is to be told once about the archive, as a sentence; '' when there is nothing, or told."""
        return self._archive.take_notice() if self._archive else ""

    async def recently_deleted(self) -> tuple[DeletedMessage, ...]:
        """What the user removed with this program and is still kept, what went last first. Raises ArchiveError."""
        return await self._archived().recently_deleted()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; call what is returned to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def restore(self) -> None:
        """Show what is archived, without the service. Does nothing when that has been done; never raises."""
        async with self._restoring:
            if self._archive is not None:
                return
            self._archive = await self._open_archive()
            try:
                listed = await self._archive.listed()
            except ArchiveError:
                listed = ArchivedList()
            self.habits.restore(listed.notes, self._archive.note)
            self.changes.restore(listed.notes, self._archive.note)
            with suppress(ArchiveError):  # the list, which failed as well, or the next page will say so
                await self.visits.restore(self._archive)
            self._read_at = listed.read_at
            self.names.restore(listed.names)
            self.conversations.restore(listed)
            await self.coverages.start(self._archive)

    async def start(self) -> None:
        """Show what is archived, connect to the service and read the conversation list.

        Does nothing while that is under way, or signed out. Never raises a RoamingError: `status` and the list's
        snapshot say how it went, and calling again tries again.
        """
        if self._is_closed or self.status.phase in (Phase.LOADING, Phase.SIGNED_OUT):
            return
        self._retrying.stop()
        if self._opened is None:
            self._report(_("connecting"), None)
            try:
                opened = await self._connect()
            except RoamingError as error:
                self._fail(error)
                await self.removals.recover()  # what was never sent can be told of without a network as well
                return
            except BaseException:
                self._enter(ServiceStatus())
                raise
            if self._is_closed:
                await opened.close()
                return
            self._go_on_with(opened)
        loading = (self.conversations.load(), self.histories.catch_up(), self.removals.recover())
        _none, is_there, _none = await asyncio.gather(*loading)
        if (failure := self.conversations.failure) is not None and may_pass(failure):
            self._retry_later()
            return
        if is_there and not self._reach.silence:
            self._retrying.succeeded()
        await self.changes.count()
        self._notify()
        await self.names.load([item.key for item in self.conversations.snapshot().items])

    @property
    def signing_in_as(self) -> Account | None:
        """Whose password `sign_in` wants; None where nobody can sign in."""
        return self._signing_in.account if self._signing_in else None

    async def sign_in(self, password: str) -> None:
        """Connect anew by `password`; what is loaded stays. Raises RoamingError, and then nothing has changed."""
        if self._signing_in is None:
            raise RoamingError(_("nobody can sign in here"))
        opened = await self._signing_in.open(password)
        previous = self._opened
        self._go_on_with(opened)
        if previous:
            await previous.close()

    async def close(self) -> None:
        """Let go of the service and the archive. The store must not be used afterwards."""
        self._is_closed = True
        await self._retrying.close()
        await self._following.close()
        await self.coverages.close()
        if self._has_filtered:
            await self.filtered.close()
        await self.removals.close()
        if self._opened:
            await self._opened.close()
        if self._archive:
            await self._archive.aclose()

    def apply(self, fact: Fact) -> None:
        """Take over what happened: the one path for what was done here, what was read, and what other devices did."""
        self.names.apply(fact)
        self.conversations.apply(fact)
        if isinstance(fact, Event | ConnectionBegan):
            self.histories.apply(fact)
        if self._archive is not None:
            self._archive.write(fact)
        if isinstance(fact, Event):
            self.coverages.stale(fact.key)
            if self._has_filtered:
                self.filtered.stale(fact.key)

    async def _apply_lastingly(self, event: Event) -> None:
        """As `apply`; returns when it is on the disk. Raises ArchiveError.

        A message that came while its conversation went has brought it back: only what is older has gone then.
        """
        last = self.conversations.last_message(event.key)
        if isinstance(event, ConversationRemoved) and event.with_messages and last and 0 < event.until < last.time:
            event = MessagesCut(event.key, event.until, event.is_own)
        self.apply(event)
        await self._archived().written()

    def _go_on_with(self, opened: Opened) -> None:
        """There is a service to ask, for the first time or again."""
        self._opened = opened
        self._arrival.end()
        if self._archive is not None:
            self._archive.look_from(opened.base)
        self._enter(ServiceStatus(Phase.READY))
        self.histories.online()
        self._following.start(opened)

    async def _try_again(self) -> None:
        """Have again what could not be had, and find out whether anybody answers."""
        if self._opened is None or self.conversations.failure is not None:
            await self.start()
            return
        was_cut_off = self._is_unanswered()
        is_there = await self.histories.catch_up()
        if self._is_unanswered():
            latest = self.histories.latest
            await (self.conversations.load() if latest is None else self.histories.refresh(latest))
        if self._is_unanswered():
            self._retry_later()
        elif is_there:
            self._retrying.succeeded()
        if was_cut_off and not self._is_unanswered():
            await self.conversations.settle_pins()
            await self.removals.recover()
            while await self.histories.verify():
                pass

    def _is_unanswered(self) -> bool:
        return bool(self._reach.silence) or self._reach.is_doubtful

    def _retry_later(self) -> None:
        self._retrying.failed()
        self._notify()

    def _live_changed(self) -> None:
        if self._reach.live_is_lost(self._following.is_lost):
            self._retrying.failed()
        self._notify()

    def _lost(self, error: RoamingError) -> None:
        """A history lacks its newest page."""
        if is_of_the_network(error):
            self._retrying.failed()

    async def _connect(self) -> Opened:
        """Open the service and meanwhile show what the archive has."""
        opening = asyncio.ensure_future(self._open_service(self._report))
        try:
            await self.restore()
            return await opening
        except BaseException:
            opening.cancel()
            await asyncio.wait([opening])
            raise

    def _seen(self, key: ConversationKey) -> Position | None:
        visit = self.visits.of(key)
        return visit.seen if visit else None

    def _describe(self, key: ConversationKey) -> tuple[str, Coverage | None]:
        return self.names.of(key), self.coverages.of(key)

    def _archived(self) -> Archive:
        if self._archive is None:
            raise ArchiveError(_("The archive is not open yet."))
        return self._archive

    def _grounds(self) -> Grounds:
        from tui.store.grounds import Grounds

        return Grounds(
            archive=self._archived,
            service=self._service,
            publish=self.apply,
            listed=lambda: [item.key for item in self.conversations.snapshot().items if item.listed],
            notify=self._notify,
            now=self._now,
        )

    def _service(self) -> Service:
        if self._arrival.is_awaited:
            return self._arrival.service(self._service)
        if self._opened is None:
            raise NotConnectedError(_("Not connected to the service yet."))
        return watched(self._opened.service, partial(self._ended, self._opened))

    def _ended(self, asked: Opened, error: RoamingError | None) -> None:
        """Any call may be the first to tell that nobody answers, or that the sign-in is not valid any more."""
        if asked is not self._opened:
            return
        if error is not None and self.status.phase is not Phase.SIGNED_OUT and self._can_sign_in_after(error):
            self._fail(error)
        was_offline = self._is_unanswered()
        has_changed = self._reach.ended(error)
        if self._reach.silence:
            self._retrying.failed()
        if was_offline and not self._is_unanswered():
            self.histories.online()
        if has_changed:
            self._notify()

    def _can_sign_in_after(self, error: RoamingError) -> bool:
        return self._signing_in is not None and is_signed_out(error)

    def _fail(self, error: RoamingError) -> None:
        self._was_tried = True
        self._arrival.end()
        signed_out = self._can_sign_in_after(error)
        if may_pass(error) and not signed_out:
            self._retrying.failed()
        self._enter(ServiceStatus(Phase.SIGNED_OUT if signed_out else Phase.FAILED, str(error)))

    def _kept_from(self) -> Position | None:
        """From where on the service has forgotten nothing, but for the day on which it may have done so."""
        if self._retention_days is None:
            return None
        return Position(self._now() - max(self._retention_days - 1, 0) * DAY, 0)

    def _covered(self) -> None:
        if self._retention_days is not None:
            listed = [item for item in self.conversations.snapshot().items if item.listed]
            newest = {item.key: item.last_message.time if item.last_message else None for item in listed}
            self.conversations.mark_expiring(self.coverages.expiring(self._now(), self._retention_days, newest))
        self._notify()

    def _touched(self) -> None:
        self.conversations.touched()
        self._notify()

    def _report(self, detail: str, progress: float | None) -> None:
        self._enter(ServiceStatus(Phase.LOADING, detail, progress))

    def _enter(self, status: ServiceStatus) -> None:
        self.status = status
        self._notify()

    def _notify(self) -> None:
        for listener in tuple(self._listeners):
            listener()
