"""The modes that the browser switches on in a terminal, and the words that switch all of them off again."""

from __future__ import annotations

_MOUSE = (1000, 1002, 1003, 1006, 1015, 1016)
_FOCUS, _PASTE, _ONE_FRAME, _SIZE_REPORTS = 1004, 2004, 2026, 2048

MODES_OFF = (
    "".join(f"\x1b[?{mode}l" for mode in (*_MOUSE, _FOCUS, _PASTE, _ONE_FRAME, _SIZE_REPORTS))
    + "\x1b]22;default\x07"  # the mouse's own shape
    + "\x1b[?7h\x1b[?25h\x1b[0m"  # lines wrap, the cursor shows, nothing is coloured
)

RESET = (
    "\x18"  # whatever sequence was cut off ends here
    "\x1b[<u"  # kitty's keyboard mode is kept for each screen: it goes before the screen does
    "\x1b[?1049l" + MODES_OFF
)
"""For a terminal that a killed program has left behind."""
