"""Asking what of a conversation is to be exported, in which form and where, and seeing it done."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import Worker

from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.cycle import Cycle
from tui.app.widgets.steady_input import SteadyInput
from tui.errors import RoamingError
from tui.export import Exported, Format, Progress
from tui.i18n import _
from tui.models import ConversationKey, ConversationType
from tui.text import clean_line

SENTENCE_CAP = 300

_KINDS = {ConversationType.SINGLE: "chat", ConversationType.GROUP: "group", ConversationType.ROOM: "room"}
_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

What = str
"""Names what is to be exported: one of those that the screen was given."""

Write = Callable[[What, Format, Path, Callable[[Progress], None]], Awaitable[Exported]]
"""Exports to a path that is free; raises RoamingError."""


def free_path(folder: Path, key: ConversationKey, form: Format) -> Path:
    """A file in `folder` that is not there yet, called by the conversation's id where that can be typed."""
    id_ = f"-{key.id}" if _PLAIN_ID.fullmatch(key.id) else ""
    stem, number = f"{_KINDS[key.type]}{id_}", 1
    path = folder / f"{stem}{form.suffix}"
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{stem}-{number}{form.suffix}"
    return path


class ExportScreen(ModalScreen[Exported | None]):
    """Closes with what was written, or with None. While it is written, leaving stops it."""

    BINDING_GROUP_TITLE = TITLES[Where.EXPORT]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.EXPORT)

    def __init__(self, key: ConversationKey, name: str, whats: Sequence[tuple[str, What]], write: Write) -> None:
        """`whats`: what can be exported, in words and by name; the first is offered."""
        super().__init__()
        self._key = key
        self._conversation = name
        self._what = Cycle(_("What"), whats)
        self._form = Cycle(_("Format"), [(form.value, form) for form in Format])
        self._input = SteadyInput(compact=True)
        self._offered = ""
        self._write = write
        self._writing: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(clean_line(_("Export {name}").format(name=self._conversation[:SENTENCE_CAP])))
            dialog.border_subtitle = Content(_("Enter writes it, Esc leaves"))
            yield self._what
            yield self._form
            yield self._input
            yield Static(id="export-status", markup=False)

    def on_mount(self) -> None:
        self._offer()
        self._what.focus()

    @on(Cycle.Changed)
    def change_form(self, event: Cycle.Changed) -> None:
        event.stop()
        if self._input.value == self._offered:  # else the user has named another one
            self._offer()

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        if self._is_writing or not self._input.value.strip():
            return
        self._writing = self.run_worker(self._export(Path(self._input.value.strip()).expanduser()))

    def action_close(self) -> None:
        if self._writing is not None and self._is_writing:
            self._writing.cancel()
        else:
            self.dismiss(None)

    @property
    def _is_writing(self) -> bool:
        return self._writing is not None and not self._writing.is_finished

    async def _export(self, path: Path) -> None:
        try:
            exported = await self._write(self._what.value, self._form.value, path, self._tell)
        except RoamingError as error:
            self._say(str(error))
        except asyncio.CancelledError:
            if self.is_attached:
                self._say(_("Stopped; nothing was written."))
            raise
        else:
            self.dismiss(exported)

    def _tell(self, progress: Progress) -> None:
        told = _("{done:,} of {total:,} messages · Esc stops")
        self._say(told.format(done=progress.done, total=progress.total))

    def _offer(self) -> None:
        self._offered = str(free_path(Path.cwd(), self._key, self._form.value))
        self._input.value = self._offered

    def _say(self, sentence: str) -> None:
        self.query_one("#export-status", Static).update(Content(clean_line(sentence[:SENTENCE_CAP])[:SENTENCE_CAP]))
