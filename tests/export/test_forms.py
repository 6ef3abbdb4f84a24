"""The forms of exports: readable, and no text of a message can be more than a text in them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.archive.samples import BOB, START_TIME, message, messages, page_up
from tests.commands.worlds import HOSTILE
from tests.export.archives import archive_of, exported, job
from tests.protocol.samples import VIEWPOINT, body, meta
from tests.protocol.test_records import record
from tests.protocol.test_stored_records import KINDS, served
from tui.commands.printing import print_json
from tui.events import MessageChanged, MessagesFound
from tui.export import Entry, Format, Subject
from tui.export.clock import Clock
from tui.export.formats import writer_of
from tui.export.markdown import escaped
from tui.lenses import Lenses, parse_lens
from tui.models import ChatMessage, ConversationKey, ConversationType, CustomBody, Edit, Json, TextBody
from tui.protocol import msync_pb2 as pb
from tui.protocol.messages import read_message
from tui.protocol.objects import message_object
from tui.runs import position
from tui.text import clean
from tui.timeline.rows import local_time

_PIECES = ("http://", "<script>", "&lt;", "- ", "# ", "```", "1. ", "> ", "    ", "---", "</p>", "\n")
_MARKUP = st.sampled_from([*"\\`*_{}[]<>()#+-.!|~&$=:^\"'1 9\n\tax图/;", *_PIECES])
TEXTS = st.text() | st.lists(_MARKUP | st.characters(exclude_categories=["Cs"])).map("".join)
ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe")
ROOM = Subject(ConversationKey(f"<{HOSTILE}>", ConversationType.GROUP), HOSTILE, "alice")


async def written(form: Format, *texts: str, sender: str = "bob") -> str:
    found = tuple(message(number, text, sender=sender) for number, text in enumerate(texts, 1))
    async with archive_of(page_up(found, last=True)) as archive:
        return await exported(archive, form)


async def test_text_for_people() -> None:
    edited = replace(message(2), body=TextBody("now\nthis"), edited=Edit(1, "bob", 2))
    async with archive_of(page_up(messages(1, 2, 900), last=True)) as archive:
        archive.write(MessageChanged(BOB, edited))
        found = await exported(archive, Format.TEXT)
    assert found.splitlines() == [
        "Bob",
        "Chat with bob, as alice@acme#support has it",
        "",
        "==== 2024-06-10 ====",
        "",
        "06:14:20 +00:00  bob: message 1",
        "06:15:20 +00:00  bob (edited by bob 2×): now",
        "    this",
        "21:13:20 +00:00  bob: message 900",
    ]


@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])
async def test_nothing_hostile_reaches_people(form: Format) -> None:
    async with archive_of(page_up((message(1, HOSTILE, sender="x\x1b[2J<img>"),), last=True)) as archive:
        parts: list[bytes] = []
        await job(archive, form, subject=ROOM).to_stream(parts.append)
    found = b"".join(parts).decode()
    assert {char for char in found if not char.isprintable()} <= {"\n"}
    assert "<img>" not in found.replace("\\<img\\>", "")


async def test_no_text_passes_for_a_message_of_its_own() -> None:
    found = await written(Format.TEXT, "a\n06:14:20 +00:00  carol: I agree\n\n==== 2024-06-10 ====")
    assert [line for line in found.splitlines() if not line.startswith(" ")][5:] == ["06:14:20 +00:00  bob: a"]


@pytest.mark.parametrize("form", [Format.JSONL, Format.RECORDS])
@given(text=TEXTS)
@settings(max_examples=40)
def test_programs_get_the_text_as_it_was(form: Format, text: str) -> None:
    line = _one(form, message(1, text or " "))
    assert {char for char in line[:-1] if ord(char) < 32 or 0x7F <= ord(char) < 0xA0} == set()
    found = json.loads(line)
    body = found["payload"]["bodies"][0] if form is Format.RECORDS else found
    assert body["msg"] == (text or " ")


def test_objects_are_those_of_history(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in KINDS:
        one = replace(served(record(kind)), position="")
        print_json(message_object(one))
        assert _one(Format.JSONL, one) == capsys.readouterr().out


class Kept:
    """A message as an archive keeps it."""

    def __init__(self, given: ChatMessage) -> None:
        self.place = position(given)
        self.sender = given.sender
        self.kind = given.kind.value
        self.raw: bytes | None = given.raw
        self.changed: str | None = None
        self._message = given

    def read(self, viewpoint: object) -> ChatMessage:
        return self._message


def _one(form: Format, given: ChatMessage) -> str:
    writer = writer_of(form, Subject(BOB, "Bob", "alice"), Clock(ZoneInfo("UTC")))
    return writer.write([Entry(Kept(given), replace(VIEWPOINT, user="alice"))])


def _plain(tokens: list[Token]) -> str:
    """The text of inline tokens; fails for what is more than a text, a break or a link that shows itself."""
    told = ""
    for each in tokens:
        if each.type == "link_open":
            assert re.match("https?://", str(each.attrs["href"]))
            assert each.info == "auto"
        elif each.type in ("hardbreak", "softbreak"):
            told += "\n"
        else:
            assert each.type in ("text", "link_close", "text_special"), each.type
            told += each.content
    return told


@given(TEXTS)
@example("1. a\n# b\n- c\n    d\n> e\n===\n\n```\n~~~\n* * *\n")
@example("<b>x</b> &amp; [a](javascript:b) ![c](d) ")
def test_markdown_shows_just_the_text(text: str) -> None:
    lines = clean(text).split("\n")
    quoted = "\\\n> ".join(map(escaped, lines))
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(f"> {quoted}\n")
    kinds = [each.type for each in tokens]
    assert kinds == ["blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"]
    shown = _plain(tokens[2].children or []).replace("\xa0", " ")
    assert [line.strip() for line in shown.split("\n")] == [line.replace("\xa0", " ").strip() for line in lines]


async def test_html_leads_to_its_days_from_a_narrow_window() -> None:
    elements = Page(await written(Format.HTML, "tea")).elements
    assert ("a", {"id": "to-days", "href": "#days"}) in elements
    assert ("nav", {"id": "days"}) in elements


async def test_markdown_for_people() -> None:
    found = await written(Format.MARKDOWN, "see https://example.com/a_b*c.", "*x*\n\n1. y")
    assert "# Bob\n\nChat with bob, as alice@acme#support has it\n\n## 2024-06-10\n" in found
    assert "\n**bob** 06:14:20 +00:00\n\n> see <https://example.com/a_b*c>.\n" in found
    assert "\n> \\*x\\*\\\n> &nbsp;\\\n> 1\\. y\n" in found


class Page(HTMLParser):
    """What a browser makes of a page: its elements, and the text of each message."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "hr", "img", "br"):
            self.open.append(tag)
        if tag == "p" and "article" in self.open:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "article" in self.open and "p" in self.open:
            self.texts[-1] += data
        if self.open[-1:] == ["script"]:
            self.scripts.append(data)
        if self.open[-1:] == ["style"]:
            self.styles.append(data)


