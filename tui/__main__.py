"""Where the program starts: `roam` and `python -m tui`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main() -> None:
    """Run `roam` and end the process with its exit code: 0 ok, 1 error, 2 usage, 3 not signed in, 130 interrupted."""
    sys.exit(run(sys.argv[1:]))


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        from tui import command_line  # here, so that Ctrl-C while everything is being imported leaves no trace either

        return command_line.run(argv)
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    main()
