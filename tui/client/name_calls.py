"""The service's operations that tell what people and groups are called."""

from __future__ import annotations

from collections.abc import Collection

import tui.client.arguments as check
from tui.client.calling import Caller
from tui.errors import ArgumentError
from tui.limits import USERS_PER_REQUEST
from tui.models import Group
from tui.protocol import endpoints as api
from tui.protocol.answers import read_groups, read_nicknames


class NameCalls(Caller):
    """The names for the ids that conversations and messages have."""

    async def get_joined_groups(self, page: int = 0, page_size: int = 500) -> tuple[Group, ...]:
        """A page of the groups that the user belongs to, with their names; the conversation list has none.

        `page` counts from 0, `page_size` is 1 to 500; fewer groups than that are the last page.
        """
        self._rest.session.require()
        query = api.JoinedGroupsQuery(
            page=check.whole("page", page, range(2**31)), size=check.whole("page_size", page_size, range(1, 501))
        )
        return await self._rest.call(api.JOINED_GROUPS, read_groups, query=query)

    async def get_nicknames(self, user_ids: Collection[str]) -> dict[str, str]:
        """The nicknames of those of up to 100 users who have one, by user id (section 15)."""
        self._rest.session.require()
        users = [check.name("user_ids", user) for user in user_ids]
        if not 1 <= len(users) <= USERS_PER_REQUEST:
            raise ArgumentError("user_ids", len(users), f"1 to {USERS_PER_REQUEST} user ids")
        body = api.MetadataBody(targets=users, properties=["nickname"])
        return await self._rest.call(api.METADATA, read_nicknames, body=body)
