"""How far an export has come, and what it has brought."""

from __future__ import annotations

import shlex
import shutil
import sys
import time
from types import TracebackType
from typing import Self

from tui.commands.fetch_progress import clear_progress
from tui.commands.fetch_report import state
from tui.commands.printing import cut, print_json, print_table, say
from tui.export import Exported, Progress, Subject
from tui.export.manifest import manifest_path
from tui.i18n import _, ngettext
from tui.runs import Coverage
from tui.text import clean_line

_INTERVAL = 0.2
"""Seconds between two drawings."""


class Watch:
    """Within its block, one line on a terminal's standard error tells how far it has come, and goes at the end."""

    def __init__(self, name: str, *, is_beside_output: bool = False) -> None:
        """`is_beside_output`: standard output is written to meanwhile; where both are a terminal, nothing is drawn."""
        self._name = clean_line(name)
        self._begun = time.monotonic()
        self._drawn_at = 0.0
        self._is_watched = sys.stderr.isatty() and not (is_beside_output and sys.stdout.isatty())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn_at:
            clear_progress()

    def show(self, progress: Progress) -> None:
        """Draw it, unless it was drawn just now."""
        now = time.monotonic()
        if not self._is_watched or now - self._drawn_at < _INTERVAL:
            return
        self._drawn_at = now
        rate = progress.done / max(now - self._begun, 0.1)
        words = _("{name}: {share:.0%} · {count:,} messages · {rate:,.0f}/s").format(
            name=self._name, share=progress.done / max(progress.total, 1), count=progress.written, rate=rate
        )
        sys.stderr.write(f"\r{cut(words, shutil.get_terminal_size().columns - 1)}\x1b[K")
        sys.stderr.flush()


class Report:
    """Tells of each file: an object as it is done, or a line at the end; and what to do about what is missing."""

    def __init__(self, *, as_json: bool) -> None:
        self.done: list[tuple[Subject, Exported]] = []
        self._as_json = as_json

    def take(self, subject: Subject, exported: Exported) -> None:
        self.done.append((subject, exported))
        if self._as_json:
            print_json(_object(subject, exported))

    def finish(self) -> None:
        """Print what was gathered."""
        if self._as_json:
            return
        print_table([_row(subject, exported) for subject, exported in self.done])
        left_out = sum(exported.left_out for _subject, exported in self.done)
        if left_out:
            words = ngettext(
                "{count} message has no place in this form and was left out",
                "{count} messages have no place in this form and were left out",
                left_out,
            )
            say(words.format(count=left_out))
        incomplete = [exported.coverage for _subject, exported in self.done if not exported.coverage.is_complete]
        if len(incomplete) == 1:
            self.advise(incomplete[0])
        elif incomplete:
            say(
                _("{count} conversations are not complete: roam sync fetches what is missing").format(
                    count=len(incomplete)
                )
            )

    def advise(self, coverage: Coverage) -> None:
        """What to do about what is missing of one conversation; nothing where nothing is."""
        if coverage.is_complete:
            return
        count = len(coverage.missing)
        gaps = ngettext("{count} gap", "{count} gaps", count).format(count=count)
        command = f"roam sync {shlex.quote(clean_line(coverage.key.id))}"
        say(
            _("the archive is not complete ({gaps}): {command} fetches what is missing").format(
                gaps=gaps, command=command
            )
        )


def _object(subject: Subject, exported: Exported) -> dict[str, object]:
    coverage = exported.coverage
    return {
        **subject.as_json(),
        "path": str(exported.path),
        "manifest": str(manifest_path(exported.path)),
        "messages": exported.messages,
        "new": exported.new,
        "left_out": exported.left_out,
        "how": exported.how,
        "gaps": len(coverage.missing),
        "complete": coverage.is_complete,
    }


def _row(subject: Subject, exported: Exported) -> list[str]:
    messages = ngettext("{count:,} message", "{count:,} messages", exported.messages).format(count=exported.messages)
    hows = {
        "whole": "",
        "appended": _("{count:,} new").format(count=exported.new),
        "unchanged": _("nothing new"),
        "rewritten": _("written anew, as older messages have changed"),
    }
    path = exported.path.name if sys.stdout.isatty() else str(exported.path)  # its folder would take the place
    return [subject.name, messages, state(exported.coverage), hows[exported.how], path]
