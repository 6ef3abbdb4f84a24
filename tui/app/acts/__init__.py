"""What the keys of the main screen do, and what follows from that, by subject."""

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk

__all__ = ["Act", "Acts", "Desk"]
