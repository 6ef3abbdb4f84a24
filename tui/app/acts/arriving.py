"""Going where a permalink leads, once, as soon as that can be done."""

from __future__ import annotations

from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.errors import NotConnectedError
from tui.permalinks import Permalink
from tui.store.snapshots import Phase


class Arriving:
    """Waits for the archive or, where that has not got the message, until the service can be asked or nobody can."""

    def __init__(self, desk: Desk, going: Going, target: Permalink | None) -> None:
        self._desk = desk
        self._going = going
        self._target = target
        self._is_looking = False

    def follow_status(self) -> None:
        """Something may have changed: go there if it is time."""
        store = self._desk.store
        has_list = self._desk.shown is not None or store.conversations.snapshot().phase in (Phase.READY, Phase.FAILED)
        if self._target is not None and not self._is_looking and store.has_archive and (has_list or self._is_decided()):
            self._is_looking = True
            self._desk.run(self._look(self._target))

    async def _look(self, target: Permalink) -> None:
        try:
            await self._desk.store.histories.place_of(target.conversation, target.message_id)
        except NotConnectedError:
            if not self._is_decided():
                return  # the service may still come to be there
            self._target = None
            raise
        finally:
            self._is_looking = False
        self._target = None
        self._going.go_to_message(target.conversation, target.message_id)

    def _is_decided(self) -> bool:
        """Whether the service is there, or is known not to be."""
        return self._desk.store.status.phase not in (Phase.WAITING, Phase.LOADING)
