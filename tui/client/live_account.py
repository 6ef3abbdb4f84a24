"""On what terms a client's account connects for live events: its token, its device, and where to."""

from __future__ import annotations

from tui.client.live import Terms
from tui.client.rest import Rest
from tui.protocol.live_frames import Device

LIVE_PATH = "/websocket"


class RestAccount:
    """The account of `rest`. `address` None: as looked up by the app key, else beside the REST base."""

    def __init__(self, rest: Rest, address: str | None) -> None:
        self._rest = rest
        self._address = address
        self._attempts = 0

    async def terms(self) -> Terms:
        """The terms of the next attempt; where there are several addresses, each attempt takes the next one."""
        identity = self._rest.identity
        token = await self._rest.session.token()
        base = await self._rest.hosts.base()
        found = (await self._rest.hosts.all()).live
        known = (self._address,) if self._address else found or (beside(base),)
        address = known[self._attempts % len(known)]
        self._attempts += 1
        return Terms(Device(identity.app_key, identity.user, identity.resource, token), base, address)

    async def renew(self, token: str) -> bool:
        if not self._rest.session.can_renew:
            return False
        await self._rest.session.renew(token)
        return True


def beside(base: str) -> str:
    """The live address of a service whose REST base is `base`."""
    scheme, _, rest = base.partition("://")
    return f"{'wss' if scheme == 'https' else 'ws'}://{rest}{LIVE_PATH}"
