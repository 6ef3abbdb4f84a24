"""What a fetching has brought: a line for each conversation."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from tui.commands.fetch_progress import clear_progress
from tui.commands.printing import print_json, print_table, say
from tui.i18n import _, ngettext
from tui.models import ConversationKey
from tui.runs import Coverage
from tui.store.fetching import Fetched


class JsonReport:
    """One object for each conversation, as it is done."""

    names: Mapping[ConversationKey, str]

    def __init__(self) -> None:
        self.names = {}
        self.failed = False

    def take(self, fetched: Fetched) -> None:
        self.failed |= fetched.error is not None
        clear_progress()
        print_json(
            {
                "id": fetched.key.id,
                "type": fetched.key.type.value,
                "name": self.names.get(fetched.key),
                "fetched": fetched.fetched,
                "new": fetched.added,
                "archived": fetched.coverage.messages,
                "gaps": len(fetched.coverage.missing),
                "complete": fetched.coverage.is_complete,
                "error": None if fetched.error is None else str(fetched.error),
            }
        )

    def finish(self) -> None:
        """There is nothing left to be told."""


class TableReport:
    """A line for each conversation with something new, and a sum, at the end; failures as they come."""

    names: Mapping[ConversationKey, str]

    def __init__(self) -> None:
        self.names = {}
        self._done: list[Fetched] = []

    @property
    def failed(self) -> bool:
        return any(each.error for each in self._done)

    def take(self, fetched: Fetched) -> None:
        self._done.append(fetched)
        if fetched.error is not None:
            clear_progress()
            say(f"{self._name(fetched.key)}: {fetched.error}")

    def finish(self) -> None:
        """Print what was gathered, the most first, also where it was interrupted."""
        news = sorted((each for each in self._done if each.added), key=lambda each: (-each.added, each.key))
        print_table([self._row(each) for each in news])
        if self._done:
            sys.stdout.write(self._sum() + "\n")

    def _row(self, fetched: Fetched) -> list[str]:
        coverage = fetched.coverage
        new = _("{count:,} new").format(count=fetched.added)
        return [self._name(fetched.key), new, _("{count:,} archived").format(count=coverage.messages), state(coverage)]

    def _sum(self) -> str:
        new = sum(each.added for each in self._done)
        complete = sum(each.coverage.is_complete for each in self._done)
        messages = ngettext("{count:,} new message", "{count:,} new messages", new).format(count=new)
        return _("{messages}; {complete} of {all} conversations are complete").format(
            messages=messages, complete=complete, all=len(self._done)
        )

    def _name(self, key: ConversationKey) -> str:
        name = self.names.get(key)
        return f"{name} ({key.id})" if name else key.id


def state(coverage: Coverage) -> str:
    """Whether something is missing, in words."""
    if coverage.is_complete:
        return _("complete")
    count = len(coverage.missing)
    return ngettext("{count} gap", "{count} gaps", count).format(count=count) if count else _("nothing yet")
