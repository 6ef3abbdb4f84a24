"""What is taken out of the browser: texts, files, pictures and links."""

from __future__ import annotations

import os

from tui.app.acts.act import Acts
from tui.app.acts.copying import Copying
from tui.app.acts.desk import Desk
from tui.app.acts.opening import Opening
from tui.app.acts.previewing import Previewing
from tui.app.acts.saving import Saving
from tui.app.clipboard.ladder import Clipboard
from tui.app.opener import opener
from tui.models import ChatMessage
from tui.preferences import Preferences


class Taking:
    """Puts the acts together that use one another, by what the user prefers."""

    def __init__(self, desk: Desk, clipboard: Clipboard, preferences: Preferences) -> None:
        self._copying = Copying(desk, clipboard)
        self._saving = Saving(desk, preferences.download_directory)
        previewing = Previewing(desk, self._saving, preferences.images, os.environ)
        program = opener(preferences.open_command, os.environ)
        self._opening = Opening(desk, self._saving, self._copying, previewing, program)
        self.shows_pictures = previewing.is_wanted
        self.picture_hint = self._opening.picture_hint

    def acts(self) -> Acts:
        return {**self._copying.acts(), **self._saving.acts(), **self._opening.acts()}

    def show_picture(self, message: ChatMessage) -> bool:
        """Show a picture here, where pictures are shown here; else nothing is done, which False says."""
        return self._opening.show_picture(message)

    def copy(self, text: str) -> None:
        """Copy any text without its control characters, and say where it went."""
        self._copying.copy(text)
