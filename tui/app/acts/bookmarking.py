"""Messages to come back to: those marked with a letter, and those that another message answers."""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.screens.letters import LetterPrompt
from tui.i18n import _
from tui.runs import position
from tui.spots import Bookmark
from tui.timeline.beside import quoted
from tui.timeline.rows import local_time
from tui.timeline.words import describe

EXCERPT = 200
"""Characters of a message that a bookmark keeps, to tell what it was."""


class Bookmarking:
    """A letter stands for one message of the account's; it stays so until it is given to another one."""

    def __init__(self, desk: Desk, going: Going) -> None:
        self._desk = desk
        self._going = going

    def acts(self) -> Acts:
        return {
            "bookmark": Act(self._ask_for_letter, self._has_message),
            "to_bookmark": Act(self._ask_which),
            "to_quoted": Act(self._go_to_quoted, self._has_message),
        }

    def _ask_for_letter(self) -> None:
        pane = self._desk.panes.history
        conversation, message = pane.conversation, pane.cursor_message
        if conversation is None or message is None:
            return

        def keep(letter: str | None) -> None:
            if letter is not None:
                bookmark = Bookmark(letter, conversation, position(message), describe(message, EXCERPT)[:EXCERPT])
                self._desk.store.visits.bookmark(bookmark)
                told = _("Bookmark {letter} is set; ` and {letter} lead back here.")
                self._desk.say(told.format(letter=letter), "information")

        self._desk.app.push_screen(LetterPrompt(_("Bookmark this message: type a letter.")), keep)

    def _ask_which(self) -> None:
        bookmarks = self._desk.store.visits.bookmarks
        if not bookmarks:
            self._desk.say(_("There is no bookmark yet; m and a letter set one."), "information")
            return
        lines = [self._line(bookmark) for bookmark in bookmarks.values()]
        self._desk.app.push_screen(LetterPrompt(_("Go to a bookmark: type its letter."), lines), self._go)

    def _line(self, bookmark: Bookmark) -> str:
        name = self._desk.store.names.of(bookmark.conversation)
        at = local_time(bookmark.position.time, None)
        return f"{bookmark.letter} · {name} · {at:%Y-%m-%d %H:%M} · {bookmark.excerpt}"

    def _go(self, letter: str | None) -> None:
        if letter is None:
            return
        bookmark = self._desk.store.visits.bookmarks.get(letter)
        if bookmark is None:
            self._desk.say(_("There is no bookmark {letter}.").format(letter=letter), "information")
        else:
            self._going.go_to(bookmark.conversation, bookmark.position)

    def _go_to_quoted(self) -> None:
        pane = self._desk.panes.history
        answered = quoted(pane.cursor_message) if pane.cursor_message else None
        if pane.conversation is None or answered is None or not answered.id:
            self._desk.say(_("This message does not answer another one."), "information")
        else:
            self._going.go_to_message(pane.conversation, answered.id)

    def _has_message(self) -> bool:
        return self._desk.shown is not None
