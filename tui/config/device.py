"""This installation's name among the user's devices."""

from __future__ import annotations

import re
import secrets

from tui.config.paths import device_path
from tui.config.private_files import write_private

_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def device_name() -> str:
    """The device's name, made once and kept (section 1)."""
    path = device_path()
    try:
        kept = path.read_text(encoding="ascii").strip()
        if _DEVICE.fullmatch(kept):
            return kept
    except (OSError, UnicodeDecodeError):
        pass
    made = f"roam_{secrets.token_hex(4)}"
    try:
        write_private(path, f"{made}\n".encode())
    except OSError:
        return made  # a directory that cannot be written costs a new name at each start, nothing more
    return made
