"""A secret is hidden whole, in parts and encoded; everything else stays as it is."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.redaction import Redaction

TOKEN = 'YWMt"canary+8f31/Zq==_密码~7b'


def encoded(secret: str, before: str) -> list[str]:
    data = (before + secret).encode()
    return [
        before + secret,
        json.dumps(before + secret),
        quote(before + secret, safe=""),
        base64.b64encode(data).decode(),
        base64.urlsafe_b64encode(data).decode(),
        data.hex(),
    ]


@pytest.mark.parametrize("before", ["", "x", "Bearer ", "token=y"])
def test_every_form_is_hidden(before: str) -> None:
    redaction = Redaction()
    redaction.add(TOKEN)
    for form in encoded(TOKEN, before):
        shown = redaction.text(f"<{form}>")
        assert "•••" in shown
        parts = {form[at : at + 12] for form in encoded(TOKEN, before) for at in range(len(before) * 2, len(form) - 12)}
        assert not any(part in shown for part in parts if before not in part or not before)


@given(st.text(min_size=1, max_size=60), st.integers(0, 60), st.integers(0, 60), st.text(max_size=10))
def test_a_part_is_hidden_wherever_it_is_cut(secret: str, start: int, end: int, around: str) -> None:
    redaction = Redaction()
    redaction.add(secret)
    part = secret[start:end]
    shown = redaction.text(around + part + around)
    if len(part) >= 12 or part == secret:
        assert part not in shown or part in "•••"


@given(st.text(), st.binary())
def test_what_is_no_secret_stays(text: str, data: bytes) -> None:
    redaction = Redaction(shortest=3)
    for nothing in (None, "", "ab"):
        redaction.add(nothing)
    assert redaction.text(text) == text
    assert redaction.data(data) == data


def test_two_parts_leave_what_stands_between_them() -> None:
    redaction = Redaction()
    redaction.add("0123456789abcdef")
    assert redaction.text("a 0123456789ab b 456789abcdef c 0123456789abcdef0123456789abcdef") == "a ••• b ••• c •••"


def test_what_one_hides_the_other_hides_too() -> None:
    process = Redaction(shortest=6)
    client = Redaction(process)
    client.add("secret")
    client.add("key")
    assert process.text("secret key") == "••• key"
