"""Whether anybody answers: what the last call to the service has shown, whatever has become of the live connection."""

from __future__ import annotations

from tui.errors import RoamingError
from tui.store.failures import is_answer, is_of_the_network


class Reach:
    """How the last call ended, and whether the live connection was lost since the last answer."""

    def __init__(self) -> None:
        self.silence = ""
        """Why nobody has answered the last call, as a sentence; '' where somebody has, or nothing was asked yet."""
        self.is_doubtful = False
        """The live connection was lost, and nobody has answered since."""
        self._is_lost = False

    def ended(self, error: RoamingError | None) -> bool:
        """A call succeeded (None), or failed by `error`; returns whether that changes anything."""
        before = (self.silence, self.is_doubtful)
        if error is None or is_answer(error):
            self.silence, self.is_doubtful = "", False
        elif is_of_the_network(error):
            self.silence = str(error)
        return before != (self.silence, self.is_doubtful)

    def live_is_lost(self, is_lost: bool) -> bool:
        """Note whether the live connection is lost; returns whether it has just been."""
        if is_lost == self._is_lost:
            return False
        self._is_lost = self.is_doubtful = is_lost
        if not is_lost:
            self.silence = ""  # the service has just answered, if not to a call
        return is_lost

    @property
    def is_cut_off(self) -> bool:
        """Whether the live connection is lost, and by all that is known the service cannot be asked either."""
        return self._is_lost and (bool(self.silence) or self.is_doubtful)
