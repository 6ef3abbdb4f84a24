"""A way to the service in memory on which chosen requests meet with accidents."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum, auto

import httpx


class Fault(Enum):
    """What happens to a request."""

    NONE = auto()
    REFUSED = auto()
    """No connection comes about: it surely was not sent."""
    CUT = auto()
    """The connection ends before it has reached the service."""
    LOST = auto()
    """The service does it, and the answer is lost."""
    BROKEN = auto()
    """The service fails before it has done anything: 500."""
    BROKEN_AFTER = auto()
    """The service does it and then a gateway says 502."""
    BUSY = auto()
    """429, without a word on when to come back."""
    FORBIDDEN = auto()


ACTING = (Fault.NONE, Fault.LOST, Fault.BROKEN_AFTER)
"""Those with which the service does what it was asked for."""

_STATUS = {Fault.BROKEN: 500, Fault.BROKEN_AFTER: 502, Fault.BUSY: 429, Fault.FORBIDDEN: 403}


class Way(httpx.AsyncBaseTransport):
    """Lets each request that changes something meet with the next of `faults`, each reading with the next of
    `reading_faults`. `sent`: what left for the service. `before`: called with each such request before it is answered.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.faults: deque[Fault] = deque()
        self.reading_faults: deque[Fault] = deque()
        self.sent: list[httpx.Request] = []
        self.before: Callable[[httpx.Request], None] = lambda request: None
        self._transport = transport

    def clear(self) -> None:
        self.faults.clear()
        self.reading_faults.clear()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        faults = self.faults if request.method == "DELETE" else self.reading_faults
        fault = faults.popleft() if faults and not request.url.path.endswith("/token") else Fault.NONE
        if fault is Fault.REFUSED:
            raise httpx.ConnectError("refused", request=request)
        if request.method == "DELETE":
            self.sent.append(request)
            self.before(request)
        if fault in ACTING:
            response = await self._transport.handle_async_request(request)
            if fault is Fault.NONE:
                return response
            await response.aclose()
        if fault in (Fault.CUT, Fault.LOST):
            raise httpx.ReadError("cut", request=request)
        return httpx.Response(_STATUS[fault], json={"error": "trouble"}, request=request)
