"""What other devices take away while somebody is asked about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from tui.i18n import ngettext
from tui.removal.plan import ByIds, Removal
from tui.store.store import Store


class Elsewhere:
    """Follows one conversation from the moment on when a question about it is made. Nothing is ever added."""

    def __init__(self, store: Store, removal: Removal) -> None:
        self._store = store
        self._key = removal.key
        self._asked_for = removal.among(store.histories.loaded(removal.key))
        self._told = 0

    async def remarks(self) -> AsyncIterator[str]:
        """How many of the messages that are asked about have gone meanwhile, told whenever that changes."""
        changed = asyncio.Event()
        unsubscribe = self._store.subscribe(changed.set)
        try:
            while True:
                await changed.wait()
                changed.clear()
                gone = len(await self._store.previews.gone(self._key, self._asked_for))
                if gone != self._told:
                    self._told = gone
                    words = ngettext(
                        "Meanwhile {count:,} of them was removed elsewhere.",
                        "Meanwhile {count:,} of them were removed elsewhere.",
                        gone,
                    )
                    yield words.format(count=gone)
        finally:
            unsubscribe()

    async def left(self, removal: Removal) -> Removal | None:
        """The same removal without those of its messages that are not there any more; None where none is left."""
        if not isinstance(removal.target, ByIds):
            return removal
        left = await self._store.previews.messages(removal.key, removal.target.ids)
        return removal.only(message.id for message in left)