async def test_a_page_counts_what_it_finds_in_thousands() -> None:
    page = await written(Format.HTML, "x")
    assert 'toLocaleString("en")' in page


@given(TEXTS)
@example("</p></article><script>alert(1)</script>")
@example("http://a.example/'\"><img src=x onerror=alert(1)>")
def test_html_shows_just_the_text(text: str) -> None:
    page = Page(_one(Format.HTML, message(1, text or " ")))
    tags = {tag for tag, _attributes in page.elements}
    assert tags <= {"section", "h2", "article", "a", "div", "b", "p"}
    names = {name for _tag, attributes in page.elements for name in attributes}
    assert names <= {"id", "class", "href", "title", "data-from", "dir", "rel", "target"}
    links = [attributes["href"] or "" for tag, attributes in page.elements if tag == "a"]
    assert all(re.match("#|https?://", link) for link in links)
    if text.strip():
        assert page.texts == [clean(text)]


async def test_a_page_needs_nothing_but_itself() -> None:
    page = Page(await written(Format.HTML, *(f"text {number}" for number in range(250))))
    assert page.open == []
    assert len(page.texts) == 250
    loading = {"link", "iframe", "object", "embed", "base", "form", "source", "video", "audio"}
    assert not loading & {tag for tag, _attributes in page.elements}
    assert not [attributes for _tag, attributes in page.elements if "src" in attributes or "style" in attributes]
    assert sum(tag == "section" for tag, _attributes in page.elements) == 3
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    anchors = {attributes["href"] for tag, attributes in page.elements if tag == "a"}
    assert {f"#{each}" for each in ids if str(each).startswith("d20")} <= anchors


