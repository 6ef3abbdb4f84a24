"""What the frames of the two panes say, part by part."""

from __future__ import annotations

from tui.app.glyphs import Glyphs
from tui.app.widgets.history.marks import MarkedCount
from tui.i18n import _, listed, ngettext
from tui.models import ConversationType
from tui.runs import Coverage
from tui.store.snapshots import ConversationsSnapshot, Filter, HistorySnapshot, Phase
from tui.timeline.edges import EdgeState
from tui.timeline.rows import EdgeRow

Parts = tuple[str, ...]
UNMARKED = MarkedCount()


def list_title(listed: ConversationsSnapshot) -> Parts:
    """How many conversations the service's list has."""
    return _("Conversations"), str(listed.listed_count or "")


def list_note(listed: ConversationsSnapshot, new_changes: int = 0) -> Parts:
    """That what is listed may be old; where nothing is listed, the list itself says why. Else what is to be done.

    Of a note too long for a narrow list the end is left out, so what is nowhere else on the screen comes first: that
    the list is old (the keys name `r` as well), then what is to be done soon, then that there are changes to look at.
    """
    if listed.items and listed.phase is Phase.FAILED:
        return _("not up to date"), _("r reads again")
    count = sum(item.expiring for item in listed.items)
    expire = ngettext("roam sync: {count} expires soon", "roam sync: {count} expire soon", count)
    changes = ngettext("c: {count} change", "c: {count} changes", new_changes)
    told = ((expire, count), (changes, new_changes))
    return tuple(words.format(count=number) for words, number in told if number)


def history_title(history: HistorySnapshot) -> Parts:
    """Whose history it is, and how much of it is here; where that is not known, how much is loaded.

    A name that is no id has the id beside it: names may be alike, and commands want the id.
    """
    if history.filter is not None:
        return history.name, _only(history.filter)
    if history.coverage is not None:
        extent = _extent(history.coverage, is_certain=not _is_offline(history))
    else:
        extent = _("{count} loaded").format(count=f"{history.message_count:,}") if history.message_count else ""
    identity = (history.key.id,) if history.name != history.key.id else ()
    return history.name, _type_in_words(history.key.type), *identity, extent


def history_note(
    history: HistorySnapshot,
    newer_below: int,
    glyphs: Glyphs,
    marked: MarkedCount = UNMARKED,
    *,
    is_at_hit: bool = False,
) -> Parts:
    """How much there is further down ("+": and more that is not loaded), and what can be done here.

    What must not be left out in a narrow window comes first. While one is on the way to a place, what has come for
    that. `is_at_hit`: one has come here by a search.
    """
    if history.fetched is not None:
        words = ngettext("{count} message fetched", "{count} messages fetched", history.fetched)
        return words.format(count=f"{history.fetched:,}"), _("Esc stops")
    count = f"{newer_below:,}" if history.reaches_newest else f"{newer_below:,}+"
    words = ngettext("{count} newer below", "{count} newer below", newer_below).format(count=count)
    searched = (_("n older hit, N newer"), _("Esc back")) if is_at_hit else ()
    filtered = _filter_note(history) if history.filter is not None else ()
    first, *others = searched or filtered or ("",)
    below = f"{words} {glyphs.newer}" if newer_below else ""
    failed = (
        (_("r tries again"), history.reason) if history.phase is Phase.FAILED and history.message_count else ("", "")
    )
    return tuple(filter(None, (failed[0], *_marked(marked), first, below, *others, failed[1])))


def _filter_note(history: HistorySnapshot) -> Parts:
    """What can be done about a filter; first that there may be hits that it does not know of."""
    is_all = history.coverage is not None and history.coverage.is_complete
    return ("" if is_all else _("f fetches what is missing"), _("Esc shows all"), _("+ - context"))


def _only(shown: Filter) -> str:
    """What a history is filtered by, and how much that leaves of it."""
    more = "+" if shown.has_more else ""
    hits = ngettext("only {query}: {count} hit", "only {query}: {count} hits", shown.hits)
    return hits.format(query=shown.text, count=f"{shown.hits:,}{more}")


def _marked(count: MarkedCount) -> Parts:
    if not count.marked:
        return ()
    off = ngettext("{count} off screen", "{count} off screen", count.off_screen).format(count=f"{count.off_screen:,}")
    if count.in_range:
        if count.is_partial:
            marking = ngettext("marking what is loaded: {count}", "marking what is loaded: {count}", count.marked)
        else:
            marking = ngettext("marking a range: {count}", "marking a range: {count}", count.marked)
        return marking.format(count=f"{count.marked:,}"), _("V ends it"), off if count.off_screen else ""
    marked = ngettext("{count} marked", "{count} marked", count.marked).format(count=f"{count.marked:,}")
    return (listed((marked, off)) if count.off_screen else marked,)


def _is_offline(history: HistorySnapshot) -> bool:
    """Whether more may have come that it takes the network to know of."""
    last = history.rows[-1] if history.rows else None
    return isinstance(last, EdgeRow) and last.state is EdgeState.OFFLINE


def _extent(coverage: Coverage, *, is_certain: bool) -> str:
    """How much is archived, and what of it is missing; that nothing is, only where that `is_certain`."""
    if not coverage.messages:
        return ""
    here = _("{count} here").format(count=f"{coverage.messages:,}")
    if coverage.is_complete:
        return listed((here, _("none missing"))) if is_certain else here
    count = len(coverage.gaps)
    gaps = ngettext("{count} gap", "{count} gaps", count).format(count=f"{count:,}") if count else ""
    older = "" if coverage.has_oldest else _("older not fetched")
    return listed(filter(None, (here, gaps, older)))


def _type_in_words(kind: ConversationType) -> str:
    match kind:
        case ConversationType.SINGLE:
            return _("direct chat")
        case ConversationType.GROUP:
            return _("group")
        case ConversationType.ROOM:
            return _("chat room")
