"""Exporting what is about to be deleted, while one is asked about it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from tui.app.screens.confirm import Aid, Tell
from tui.i18n import _, ngettext
from tui.removal.preview import Preview
from tui.store.store import Store

if TYPE_CHECKING:  # nobody exports before the first frame
    from tui.export import Exported, Progress


def exports_of(store: Store, preview: Preview) -> tuple[Aid, ...]:
    """The key that writes what a question showed to a new file where the program was started.

    It has everything that is known of each message, so it is the form that keeps most. Not offered where nothing is
    known here of what goes.
    """
    if not preview.removal.count:
        return ()

    async def run(tell: Tell) -> str:
        return _told(await _exported(store, preview, tell), preview)

    return (Aid("e", _("Export to a file first"), run),)


async def _exported(store: Store, preview: Preview, tell: Tell) -> Exported:
    from tui.app.screens.export import free_path
    from tui.export import Format
    from tui.store.exporting import selection_of

    removal, form = preview.removal, Format.JSONL

    def progressed(progress: Progress) -> None:
        sentence = _("Exporting: {done:,} of {count:,} messages. Esc stops it, and nothing is removed.")
        tell(sentence.format(done=progress.written, count=removal.count))

    folder = Path()  # even where the directory is gone: that is told then
    path = await asyncio.to_thread(free_path, folder, removal.key, form)
    return await store.export(removal.key, form, path, selection_of(removal), progressed)


def _told(exported: Exported, preview: Preview) -> str:
    """How many went where, and that others are not among them."""
    done, count = exported.messages, preview.removal.count
    if done < count:
        sentence = _("{done:,} of {count:,} messages were exported to {path}; the others are not archived here.")
        return sentence.format(done=done, count=count, path=exported.path.absolute())
    words = ngettext("{count:,} message was exported to {path}.", "{count:,} messages were exported to {path}.", done)
    sentence = words.format(count=done, path=exported.path.absolute())
    return f"{sentence} {_('What was never fetched is not in it.')}" if preview.may_be_more else sentence
