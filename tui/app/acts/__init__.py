"""What the keys of the main screen do, by subject, apart from moving between and within its panes."""

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk

__all__ = ["Act", "Acts", "Desk"]
