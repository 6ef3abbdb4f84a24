"""What a search has come to, as whoever shows it is told: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.errors import RoamingError
from tui.models import ConversationKey

if TYPE_CHECKING:  # nobody searches before the first frame
    from tui.query import Hit, Query, Scope


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to one query: `hits`, newest first, and in how much was searched.

    `query` is None where nothing is looked for. `is_all`: there are no more hits than these. `within`: the one
    conversation that was searched; None: all of them.
    """

    text: str = ""
    within: ConversationKey | None = None
    query: Query | None = None
    hits: tuple[Hit, ...] = ()
    is_all: bool = True
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """How far fetching what was not searched has come: messages that came, and a guess of those yet to come."""

    fetched: int = 0
    left: int | None = None


@dataclass(frozen=True, slots=True)
class SearchSnapshot:
    """`findings` are for the query before while the one for `text` `is_searching`.

    `problem`: why there is no answer to it (QueryError: it cannot be read). `fetch`: None while nothing is fetched;
    `fetch_problem`: why the last fetching did not get everything.
    """

    text: str = ""
    within: ConversationKey | None = None
    findings: Findings = Findings()
    is_searching: bool = False
    problem: RoamingError | None = None
    fetch: Fetch | None = None
    fetch_problem: RoamingError | None = None
