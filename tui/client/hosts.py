"""Where the service is: as told, or looked up by the app key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui.client.joined import Joined
from tui.protocol.hosts import Hosts


class HostBook:
    """The REST base in use, and what stands in for it when it cannot be reached."""

    def __init__(self, rest_url: str | None, look_up: Callable[[], Awaitable[Hosts]]) -> None:
        self._hosts = None if rest_url is None else Hosts((rest_url,), ())
        self._look_up = look_up
        self._looking = Joined(self._find)
        self._current = 0

    async def base(self) -> str:
        """The REST base in use, without a slash at its end. Raises HostLookupError."""
        hosts = self._hosts or await self._looking()
        return hosts.rest[self._current % len(hosts.rest)]

    async def all(self) -> Hosts:
        """All hosts; none for the live connection when the REST base was told. Raises HostLookupError."""
        return self._hosts or await self._looking()

    def pass_over(self, base: str) -> None:
        """Go on to the next host, as `base` cannot be reached."""
        if self._hosts and self._hosts.rest[self._current % len(self._hosts.rest)] == base:
            self._current += 1

    async def aclose(self) -> None:
        await self._looking.aclose()

    async def _find(self) -> Hosts:
        self._hosts = await self._look_up()
        return self._hosts
