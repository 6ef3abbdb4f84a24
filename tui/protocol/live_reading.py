"""Which queues are being read, and what to ask for next: the rules of reading a queue (section 10)."""

from __future__ import annotations

from collections.abc import Iterable

from tui.protocol import live_frames as frames
from tui.protocol import msync_pb2 as pb

MOST_QUEUES = 1_000
"""Queues remembered at a time; a server that names more has them read when they come up again."""

_Name = bytes
"""A queue's JID, serialised: what it is told apart by."""


class Reading:
    """The queues of one connection. Every method returns the frames to send.

    Noticed queues are read one at a time; those that were found unread at the start are read side by side.
    """

    def __init__(self, user: str, resource: str) -> None:
        self._own = (user, resource)
        self._reading: dict[_Name, int] = {}  # and the key that came last, 0 for none
        self._waiting: dict[_Name, pb.JID] = {}
        self._finished: dict[_Name, int] = {}  # the key that came last before the reading was over

    def restart(self) -> None:
        """Forget what is under way: the service was silent for so long that no page will come."""
        self._reading.clear()
        self._waiting.clear()

    def unread(self, queues: Iterable[pb.JID]) -> list[bytes]:
        """The service says that these have something."""
        return [self._start(queue) for queue in queues if self._is_wanted(queue)]

    def noticed(self, queue: pb.JID) -> list[bytes]:
        """The service says that there is something new in `queue`."""
        if (queue.name, queue.client_resource) == self._own or not self._is_wanted(queue):
            return []
        if self._reading:
            self._waiting[_name(queue)] = queue
            return []
        return [self._start(queue)]

    def page(self, page: pb.CommSyncDL) -> list[bytes]:
        """A page has come, asked for or not, and is acknowledged by its key; the next one comes in answer to that."""
        name = _name(page.queue)
        repeated = page.next_key == (self._reading.get(name) or self._finished.get(name, 0))
        is_news = bool(page.next_key) and not repeated
        acknowledged = [frames.sync(page.queue, page.next_key)] if is_news and (page.metas or not page.is_last) else []
        if page.is_last or not is_news:
            self._finish(name, page.next_key)
            return acknowledged + self._next()
        self._waiting.pop(name, None)
        self._reading[name] = page.next_key
        return acknowledged

    def _is_wanted(self, queue: pb.JID) -> bool:
        name = _name(queue)
        known = name in self._reading or name in self._waiting
        return not known and len(self._reading) + len(self._waiting) < MOST_QUEUES

    def _start(self, queue: pb.JID) -> bytes:
        name = _name(queue)
        self._finished.pop(name, None)
        self._reading[name] = 0
        return frames.sync(queue)

    def _finish(self, name: _Name, key: int) -> None:
        self._reading.pop(name, None)
        if key and len(self._finished) < MOST_QUEUES:
            self._finished[name] = key

    def _next(self) -> list[bytes]:
        if self._reading or not self._waiting:
            return []
        return [self._start(self._waiting.pop(next(iter(self._waiting))))]


def _name(queue: pb.JID) -> _Name:
    return queue.SerializeToString(deterministic=True)
