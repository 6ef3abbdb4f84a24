"""All that looks for messages in what is archived: walking from hit to hit, filtering, and going to a date."""

from __future__ import annotations

from tui.app.acts.act import Acts
from tui.app.acts.dating import Dating
from tui.app.acts.desk import Desk
from tui.app.acts.filtering import Filtering
from tui.app.acts.finding import Finding
from tui.app.acts.going import Going
from tui.app.acts.patience import Patience
from tui.app.glyphs import Glyphs
from tui.app.widgets.history.spread import Find
from tui.lenses import Lenses


class Seeking:
    """Knows whether one looks at what was found, and the way back from there, one step at a time."""

    def __init__(self, desk: Desk, going: Going, glyphs: Glyphs, lenses: Lenses) -> None:
        self._patience = Patience(desk)
        self._finding = Finding(desk, going, glyphs, lenses, self._patience)
        self._filtering = Filtering(desk, going, self._patience)
        self._dating = Dating(desk, going, glyphs)

    def acts(self) -> Acts:
        return {**self._finding.acts(), **self._filtering.acts(), **self._dating.acts()}

    @property
    def is_at_hit(self) -> bool:
        """Whether one has come here by a search."""
        return self._finding.is_active

    @property
    def is_active(self) -> bool:
        """Whether one looks at what was found, and not simply at a history."""
        return self._finding.is_active or self._filtering.is_on

    @property
    def find(self) -> Find | None:
        """Where in a text is what one looks for, to be marked."""
        return self._filtering.find or self._finding.find

    @property
    def is_under_way(self) -> bool:
        """Whether something is looked for that has not been found yet, or fetched to be looked at."""
        return self._patience.is_waiting or self._filtering.is_fetching

    def stop(self) -> None:
        """Look no further, and fetch nothing more; what has come is archived."""
        self._patience.stop()
        if self._filtering.is_fetching:
            self._filtering.stop()

    def leave(self) -> None:
        """Go one step back: to where the search began, or else to the whole history."""
        (self._finding if self._finding.is_active else self._filtering).leave()
