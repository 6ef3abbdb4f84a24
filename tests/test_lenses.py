"""Templates for what apps attach to messages: what they show, and what is said of wrong ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import configured
from tui.errors import ConfigError
from tui.lenses import LONGEST_TEMPLATE, NO_LENSES, VALUE_LIMIT, Lens, LensError, Lenses, parse_lens
from tui.models import Body, ChatMessage, ConversationType, CustomBody, Json, TextBody
from tui.text import clean
from tui.timeline.words import body_text, describe, lens_note


def lenses(**templates: str) -> Lenses:
    return Lenses({name: parse_lens(name, template) for name, template in templates.items()})


def message(body: Body, **ext: Json) -> ChatMessage:
    return ChatMessage("1", ConversationType.SINGLE, "amy", "bob", 0, body, ext=ext)


def paid(**exts: Json) -> ChatMessage:
    return message(CustomBody("paid", exts))


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("order={custom.id} {custom.status}", "order=A-1 –"),
        ("{custom.to.name}", "amy"),
        ("{custom.n}{custom.ok}", "5true"),
        ("{{{custom.id}}}", "{A-1}"),
        ("{custom.id} {ext.shop}", "A-1 x"),
        ("just words", "just words"),
        ("{custom.to}{custom.list}{custom.none}{custom.id.x}", ""),
        ("{custom.long}", "y" * VALUE_LIMIT + "…"),
        ("{custom.__class__}{custom.id.__class__}{ext.items}", ""),
    ],
)
def test_a_template_is_filled_in(template: str, line: str) -> None:
    exts = {"id": "A-1", "to": {"name": "amy"}, "n": 5, "ok": True, "list": [1], "none": None, "long": "y" * 100}
    told = message(CustomBody("paid", exts), shop="x")
    assert lenses(paid=template).line(told) == line


def test_a_lens_fits_an_event_or_a_key_of_ext() -> None:
    both = lenses(order="ext: {ext.order}", paid="event: {custom.id}")
    assert both.line(paid(id=1)) == "event: 1"
    assert both.line(message(CustomBody("paid", {"id": 1}), order=2)) == "event: 1"
    assert both.line(message(CustomBody("paid", {}), order=2)) == "ext: 2"
    assert both.line(message(TextBody("x"), order=2)) == "ext: 2"
    assert both.line(message(TextBody("paid"), other=2)) == ""
    assert NO_LENSES.line(paid(id=1)) == ""


def test_words_with_a_lens() -> None:
    both = lenses(order="order={ext.order}", paid="paid {custom.id}")
    assert describe(paid(id="A\n1"), lenses=both) == "paid A 1"
    assert describe(message(TextBody("hello"), order=5), lenses=both) == "hello · order=5"
    assert body_text(paid(id=1), 100, both) == ("paid 1", 0)
    assert lens_note(paid(id=1), both) == ""
    assert describe(paid(), lenses=both) == "[custom paid]"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from("ab"), JSON), st.sampled_from("ab"))
def test_what_a_lens_shows_is_one_clean_line(exts: Mapping[str, Json], key: str) -> None:
    words = describe(message(CustomBody("x", exts)), lenses=lenses(x=f"v={{custom.{key}}} {{custom.{key}.a}}"))
    assert clean(words) == words
    assert "\n" not in words


@pytest.mark.parametrize(
    ("template", "place", "words"),
    [
        ("a {ext.b", 3, "not closed"),
        ("a } b", 3, "not opened"),
        ("{}", 2, "begins with ext. or custom."),
        ("{user.name}", 2, "begins with ext. or custom."),
        ("x {ext}", 7, "names a key after each dot"),
        ("{ext..a}", 5, "names a key after each dot"),
        ("{ext.a:>9999999}", 7, "no :"),
        ("{ext.a!r}", 7, "no !"),
        ("{ext.a[0]}", 7, "no ["),
        ("{ext.{ext.a}}", 6, "no {"),
        ("{ext.a.b.c.d.e.f.g.h.i}", 2, "at most 8 keys"),
        ("a\nb", 2, "one line"),
        ("x" * (LONGEST_TEMPLATE + 1), LONGEST_TEMPLATE + 1, "at most 500 characters"),
    ],
)
def test_a_wrong_template_is_told_with_its_place(template: str, place: int, words: str) -> None:
    with pytest.raises(LensError, match=words.replace("[", r"\[").replace("{", r"\{")) as caught:
        parse_lens("x", template)
    assert caught.value.place == place


@given(st.text(st.sampled_from("{}.!:[] \nextcustom") | st.characters(), max_size=40))
def test_every_template_is_a_lens_or_told_to_be_none(template: str) -> None:
    try:
        lens = parse_lens("x", template)
    except LensError as error:
        assert 1 <= error.place <= len(template)
    else:
        assert isinstance(lens, Lens)
        assert isinstance(lens.line(paid(a=1)), str)


PROFILE = '[profile.work]\napp_key = "acme#support"\nuser = "amy"\n'


def test_a_wrong_lens_of_a_profile_costs_nothing_but_itself(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    table = '\n[profile.work.lenses]\npaid = "paid {custom.id}"\n"order.sent" = "{order.id}"\nsize = 5\n'
    file.write_text(PROFILE + table)
    connection = configured({"ROAM_CONFIG": str(file)})
    assert connection is not None
    assert describe(paid(id=1), lenses=connection.lenses) == "paid 1"
    assert [notice.removeprefix(str(file)) for notice in connection.notices] == [
        ", line 7, [profile.work]: the lens order.sent is wrong at character 2: "
        "a placeholder begins with ext. or custom.",
        ", line 8, [profile.work]: size must be a text",
    ]


def test_lenses_that_are_no_table_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(PROFILE + 'lenses = "x"\n')
    with pytest.raises(ConfigError, match=r"line 4, \[profile\.work\]: write lenses as \[profile\.work\.lenses\]"):
        configured({"ROAM_CONFIG": str(file)})