async def test_its_policy_lets_only_its_own_script_run() -> None:
    page = Page(await written(Format.HTML, "x"))
    policy = next(str(attributes["content"]) for _tag, attributes in page.elements if "http-equiv" in attributes)
    (script,), (style,) = page.scripts, page.styles
    for kind, content in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("body", KINDS, ids=lambda body: str(body["type"]))
@pytest.mark.parametrize("form", Format)
async def test_every_kind_has_a_form(body: dict[str, Json], form: Format) -> None:
    one = served(record(body))
    async with archive_of(MessagesFound(BOB, (one,))) as archive:
        found = await exported(archive, form)
    if body["type"] != "img" or form is Format.RECORDS:  # pictures have no name where messages are read
        assert str(body.get("filename", "")) in found
    assert "secret" not in found or form in (Format.JSONL, Format.RECORDS)


@given(
    st.integers(0, 4_102_444_800_000),
    st.sampled_from(ZONES),
)
def test_the_fast_clock_is_right(ms: int, name: str) -> None:
    zone = ZoneInfo(name)
    clock = Clock(zone)
    clock.read(START_TIME)
    for time in (ms, ms + 899_999, ms):
        at = local_time(time, zone)
        assert clock.read(time).iso == at.replace(microsecond=0).isoformat()


LENSES = Lenses(
    {"paid": parse_lens("paid", "order {custom.id}"), "ticket": parse_lens("ticket", "*ticket* <{ext.ticket}>")}
)


@pytest.mark.parametrize("form", [form for form in Format if form.is_for_people])
async def test_lenses_show_what_is_attached(form: Format) -> None:
    paid = replace(message(1), body=CustomBody("paid", {"id": "A7"}), raw=b"")
    asked = replace(message(2, "hello"), ext={"ticket": 10001}, raw=b"")
    async with archive_of(MessagesFound(BOB, (paid, asked, message(3, "as it is")))) as archive:
        found = await exported(archive, form, lenses=LENSES)
        plain = await exported(archive, form)
    shown = {Format.TEXT: "*ticket* <10001>", Format.MARKDOWN: r"\*ticket\* \<10001\>"}
    lines = found.splitlines()
    at = next(number for number, line in enumerate(lines) if "hello" in line)
    assert shown.get(form, "*ticket* &lt;10001&gt;") in lines[at + 1]
    assert "order A7" in found
    assert "as it is" in found
    assert "10001" not in plain
    assert "order A7" not in plain


async def test_bytes_with_something_attached_are_seen_through_lenses_as_well() -> None:
    content = body("hello")
    content.ext.add(key="ticket", type=pb.KeyValue.INT, varint_value=10001)
    read = read_message(meta(1, content), VIEWPOINT)
    assert read is not None
    async with archive_of(MessagesFound(BOB, (read,))) as archive:
        assert "10001" in await exported(archive, Format.TEXT, lenses=LENSES)
        assert "10001" not in await exported(archive, Format.TEXT)
