"""`roam search` against a plain look at every text of the made-up world, which is in two languages."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from random import Random

import pytest

from tests.e2e.running import APP_KEY, clean_environment
from tui.__main__ import run
from tui.archive import open_archive
from tui.config import archive_file
from tui.events import HistoryRead
from tui.models import ChatMessage, ConversationKey, HistoryPage, TextBody
from tui.protocol.messages import read_message
from tui.protocol.records import encode_meta
from tui.protocol.viewpoint import Viewpoint
from tui.runs import run_of
from tui.server.seed.account import SEED_ACCOUNT
from tui.server.seed.world import seed_world

NOW = 1_730_000_000_000
REST = "http://127.0.0.1:9"
MOST_HITS = 200
_LATIN = re.compile(r"[A-Za-z]{3,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{1,3}")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def every_message() -> list[ChatMessage]:
    viewpoint = Viewpoint(SEED_ACCOUNT)
    metas = (encode_meta(record, APP_KEY) for record in seed_world(1, now=NOW).records)
    return [message for raw in metas if (message := read_message(raw, viewpoint)) is not None]


async def archive_all(messages: list[ChatMessage]) -> None:
    archive = open_archive(archive_file(APP_KEY, SEED_ACCOUNT, REST), Viewpoint(SEED_ACCOUNT))
    histories: dict[ConversationKey, list[ChatMessage]] = defaultdict(list)
    for each in messages:
        histories[ConversationKey(each.conversation_id(SEED_ACCOUNT), each.conversation_type)].append(each)
    for key, history in histories.items():
        run = run_of(HistoryPage(tuple(history), None, True), up=False, asked_from=None)
        assert run is not None
        archive.write(HistoryRead(key, run))
    await archive.aclose()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """All texts by the ids of their messages, in the plain letters of a reader who looks for them by eye."""
    home = tmp_path_factory.mktemp("home")
    names = {"ROAM_APP_KEY": APP_KEY, "ROAM_USER": SEED_ACCOUNT, "ROAM_REST_URL": REST, "ROAM_TOKEN": "t"}
    with pytest.MonkeyPatch.context() as changed:
        for name, value in clean_environment(home, **names).items():
            changed.setenv(name, value)
        messages = every_message()
        asyncio.run(archive_all(messages))
        yield {each.id: plain(each.body.text) for each in messages if isinstance(each.body, TextBody)}


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def found(capsys: pytest.CaptureFixture[str], word: str) -> set[str]:
    capsys.readouterr()
    assert run(("search", "kind:text", word, "--limit", "0", "--json")) == 0
    return {json.loads(line)["message"]["id"] for line in capsys.readouterr().out.splitlines()}


def words_of(said: dict[str, str], pattern: re.Pattern[str], count: int) -> list[str]:
    """Some of the words that there are, but none that takes long to print all hits of."""
    words = Random(7).sample(sorted({word for text in said.values() for word in pattern.findall(text)}), 4 * count)
    return [word for word in words if sum(word in text for text in said.values()) <= MOST_HITS][:count]


def test_words_are_found_wherever_one_begins_so(said: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    for number, word in enumerate(words_of(said, _LATIN, 16)):
        begins = re.compile(rf"(?<![a-z0-9]){word}")
        asked = (word, word.upper(), word.title(), word.translate(_FULL_WIDTH))[number % 4]
        assert found(capsys, asked) == {key for key, text in said.items() if begins.search(text)}, asked


def test_chinese_is_found_wherever_it_stands(said: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    for word in words_of(said, _CHINESE, 16):
        assert found(capsys, word) == {key for key, text in said.items() if word in text}, word
