"""Every key of the program in one declaration: the bindings, the bottom line, help and palette are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from textual.binding import Binding, BindingType

from tui.app.keys import twins
from tui.i18n import _


class Where(Enum):
    """Where a key applies."""

    CONVERSATIONS = "conversations"
    HISTORY = "history"
    PANES = "panes"
    """Both panes."""
    PROGRAM = "program"
    """Every screen."""
    FIELDS = "fields"
    """The values of a message."""
    DETAILS = "details"
    COMBINED = "combined"
    PREVIEW = "preview"
    HELP = "help"
    QUESTION = "question"
    PROMPT = "prompt"
    SEARCH = "search"
    QUERY = "query"
    """The line in which is typed what to look for."""
    RESULTS = "results"
    DATE = "date"
    CALENDAR = "calendar"
    EXPORT = "export"
    CHOICE = "choice"
    """A line with one of several choices."""
    JUMP = "jump"
    CHANGES = "changes"
    FILTER = "filter"
    """The line in which is typed what to look for in the list."""


TITLES: Mapping[Where, str] = {
    Where.CONVERSATIONS: _("Conversations"),
    Where.HISTORY: _("History"),
    Where.PANES: _("Everywhere"),
    Where.PROGRAM: _("Program"),
    Where.FIELDS: _("A message's details"),
    Where.DETAILS: _("A message's details"),
    Where.COMBINED: _("Combined messages"),
    Where.PREVIEW: _("Picture"),
    Where.HELP: _("Help"),
    Where.QUESTION: _("Question"),
    Where.PROMPT: _("Input"),
    Where.SEARCH: _("Search"),
    Where.QUERY: _("Search"),
    Where.RESULTS: _("What was found"),
    Where.DATE: _("Date"),
    Where.CALENDAR: _("Calendar"),
    Where.EXPORT: _("Export"),
    Where.CHOICE: _("Choice"),
    Where.JUMP: _("Go to a conversation"),
    Where.CHANGES: _("Since you were here"),
    Where.FILTER: _("Look for conversations"),
}
"""What help calls them."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that keys do.

    `id` names it for good: a keymap of the user's refers to it. `keys` are Textual's names, separated by commas; what
    an input method sends instead is added by itself. `action` is Textual's: `act('NAME')` on the panes is an act of
    `tui.app.acts`. `tooltip` ('': the same as `words`) is for help. `hint`: the bottom line names it.
    """

    id: str
    keys: str
    action: str
    words: str
    tooltip: str = ""
    hint: bool = False
    passing: bool = False
    """It does something only at times: then its hint is worth more than those that are always there."""
    first: bool = False
    """Taken before any widget sees it."""


KEYS: Mapping[Where, tuple[Key, ...]] = {
    Where.CONVERSATIONS: (
        Key("list.down", "j,down", "move(1)", _("Down"), _("Next conversation")),
        Key("list.up", "k,up", "move(-1)", _("Up"), _("Previous conversation")),
        Key("list.page-down", "ctrl+d,pagedown,ctrl+f", "page(1)", _("Page down")),
        Key("list.page-up", "ctrl+u,pageup", "page(-1)", _("Page up")),
        Key("list.first", "g,home", "first", _("First"), _("First conversation")),
        Key("list.last", "G,end", "last", _("Last"), _("Last conversation")),
        Key(
            "list.filter", "/", "screen.act('filter')", _("Filter"), _("Show only conversations that hold some letters")
        ),
        Key("list.sort", "s", "screen.act('sort')", _("Sort"), _("Sort by activity, by name, or unread ones first")),
        Key("list.open", "enter", "open", _("Read"), _("Go to the messages of this conversation"), hint=True),
    ),
    Where.HISTORY: (
        Key("history.next", "j,down", "step('newer')", _("Next message"), _("Go to the next message")),
        Key("history.previous", "k,up", "step('older')", _("Previous message"), _("Go to the message before")),
        Key(
            "history.half-page-down", "ctrl+d", "scroll_pages(0.5)", _("Half page down"), _("Scroll half a screen down")
        ),
        Key("history.half-page-up", "ctrl+u", "scroll_pages(-0.5)", _("Half page up"), _("Scroll half a screen up")),
        Key("history.page-down", "pagedown,ctrl+f", "scroll_pages(1)", _("Page down"), _("Scroll a screen down")),
        Key("history.page-up", "pageup", "scroll_pages(-1)", _("Page up"), _("Scroll a screen up")),
        Key("history.oldest", "g,home", "go_to_end('older')", _("Oldest"), _("Go to the oldest message")),
        Key(
            "history.newest",
            "G,end",
            "go_to_end('newer')",
            _("Newest"),
            _("Go to the newest message, and follow new ones"),
        ),
        Key(
            "history.previous-day",
            "[",
            "go_to_day('older')",
            _("Previous day"),
            _("Go to the start of the day, or before"),
        ),
        Key("history.next-day", "]", "go_to_day('newer')", _("Next day"), _("Go to the start of the next day")),
        Key(
            "history.more",
            "enter",
            "more",
            _("More"),
            _("Show the rest of a long message, load what is missing beside it, or else open it"),
        ),
        Key("history.details", "i", "details", _("Details"), _("All that is known of the message")),
        Key(
            "history.previous-of-sender",
            "{",
            "step_by_sender('older')",
            _("Same sender before"),
            _("Go to the sender's message before"),
        ),
        Key(
            "history.next-of-sender",
            "}",
            "step_by_sender('newer')",
            _("Same sender next"),
            _("Go to the sender's next message"),
        ),
        Key("history.mark", "space", "mark", _("Mark"), _("Mark or unmark the message, and go on"), hint=True),
        Key(
            "history.mark-range",
            "V",
            "mark_range",
            _("Mark many"),
            _("Mark what is loaded from here to wherever you go; V keeps"),
        ),
        Key("search.here", "/", "screen.act('search')", _("Search"), _("Look for messages in this conversation")),
        Key(
            "messages.filter",
            "\\",
            "screen.act('filter_messages')",
            _("Filter"),
            _("Show only some messages, or all again"),
        ),
        Key(
            "messages.wider", "+,=", "screen.act('more_context')", _("More context"), _("More messages around each hit")
        ),
        Key("messages.narrower", "-", "screen.act('less_context')", _("Less context"), _("Fewer messages around each")),
        Key(
            "messages.fetch",
            "f",
            "screen.act('fetch_filtered')",
            _("Fetch"),
            _("Fetch what the filter does not know, as it is not archived"),
        ),
        Key("history.retry", "r", "retry", _("Retry"), _("Try again to load the messages"), hint=True, passing=True),
        Key(
            "history.remove",
            "d",
            "remove",
            _("Delete"),
            _("Delete the message, or the marked ones, after asking"),
            hint=True,
        ),
    ),
    Where.PANES: (
        Key("panes.other", "tab,shift+tab", "other_pane", _("Other pane")),
        Key("panes.list", "h,left", "list", _("Conversations"), _("To the conversations")),
        Key("panes.history", "l,right", "history", _("Messages"), _("To the messages")),
        Key("conversation.next", "J", "step(1)", _("Next conversation")),
        Key("conversation.previous", "K", "step(-1)", _("Previous conversation")),
        Key(
            "conversation.jump",
            "ctrl+k",
            "act('jump')",
            _("Go to"),
            _("Go to a conversation by a few letters, or by its id"),
        ),
        Key(
            "changes",
            "c",
            "act('changes')",
            _("Since you were here"),
            _("What others and your other devices have changed"),
        ),
        Key("unread.next", "a", "act('next_unread')", _("Next unread"), _("Next conversation with unread messages")),
        Key(
            "unread.previous",
            "A",
            "act('previous_unread')",
            _("Previous unread"),
            _("Previous conversation with unread messages"),
        ),
        Key("jump.back", "ctrl+o,<,backspace", "act('back')", _("Go back"), _("Back to where you came from")),
        Key("jump.forward", "ctrl+n,>", "act('forward')", _("Go forward"), _("Forward again, after going back")),
        Key("new", "u", "act('new')", _("First new"), _("Go to the first message that is new to you")),
        Key(
            "bookmark.set", "m", "act('bookmark')", _("Bookmark"), _("Mark the message with a letter, to come back to")
        ),
        Key("bookmark.go", "`", "act('to_bookmark')", _("Bookmarks"), _("Go to the message marked with a letter")),
        Key("quoted", "'", "act('to_quoted')", _("Answered"), _("Go to the message that this one answers")),
        Key("date", "t", "act('date')", _("Date"), _("Go to a date"), hint=True),
        Key("export", "e", "act('export')", _("Export"), _("Write messages of this conversation to a file")),
        Key("search.all", "F", "act('search_all')", _("Search all"), _("Look for messages in all conversations")),
        Key(
            "search.next", "n", "act('next_hit')", _("Next hit"), _("Go to the next older message that was looked for")
        ),
        Key("search.previous", "N", "act('previous_hit')", _("Previous hit"), _("Go to the next newer one")),
        Key("retry", "r", "act('start')", _("Try again"), _("Try again what failed"), hint=True, passing=True),
        Key("conversation.pin", "p", "act('pin')", _("Pin"), _("Pin or unpin the conversation"), hint=True),
        Key(
            "conversation.delete",
            "D",
            "act('delete_conversation')",
            _("Delete chat"),
            _("Delete the conversation"),
            hint=True,
        ),
        Key(
            "remove-up-to",
            "X",
            "act('remove_up_to')",
            _("Delete up to here"),
            _("Delete everything up to this message, after asking"),
        ),
        Key("undo", "z", "act('undo')", _("Undo"), _("Undo the latest deletion, while that is possible")),
        Key(
            "recently-deleted",
            "U",
            "act('recently_deleted')",
            _("Recently deleted"),
            _("The texts of what you deleted lately"),
        ),
        Key("go-on", "r", "act('go_on')", _("Go on"), _("Go on with what a deletion has left"), first=True),
        Key("message.copy", "y", "act('copy')", _("Copy"), _("Copy the text of the message, or of all marked ones")),
        Key("message.cite", "Y", "act('cite')", _("Cite"), _("Copy the message with time, sender and permalink")),
        Key(
            "message.open",
            "o",
            "act('open')",
            _("Open"),
            _("Look at the picture, open the file, or a link in the text"),
        ),
        Key("file.save", "s", "act('save')", _("Save"), _("Save the file of the message, or of all marked ones")),
        Key(
            "file.stop",
            "x,escape",
            "act('stop')",
            _("Stop"),
            _("Stop saving; what has come is kept"),
            hint=True,
            passing=True,
        ),
        Key(
            "back",
            "escape",
            "act('retreat')",
            _("Back"),
            _("Stop, unmark, or back to the conversations"),
            hint=True,
            passing=True,
        ),
        Key("leave", "q", "leave", _("Quit"), _("Back to the conversations, or quit"), hint=True),
    ),
    Where.FIELDS: (
        Key("details.down", "j,down", "step(1)", _("Down")),
        Key("details.up", "k,up", "step(-1)", _("Up")),
        Key("details.page-down", "pagedown,ctrl+d,ctrl+f", "page(1)", _("Page down")),
        Key("details.page-up", "pageup,ctrl+u", "page(-1)", _("Page up")),
        Key("details.first", "g,home", "end('first')", _("First")),
        Key("details.last", "G,end", "end('last')", _("Last")),
        Key("details.copy", "y", "copy", _("Copy"), _("Copy the value under the cursor"), hint=True),
    ),
    Where.DETAILS: (Key("details.close", "escape,q,i,h,left", "close", _("Close"), hint=True),),
    Where.COMBINED: (
        Key(
            "combined.close",
            "escape,q,h,left",
            "close",
            _("Close"),
            _("Back to the message that holds them"),
            hint=True,
        ),
    ),
    Where.PROGRAM: (
        Key("commands", "ctrl+p", "command_palette", _("Commands"), _("All commands")),
        Key("repaint", "ctrl+l", "repaint", _("Repaint"), _("Draw the screen again")),
        Key("suspend", "ctrl+z", "suspend_process", _("Suspend"), _("Back to the shell")),
        Key("quit", "ctrl+c", "quit", _("Quit"), first=True),
        Key("help", "?,f1", "help", _("Help"), _("All keys"), hint=True),
    ),
    Where.PREVIEW: (
        Key("preview.close", "escape,q,enter,h,left", "close", _("Close"), hint=True),
        Key("preview.open", "o", "open", _("Open"), _("Open the picture by another program"), hint=True),
    ),
    Where.HELP: (
        Key("help.close", "escape,enter,q,?", "close", _("Close"), hint=True),
        Key("help.down", "j,down", "scroll(1)", _("Down")),
        Key("help.up", "k,up", "scroll(-1)", _("Up")),
        Key("help.page-down", "pagedown,ctrl+d,ctrl+f", "page(1)", _("Page down")),
        Key("help.page-up", "pageup,ctrl+u", "page(-1)", _("Page up")),
    ),
    Where.QUESTION: (
        Key("confirm.cancel", "escape", "cancel", _("Cancel"), hint=True),
        Key("confirm.next", "down,right", "app.focus_next", _("Next button")),
        Key("confirm.previous", "up,left", "app.focus_previous", _("Previous button")),
        Key("confirm.page-down", "pagedown,ctrl+d", "page(1)", _("Page down")),
        Key("confirm.page-up", "pageup,ctrl+u", "page(-1)", _("Page up")),
    ),
    Where.SEARCH: (
        Key("search.close", "escape", "close", _("Back"), _("Stop fetching, or back to the messages"), hint=True),
    ),
    Where.QUERY: (
        Key("query.go", "enter", "submit", _("Go there"), _("Go to the message under the cursor"), hint=True),
        Key(
            "query.later",
            "down",
            "screen.later",
            _("Results"),
            _("To the results; to a later search"),
            hint=True,
            first=True,
        ),
        Key("query.earlier", "up", "earlier", _("Earlier"), _("To an earlier search")),
        Key("query.complete", "tab", "complete", _("Complete"), _("Complete a field or its value"), hint=True),
    ),
    Where.RESULTS: (
        Key("results.go", "enter,l,right", "choose", _("Go there"), _("Go to this message"), hint=True),
        Key("results.fetch", "f", "screen.fetch", _("Fetch"), _("Fetch what was not searched"), hint=True),
        Key(
            "results.query",
            "/,i,tab,shift+tab",
            "screen.input",
            _("Search"),
            _("To the line above"),
            hint=True,
            first=True,
        ),
        Key("results.down", "j,down,n", "step(1)", _("Down")),
        Key("results.up", "k,up,N", "step(-1)", _("Up")),
        Key("results.page-down", "pagedown,ctrl+d,ctrl+f", "page(1)", _("Page down")),
        Key("results.page-up", "pageup,ctrl+u", "page(-1)", _("Page up")),
        Key("results.forget", "X", "screen.forget", _("Forget searches"), _("Forget all searches of before")),
        Key("results.first", "g,home", "end('first')", _("First")),
        Key("results.last", "G,end", "end('last')", _("Last")),
    ),
    Where.DATE: (
        Key("date.calendar", "up,tab", "calendar", _("Calendar"), _("To the calendar"), first=True),
        Key("date.close", "escape", "close", _("Cancel"), hint=True),
    ),
    Where.CALENDAR: (
        Key("calendar.go", "enter", "choose", _("Go there"), _("Go to this day")),
        Key("calendar.before", "h,left", "move(-1)", _("Day before")),
        Key("calendar.after", "l,right", "move(1)", _("Next day")),
        Key("calendar.week-after", "j,down", "move(7)", _("Next week")),
        Key("calendar.week-before", "k,up", "move(-7)", _("Week before")),
        Key("calendar.month-after", "pagedown,n", "turn(1)", _("Next month")),
        Key("calendar.month-before", "pageup,p", "turn(-1)", _("Month before")),
        Key("calendar.line", "tab,shift+tab,i,t", "screen.line", _("Type"), _("Type a date"), first=True),
    ),
    Where.EXPORT: (
        Key("export.write", "enter", "write", _("Write"), _("Write the file")),
        Key("export.close", "escape", "close", _("Leave"), _("Stop writing, or leave"), hint=True),
        Key("export.next", "down", "app.focus_next", _("Next line")),
        Key("export.previous", "up", "app.focus_previous", _("Line before")),
    ),
    Where.CHOICE: (
        Key("choice.next", "l,right,space", "change(1)", _("Next choice")),
        Key("choice.previous", "h,left", "change(-1)", _("Choice before")),
        Key("choice.down", "j", "app.focus_next", _("Next line")),
        Key("choice.up", "k", "app.focus_previous", _("Line before")),
    ),
    Where.PROMPT: (Key("prompt.close", "escape", "close", _("Cancel"), hint=True),),
    Where.JUMP: (
        Key("jump.close", "escape", "close", _("Cancel"), hint=True),
        Key("jump.down", "down,ctrl+n", "move(1)", _("Down")),
        Key("jump.up", "up,ctrl+p", "move(-1)", _("Up")),
        Key("jump.page-down", "pagedown", "page(1)", _("Page down")),
        Key("jump.page-up", "pageup", "page(-1)", _("Page up")),
    ),
    Where.CHANGES: (
        Key("changes.close", "escape,q,c,h,left", "close", _("Close"), hint=True),
        Key("changes.down", "j", "focused.cursor_down", _("Down")),
        Key("changes.up", "k", "focused.cursor_up", _("Up")),
        Key("changes.page-down", "ctrl+d,ctrl+f", "focused.page_down", _("Page down")),
        Key("changes.page-up", "ctrl+u", "focused.page_up", _("Page up")),
        Key("changes.first", "g", "focused.first", _("First")),
        Key("changes.last", "G", "focused.last", _("Last")),
    ),
    Where.FILTER: (
        Key("filter.cancel", "escape", "cancel", _("Show all"), hint=True),
        Key("filter.next", "down,ctrl+n", "screen.step(1)", _("Next conversation")),
        Key("filter.previous", "up,ctrl+p", "screen.step(-1)", _("Previous conversation")),
    ),
}
"""In the order in which the bottom line, help and the palette tell them."""


_INNERMOST_FIRST = (
    Where.CONVERSATIONS, Where.HISTORY, Where.QUERY, Where.RESULTS, Where.SEARCH, Where.FIELDS, Where.DETAILS,
    Where.COMBINED, Where.PREVIEW, Where.HELP, Where.QUESTION, Where.PANES, Where.PROGRAM,
)  # fmt: skip
_BY_PLACE = [key for where in _INNERMOST_FIRST for key in KEYS[where]]
ORDER: Mapping[str, int] = {
    key.id: order for order, key in enumerate(sorted(_BY_PLACE, key=lambda each: not each.passing))
}
"""How keys follow one another in the bottom line, whatever keys the user has chosen for them."""


def bindings(where: Where) -> list[BindingType]:
    """The bindings of a place, for a widget's or screen's `BINDINGS`."""
    return [_binding(key) for key in KEYS[where]]


def _binding(key: Key) -> Binding:
    return Binding(
        twins(key.keys),
        key.action,
        key.words,
        id=key.id,
        show=key.hint,
        tooltip=key.tooltip,
        priority=key.first,
    )
