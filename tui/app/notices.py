"""Sentences that come up over the panes for a while, each of them once however often it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from textual.app import App
from textual.notifications import SeverityLevel

from tui.i18n import _
from tui.text import clean_line

SENTENCE_CAP = 300
"""Characters of a sentence that comes up over the panes; a server's own words may be of any length."""


@dataclass(frozen=True, slots=True)
class _Notice:
    """`until`: when it goes, by the clock; `count`: how often it was said."""

    sentence: str
    severity: SeverityLevel
    until: float
    count: int = 1


class Notices:
    """Those of one application, all of them: to say one again takes away what it has not said itself. `clock` gives
    seconds.
    """

    def __init__(self, app: App[Any], clock: Callable[[], float]) -> None:
        self._app = app
        self._clock = clock
        self._shown: dict[str, _Notice] = {}

    def say(self, sentence: str, severity: SeverityLevel) -> None:
        """Show a sentence that may hold any text.

        One that is there already stays for as long again, with how often it was said.
        """
        sentence = clean_line(sentence[:SENTENCE_CAP])[:SENTENCE_CAP]
        now = self._clock()
        self._shown = {each.sentence: each for each in self._shown.values() if each.until > now}
        notice = _Notice(sentence, severity, now + self._app.NOTIFICATION_TIMEOUT)
        before = self._shown.pop(sentence, None)
        if before is None:
            self._show(notice, now)
        else:
            notice = replace(notice, count=before.count + 1)
            self._app.call_later(self._app.clear_notifications)  # after those that are on their way to the screen
            for each in (*self._shown.values(), notice):
                self._show(each, now)
        self._shown[sentence] = notice

    def _show(self, notice: _Notice, now: float) -> None:
        words = notice.sentence
        if notice.count > 1:
            words = _("{sentence} (×{count})").format(sentence=words, count=notice.count)
        self._app.notify(words, severity=notice.severity, timeout=notice.until - now, markup=False)
