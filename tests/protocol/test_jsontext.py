from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.strategies import JSON
from tui.models import Json
from tui.protocol.jsontext import JsonError, parse_json, parse_object, write_json

ODD_TEXT = st.text(st.sampled_from('{}[]":,\\u d83e1-+.NaIfity0\ufeff\ud83d\n'), max_size=60)


@given(JSON)
def test_what_is_json_is_read_exactly(value: Json) -> None:
    assert parse_json(json.dumps(value)) == value


@given(st.binary() | ODD_TEXT)
def test_whatever_comes_is_read_or_refused_and_can_be_written_again(data: bytes | str) -> None:
    try:
        value = parse_json(data)
    except JsonError:
        return
    assert parse_json(write_json(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'["\\ud83d", 1]', ["\ufffd", 1]),
        (b'["\\ude00\\ud83d\\ude00", "\\ud83d"]', ["\ufffd😀", "\ufffd"]),
        (b'["\\u00ab\\u4F60\\ud83d\\n\\u00bb"]', ["«你\ufffd\n»"]),
        (b'["\\\\ud83d", "\\ud83d"]', ["\\ud83d", "\ufffd"]),
        (b'["\xff", 2]', ["\ufffd", 2]),
        (b'[NaN, -Infinity, "NaN \\ud83d"]', [None, None, "NaN \ufffd"]),
        (b"[1e999, -1e999, 1e3]", [None, None, 1000.0]),
        (b"[1" + b"0" * 5000 + b", 3]", [None, 3]),
        (b'{"a": [' + b"9" * 400 + b'.5, "1e999"], "b": 1' + b"0" * 305 + b"e9}", {"a": [None, "1e999"], "b": None}),
        (b"\xef\xbb\xbf{}", {}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"12345678901234567890", 12345678901234567890),
    ],
)
def test_one_bad_value_does_not_cost_the_rest(text: bytes, value: Json) -> None:
    assert parse_json(text) == value


@pytest.mark.parametrize("text", [b"", b"<html>", b"[1] 2", b"[" * 100_000, b'{"a": ' * 300 + b"1" + b"}" * 300])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(JsonError):
        parse_json(text)


def test_what_is_nested_deeper_than_anyone_goes_through_is_refused() -> None:
    assert parse_json(b"[" * 200 + b"]" * 200) == json.loads("[" * 200 + "]" * 200)
    assert parse_json(b'[{"a": []}' + b', {"b": [[]]}' * 300 + b"]")[-1] == {"b": [[]]}
    for deep in (b"[" * 201 + b"]" * 201, b'{"a":' * 201 + b"1" + b"}" * 201, b"[1, " + b"[" * 200 + b"]" * 201):
        with pytest.raises(JsonError):
            parse_json(deep)


def test_an_error_holds_nothing_of_the_text() -> None:
    with pytest.raises(JsonError) as refused:
        parse_json(b'{"access_token": "geheim", ')
    seen: BaseException | None = refused.value
    while seen is not None:
        assert "geheim" not in f"{seen} {vars(seen)}"
        seen = seen.__cause__ or seen.__context__


def test_a_flood_of_quotes_is_read_once() -> None:
    with pytest.raises(JsonError):
        parse_json(b'"' + b'\\"' * 500_000)


@pytest.mark.parametrize("text", [b"[]", b"null", b"1"])
def test_an_object_is_an_object(text: bytes) -> None:
    with pytest.raises(JsonError):
        parse_object(text)
