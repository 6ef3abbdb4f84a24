"""The client's end of the live connection, without any I/O: bytes in, events out, and bytes to send (section 10)."""

from __future__ import annotations

from collections import deque

from google.protobuf.message import DecodeError

from tui.errors import DeadlineError, ProtocolError
from tui.i18n import _
from tui.live import Connected, Kicked, LiveEvent, MessageReceived, Refused, TokenExpired, TokenExpiring
from tui.protocol import live_frames as frames
from tui.protocol import msync_pb2 as pb
from tui.protocol.jsontext import JsonError, parse_object
from tui.protocol.live_frames import Device
from tui.protocol.live_metas import read_meta
from tui.protocol.live_reading import Reading
from tui.protocol.refusals import refusal
from tui.protocol.typed import whole
from tui.protocol.viewpoint import Viewpoint
from tui.protocol.wire import parse

ANSWER = 10.0
"""Seconds in which the service has to answer the sign-in, and a heartbeat."""

HEARTBEAT = 30.0
"""Seconds of silence after which the service is asked for a sign of life."""

BAD_FRAMES = 20
"""So many frames a minute that cannot be read end the connection."""

_MINUTE = 60.0
_WARNING = 0.8  # share of the token's remaining time


class Seen:
    """The ids of the messages that came last; it outlives a connection, as a message may come again on the next."""

    def __init__(self, size: int = 1_000) -> None:
        self._order: deque[str] = deque(maxlen=size)
        self._ids: set[str] = set()

    def is_new(self, message_id: str) -> bool:
        """Whether this id is not among the last ones; it is from now on. A message without an id is always new."""
        if not message_id:
            return True
        if message_id in self._ids:
            return False
        if len(self._order) == self._order.maxlen:
            self._ids.discard(self._order[0])
        self._order.append(message_id)
        self._ids.add(message_id)
        return True


class ClientSession:
    """One connection, from the sign-in to its end.

    `now` is in seconds of a clock that only goes forward, `millis` since 1970. Call `tick` at `deadline`, at the
    latest. After `closing` has become true and the data is sent, the connection is to be closed.
    """

    def __init__(self, device: Device, base: str, now: float, millis: int, seen: Seen | None = None) -> None:
        """`base` is the REST base that the files of messages are fetched from."""
        self.closing = False
        self._device = device
        self._viewpoint = Viewpoint(device.user, device.resource, base)
        self._session_id = f"{millis}:"
        self._seen = seen or Seen()
        self._reading = Reading(device.user, device.resource)
        self._outgoing = [frames.provision(device, self._session_id)]
        self._signed_in = False
        self._answer_by: float | None = now + ANSWER
        self._quiet_at = now + HEARTBEAT
        self._warn_at: float | None = None
        self._expires: int | None = None
        self._expires_at: float | None = None
        self._bad: deque[float] = deque(maxlen=BAD_FRAMES)

    @property
    def deadline(self) -> float:
        """When `tick` has something to do, unless something arrives before."""
        moments = (self._answer_by, self._quiet_at, self._warn_at, self._expires_at)
        return min(moment for moment in moments if moment is not None)

    def data_to_send(self) -> list[bytes]:
        data, self._outgoing = self._outgoing, []
        return data

    def sign_out(self) -> None:
        """Take leave; the connection is to be closed after that."""
        self._outgoing.append(frames.logout(self._device, self._session_id))
        self.closing = True

    def tick(self, now: float) -> list[LiveEvent]:
        """Do what is due at `now`. Raises DeadlineError when the service has been silent for too long."""
        if self._answer_by is not None and now >= self._answer_by:
            raise DeadlineError(_("The live connection does not answer."))
        if now >= self._quiet_at:
            self._heartbeat(now)
        if self._expires_at is not None and now >= self._expires_at:
            self._expires_at = self._warn_at = None
            self.closing = True
            return [TokenExpired()]
        if self._warn_at is not None and now >= self._warn_at:
            self._warn_at = None
            return [TokenExpiring()]
        return []

    def receive(self, data: bytes, now: float, millis: int) -> list[LiveEvent]:
        """Take one frame and return what it tells of, in its order.

        Raises ProtocolError for one that cannot be read; the connection may go on unless `closing` is true then.
        """
        self._quiet_at = now + HEARTBEAT
        if self._signed_in:
            self._answer_by = None
        try:
            return self._frame(parse(pb.MSync, data), now, millis)
        except DecodeError as error:
            self._count_bad(now)
            raise ProtocolError(_("The service sent a frame that cannot be read.")) from error

    def _frame(self, frame: pb.MSync, now: float, millis: int) -> list[LiveEvent]:
        match frame.command:
            case pb.MSync.PROVISION if not self._signed_in:
                return self._provisioned(parse(pb.Provision, frame.payload), now, millis)
            case pb.MSync.UNREAD if self._signed_in:
                self._unread(parse(pb.CommUnreadDL, frame.payload), now)
            case pb.MSync.NOTICE if self._signed_in:
                self._outgoing += self._reading.noticed(parse(pb.CommNotice, frame.payload).queue)
            case pb.MSync.SYNC if self._signed_in:
                return self._page(parse(pb.CommSyncDL, frame.payload))
        return []

    def _provisioned(self, answer: pb.Provision, now: float, millis: int) -> list[LiveEvent]:
        refused: Refused | None = refusal(answer.status)
        if refused is not None:
            self.closing = True
            return [refused]
        self._signed_in, self._answer_by = True, None
        resource = answer.resource or self._device.resource
        self._viewpoint = Viewpoint(self._device.user, resource, self._viewpoint.base)
        self._reading = Reading(self._device.user, resource)
        self._expires = _expiry(answer.auth_token)
        if self._expires is not None:
            left = self._set_expiry(self._expires, now, millis)
            self._warn_at = now + left * _WARNING
        self._outgoing.append(frames.unread())
        return [Connected(resource)]

    def _unread(self, answer: pb.CommUnreadDL, now: float) -> None:
        if self._expires is not None and answer.timestamp:
            self._set_expiry(self._expires, now, answer.timestamp)
        self._outgoing += self._reading.unread(queue.queue for queue in answer.unread)

    def _set_expiry(self, expires: int, now: float, millis: int) -> float:
        left = max(0.0, (expires - millis) / 1000)
        self._expires_at = now + left
        return left

    def _page(self, page: pb.CommSyncDL) -> list[LiveEvent]:
        if page.meta_id:
            return []  # the answer to something sent, which this end does not do
        events: list[LiveEvent] = []
        for meta in page.metas:
            event = read_meta(meta, self._viewpoint)
            if event is None or (isinstance(event, MessageReceived) and not self._seen.is_new(event.message.id)):
                continue
            events.append(event)
            if isinstance(event, Kicked):
                self.closing = True
                return events
        self._outgoing += self._reading.page(page)
        return events

    def _heartbeat(self, now: float) -> None:
        self._quiet_at = now + HEARTBEAT
        if self._signed_in and self._answer_by is None:
            self._answer_by = now + ANSWER
            self._reading.restart()
            self._outgoing.append(frames.unread())

    def _count_bad(self, now: float) -> None:
        self._bad.append(now)
        if len(self._bad) == BAD_FRAMES and now - self._bad[0] < _MINUTE:
            self.closing = True


def _expiry(auth_token: str) -> int | None:
    """The point in time (ms since 1970) at which the token ends; the member's name says otherwise (section 10)."""
    try:
        ends = whole(parse_object(auth_token).get("expires_in"))
    except JsonError:
        return None
    return ends if ends > 0 else None
