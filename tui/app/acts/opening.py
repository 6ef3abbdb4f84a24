"""Opening what a message holds: its file, or a link in its text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui.app.acts.act import Act, Acts
from tui.app.acts.copying import Copying
from tui.app.acts.desk import Desk
from tui.app.acts.previewing import Previewing
from tui.app.acts.saving import Saving, saveable
from tui.app.opener import Opener, is_program
from tui.app.screens.confirm import ask
from tui.app.screens.link_question import link_question
from tui.i18n import _
from tui.models import ChatMessage, TextBody
from tui.text import clean
from tui.timeline.links import Link
from tui.timeline.pieces import links_in

SEARCHED = 20_000
"""Characters of a text in which links are looked for."""


class Opening:
    """Opens by the user's own program or, where there is none, says where things are."""

    def __init__(
        self, desk: Desk, saving: Saving, copying: Copying, previewing: Previewing, opener: Opener | None
    ) -> None:
        self._desk = desk
        self._saving = saving
        self._copying = copying
        self._previewing = previewing
        self._opener = opener
        self._saved: dict[str, Path] = {}

    def acts(self) -> Acts:
        return {"open": Act(self._open, self._is_reading)}

    @property
    def picture_hint(self) -> str:
        """How to look at a picture, in a few words."""
        if self._previewing.is_wanted:
            return _("Enter shows it")
        return _("o opens it") if self._opener is not None else _("s saves it")

    def show_picture(self, message: ChatMessage) -> bool:
        """Show a picture here, where that is what `picture_hint` says; else nothing is done, which False says."""
        is_for = self._previewing.is_for(message)
        if is_for:
            self._desk.run(self._look_at(message))
        return is_for

    def _open(self) -> None:
        message = self._desk.panes.history.cursor_message
        if message is not None and saveable(message):
            if not self.show_picture(message):
                self._desk.run(self._open_file(message))
        elif links := _links(message):
            self._desk.run(self._open_one_of(links))
        else:
            self._desk.say(_("There is nothing to open in this message: no file, and no link."))

    async def _look_at(self, message: ChatMessage) -> None:
        if await self._previewing.show(message):
            await self._open_file(message)

    async def _open_file(self, message: ChatMessage) -> None:
        path = self._saved.get(message.key)
        if path is None or not path.is_file():
            path = self._saved[message.key] = await self._saving.save(message)
        if is_program(path):
            self._desk.say(_("Saved as {path}. It may be a program, so it is not opened from here.").format(path=path))
        elif self._opener is None:
            self._desk.say(_("Saved as {path}. There is no desktop here to open it.").format(path=path), "information")
        else:
            await self._opener.open(str(path))
            self._desk.say(_("Saved as {path}, and opened.").format(path=path), "information")

    async def _open_one_of(self, links: Sequence[Link]) -> None:
        """Open the only link at once, unless it leads elsewhere than it seems."""
        link: Link | None = links[0]
        if len(links) > 1 or links[0].misleads:
            link = await ask(self._desk.app, link_question(links, opens=self._opener is not None))
        if link is None:
            return
        if self._opener is None:
            self._desk.say(_("There is no desktop here to open {host}: copied instead.").format(host=link.host))
            self._copying.copy(link.address)
        else:
            await self._opener.open(link.address)
            self._desk.say(_("Opened: {host}").format(host=link.host), "information")

    def _is_reading(self) -> bool:
        return self._desk.panes.reading


def _links(message: ChatMessage | None) -> tuple[Link, ...]:
    if message is None or not isinstance(message.body, TextBody):
        return ()
    return links_in(clean(message.body.text[:SEARCHED]))
