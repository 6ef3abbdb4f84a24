"""What every call of a user has in common: who calls, from which device, and by what connection."""

from __future__ import annotations

from tui.client.rest import Rest
from tui.models import ConversationType
from tui.protocol import endpoints as api
from tui.protocol.viewpoint import Viewpoint

TypeName = ConversationType | str
"""A conversation type, or its spelling (`singleChat`, `groupChat`, `chatRoom`)."""


class Caller:
    """Calls over `rest`; the subjects of the service's operations are built upon it."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    @property
    def user_id(self) -> str:
        return self._rest.identity.user

    @property
    def resource(self) -> str:
        """The device's name, which goes with every write so that the user's other devices are told."""
        return self._rest.identity.resource

    async def base(self) -> str:
        """The REST base in use, without a slash at its end. Raises HostLookupError where it cannot be looked up."""
        return await self._rest.hosts.base()

    def _device(self) -> api.ResourceQuery:
        return api.ResourceQuery(resource=self.resource)

    async def _viewpoint(self) -> Viewpoint:
        return Viewpoint(self.user_id, self.resource, await self.base())
