"""Adding to an export: whatever happened since, the file is what a whole export would have written."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.samples import BOB, at, message, messages, page_up
from tests.export.archives import archive_of, exported, job, saved
from tui.events import Fact, MessageArrived, MessageChanged, MessagesFound, MessagesRemoved
from tui.export import Format, Selection
from tui.export.manifest import read_manifest
from tui.lenses import Lenses, parse_lens
from tui.models import Edit, TextBody

APPENDABLE = [form for form in Format if form.is_appendable]


def edited(number: int, text: str) -> MessageChanged:
    return MessageChanged(BOB, replace(message(number), body=TextBody(text), edited=Edit(1, "bob", 1)))


EVENTS: st.SearchStrategy[Fact] = st.one_of(
    st.integers(1, 40).map(lambda number: MessagesFound(BOB, messages(number))),
    st.integers(1, 40).map(lambda number: MessagesRemoved(BOB, frozenset([str(number)]))),
    st.integers(1, 40).map(lambda number: edited(number, f"changed {number}")),
    st.integers(1, 39).map(lambda number: page_up(messages(number, number + 1))),
    st.just(page_up(messages(*range(30, 41)), last=True)),
)


@settings(max_examples=30)
@given(st.sampled_from(Format), st.lists(st.lists(EVENTS, max_size=3), min_size=2, max_size=3))
def test_a_file_that_is_added_to_is_what_would_be_written_at_once(
    form: Format, rounds: Sequence[Sequence[Fact]]
) -> None:
    async def run(folder: Path) -> None:
        path = folder / "bob"
        async with archive_of(page_up(messages(*range(10, 15)), last=True)) as archive:
            for facts in rounds:
                for fact in facts:
                    archive.write(fact)
                done = await saved(archive, form, path, incremental=True)
                assert path.read_text() == await exported(archive, form)
                manifest = read_manifest(path)
                assert manifest is not None
                assert (manifest.messages, manifest.how) == (done.messages, done.how)
                assert manifest.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
                assert done.messages == done.coverage.messages

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


@pytest.mark.parametrize("form", APPENDABLE)
async def test_only_what_is_new_is_written_behind_the_rest(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(1, 2, 3), last=True)) as archive:
        assert (await saved(archive, form, path, incremental=True)).how == "whole"
        before = path.read_bytes()
        assert (await saved(archive, form, path, incremental=True)).how == "unchanged"
        assert path.read_bytes() == before
        archive.write(MessageArrived(BOB, message(4), is_own=False))
        done = await saved(archive, form, path, incremental=True)
    assert (done.how, done.new, done.messages) == ("appended", 1, 4)
    assert path.read_bytes().startswith(before)
    assert "message 4" in path.read_text()


@pytest.mark.parametrize(
    "fact",
    [edited(2, "other"), MessagesRemoved(BOB, frozenset("2")), MessagesFound(BOB, (message(9, time=at(1.5)),))],
)
async def test_what_has_changed_is_written_anew_and_said(fact: Fact, tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(1, 2, 3), last=True)) as archive:
        await saved(archive, Format.TEXT, path)
        archive.write(fact)
        assert (await saved(archive, Format.TEXT, path, incremental=True)).how == "rewritten"


async def test_another_filter_is_another_export(tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(1, 2, 3), last=True)) as archive:
        await saved(archive, Format.JSONL, path)
        selection = Selection(since=message(2).time)
        done = await job(archive, Format.JSONL, selection).to_file(path, incremental=True)
        assert (done.how, done.messages) == ("rewritten", 2)
        done = await job(archive, Format.JSONL, selection).to_file(path, incremental=True)
        assert (done.how, done.messages) == ("unchanged", 2)


async def test_other_lenses_write_words_anew_and_leave_objects_alone(tmp_path: Path) -> None:
    lenses = Lenses({"ticket": parse_lens("ticket", "ticket {ext.ticket}")})
    asked = replace(message(1), ext={"ticket": 7}, raw=b"")
    async with archive_of(MessagesFound(BOB, (asked,))) as archive:
        how = {}
        for form in (Format.TEXT, Format.JSONL):
            path = tmp_path / form
            await saved(archive, form, path)
            how[form] = (await job(archive, form, lenses=lenses).to_file(path, incremental=True)).how
    assert how == {Format.TEXT: "rewritten", Format.JSONL: "unchanged"}
    assert "ticket 7" in (tmp_path / Format.TEXT).read_text()
