"""What is recognised in a text, and that nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import clean
from tui.timeline.links import LONGEST_LINK, Link, addresses, link_to
from tui.timeline.pieces import PieceKind, links_in, recognise

PLAIN, CODE, QUOTE, LINK, MENTION = PieceKind

RECOGNISED: list[tuple[str, list[tuple[str, PieceKind]]]] = [
    ("", []),
    ("just words: no more", [("just words: no more", PLAIN)]),
    ("see `pandas.read_csv`!", [("see ", PLAIN), ("`pandas.read_csv`", CODE), ("!", PLAIN)]),
    ("a ` alone", [("a ` alone", PLAIN)]),
    (
        "look:\n```python\nhttp://no.link @nobody\n```\ndone",
        [("look:\n", PLAIN), ("```python\nhttp://no.link @nobody\n```\n", CODE), ("done", PLAIN)],
    ),
    ("```\nnever closed\n> code", [("```\nnever closed\n> code", CODE)]),
    ("```x``` is short", [("``", PLAIN), ("`x`", CODE), ("`` is short", PLAIN)]),
    ("> said before\nanswer", [("> said before\n", QUOTE), ("answer", PLAIN)]),
    ("1 > 0", [("1 > 0", PLAIN)]),
    ("> see http://a.example", [("> see ", QUOTE), ("http://a.example", LINK)]),
    ("(http://a.example/x).", [("(", PLAIN), ("http://a.example/x", LINK), (").", PLAIN)]),
    ("http://a.example/x_(y)", [("http://a.example/x_(y)", LINK)]),
    ("看https://a.example/路径，好", [("看", PLAIN), ("https://a.example/", LINK), ("路径，好", PLAIN)]),
    ("ftp://a.example javascript:x data:,y", [("ftp://a.example javascript:x data:,y", PLAIN)]),
    ("http:// http://[ http://]", [("http:// http://[ http://]", PLAIN)]),
    ("see [docs](http://a.example/d) now", [("see ", PLAIN), ("[docs](http://a.example/d)", LINK), (" now", PLAIN)]),
    ("@amy and bob@b.example @@x", [("@amy", MENTION), (" and bob@b.example @@x", PLAIN)]),
    ("你好@小明, ok", [("你好", PLAIN), ("@小明", MENTION), (", ok", PLAIN)]),
    ("@... @", [("@... @", PLAIN)]),
]


@pytest.mark.parametrize(("text", "pieces"), RECOGNISED)
def test_pieces(text: str, pieces: list[tuple[str, PieceKind]]) -> None:
    assert [(piece.text, piece.kind) for piece in recognise(text)] == pieces


MARKS = st.sampled_from(
    ["`", "```", "\n", ">", "> ", "@", "[", "]", "(", ")", "](", "http://", "https://", "a.example", "://", " ", "，"]
)


@given(st.lists(MARKS | st.text(max_size=4)).map("".join))
def test_the_pieces_are_the_text(text: str) -> None:
    shown = clean(text)
    pieces = recognise(shown)
    assert "".join(piece.text for piece in pieces) == shown
    assert all(piece.text for piece in pieces)
    for piece in pieces:
        assert (piece.link is not None) is (piece.kind is LINK)
        if piece.link:
            assert piece.link.url.lower().startswith(("http://", "https://"))
            assert piece.link.url in piece.text
            assert piece.link.host.isascii()
            assert piece.link.host


@pytest.mark.parametrize(
    "part",
    ["`", "[", "[a](http://", "http://", "@", "(", ")", ">", "```\n", "http://a.example/)))", "[a](", "\n", "@."],
)
def test_a_flood_of_marks_is_gone_through_once(part: str) -> None:
    text = part * (200_000 // len(part))
    assert "".join(piece.text for piece in recognise(text)) == text
    assert all(text.startswith(address, at) for at, address in addresses(text))


@pytest.mark.parametrize(
    ("url", "label", "link"),
    [
        ("HTTP://A.Example/X", "", Link("HTTP://A.Example/X", "a.example")),
        ("http://a.example:8080/", "a.example", Link("http://a.example:8080/", "a.example")),
        ("http://b.example", "a.example/login", Link("http://b.example", "b.example", misleads=True)),
        ("http://b.example", "https://a.example", Link("http://b.example", "b.example", misleads=True)),
        ("http://b.example", "press here", Link("http://b.example", "b.example")),
        ("http://b.example/1", "holiday.2.PNG", Link("http://b.example/1", "b.example")),
        ("http://b.example/1", "a.example/x.png", Link("http://b.example/1", "b.example", misleads=True)),
        ("http://a.example@b.example/", "", Link("http://a.example@b.example/", "b.example", misleads=True)),
        ("http://bücher.example/", "", Link("http://bücher.example/", "xn--bcher-kva.example", misleads=True)),
        ("http://xn--80ak6aa92e.com/", "", Link("http://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com")),
        ("ftp://a.example", "", None),
        ("javascript:alert(1)", "", None),
        ("http:///path", "", None),
        ("http://[::1", "", None),
        (f"http://{'ä' * 70}.example", "", None),
        (f"http://{'a.' * 200}example", "", None),
    ],
)
def test_where_a_link_leads(url: str, label: str, link: Link | None) -> None:
    assert link_to(url, label) == link


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://a.example/x, [it](https://b.example).", [(4, "http://a.example/x"), (29, "https://b.example")]),
        ("看https://a.example/路径", [(1, "https://a.example/")]),
        ("xhttp://a.example http:// http://[", []),
        ("", []),
    ],
)
def test_addresses_stand_where_they_are_told_to(text: str, found: list[tuple[int, str]]) -> None:
    assert list(addresses(text)) == found


def test_links_are_told_once_each_in_order() -> None:
    text = "http://b.example, [a](http://a.example) `http://code.example` http://b.example."
    assert [link.url for link in links_in(text)] == ["http://b.example", "http://a.example"]


@pytest.mark.parametrize("form", ["{}", "[here]({})"])
def test_of_an_endless_address_no_part_is_a_link(form: str) -> None:
    longest = "http://a.example/".ljust(LONGEST_LINK, "x")
    text = form.format(f"{longest}x") + " http://b.example"
    assert [link.url for link in links_in(text)] == ["http://b.example"]
    assert [link.url for link in links_in(form.format(longest))] == [longest]
    assert [url for _at, url in addresses(text)] == ["http://b.example"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://Example.com/a?b#c", "https://Example.com/a?b#c"),
        ("https://bücher.example:8080/ü", "https://xn--bcher-kva.example:8080/ü"),
        ("http://amy:x@bücher.example", "http://amy:x@xn--bcher-kva.example"),
    ],
)
def test_the_address_for_a_program_leads_to_the_host_that_is_shown(url: str, address: str) -> None:
    link = link_to(url)
    assert link
    assert link.address == address
