from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.strategies import JSON, objects
from tui.errors import NotSignedInError, ServiceError
from tui.models import Json
from tui.protocol.service_errors import download_error, read_error, service_error

STATUSES = st.sampled_from([201, 204, 301, 400, 401, 403, 404, 405, 406, 429, 500, 502, 503, 520])
BODIES = objects(
    error=st.sampled_from(["file_expired", "unauthorized"]),
    error_code=st.sampled_from([40000, 60001, 91002]),
    error_description=st.sampled_from(["user not found", "{0} \x1b[2J", "expired"]) | st.text(),
    exception=st.text(),
)


def error_body(**members: Json) -> bytes:
    return json.dumps({"error": "x", **members}).encode()


@given(STATUSES, (BODIES | JSON).map(json.dumps).map(str.encode) | st.binary())
def test_any_answer_is_an_error_with_a_sentence_on_one_line(status: int, body: bytes) -> None:
    for error in (service_error(read_error(status, body)), download_error(read_error(status, body))):
        sentence = str(error)
        assert sentence
        assert not {unicodedata.category(char) for char in sentence} & {"Cc", "Cs", "Zl", "Zp"}
        assert error.status == status


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 40009, 53), (400, 60006, 50), (400, 60007, 50), (400, 60009, 50), (400, 60012, 50), (400, 91104, 52),
        (401, 40001, 52), (401, 60001, 52), (403, 40000, 505), (403, 60004, 505), (403, 15002, 505), (403, 91002, 50),
        (403, 91101, 50), (403, 91102, -3), (403, 60002, 603), (404, 91001, 1400), (404, 60003, 602), (404, 20004, 602),
        (406, 90004, 54), (500, 40006, 503), (500, 40008, 503), (500, 40010, 503), (500, 90005, -2), (500, 99999, -2),
    ],
)  # fmt: skip
def test_codes_mean_what_section_13_says(status: int, code: int, kind: int) -> None:
    error = service_error(read_error(status, error_body(error_code=code, error_description="words")))
    assert (error.type, error.message, error.code) == (kind, "words", code)


@pytest.mark.parametrize(
    ("status", "words", "path", "kind"),
    [
        (400, "users [b] are not members of this group!", "/o/a/messageroaming", 702),
        (400, "users [b] are not members of this group!", "/o/a/chatgroups/1", 602),
        (403, "users [b] are not members of this group!", "/o/a/messageroaming", 702),
        (403, "users [b] are not members of this group!", "/o/a/chatgroups/1", 602),
        (404, "do not find this group", "/o/a/chatgroups/1", 605),
        (404, "chatroom does not exist", "/o/a/x", 705),
        (404, "username bob doesn't exist!'", "/o/a/x", 204),
        (403, "service not open!", "/o/a/x", 505),
        (503, "The request has reached the maximum limit", "/o/a/x", 50),
    ],
)
def test_words_mean_what_section_13_says(status: int, words: str, path: str, kind: int) -> None:
    assert service_error(read_error(status, error_body(error_description=words), path=path)).type == kind


@pytest.mark.parametrize(
    ("status", "members", "kind"),
    [
        (403, {"error_description": "chatfile no permission"}, 222),
        (403, {"error_description": "no"}, 603),
        (404, {"error": "file_expired"}, 223),
        (404, {}, 200),
        (500, {}, 503),
        (400, {"error_code": 40009}, 200),
        (429, {}, 200),
        (503, {}, 200),
        (502, {}, 200),
        (204, {}, 200),
    ],
)
def test_downloads_fail_as_section_9_says(status: int, members: dict[str, Json], kind: int) -> None:
    assert download_error(read_error(status, error_body(**members))).type == kind


def test_a_download_leads_back_to_signing_in_but_not_for_a_proxy() -> None:
    assert isinstance(download_error(read_error(401, error_body())), NotSignedInError)
    proxys = download_error(read_error(401, b"<html>"))
    assert (type(proxys), proxys.type) == (ServiceError, 200)


@pytest.mark.parametrize(
    ("status", "words"), [(404, "is not there any more"), (429, "in 7 seconds"), (502, "failed with status 502")]
)
def test_a_download_that_failed_says_why(status: int, words: str) -> None:
    error = download_error(read_error(status, error_body(), retry_after=7))
    assert words in str(error)
    assert error.retry_after == 7


@pytest.mark.parametrize("body", [b"", error_body(error_description="Unable to authenticate"), error_body()])
def test_a_refused_token_leads_back_to_signing_in(body: bytes) -> None:
    assert isinstance(service_error(read_error(401, body)), NotSignedInError)


def test_a_proxys_401_does_not() -> None:
    error = service_error(read_error(401, b"<html>proxy login</html>"))
    assert not isinstance(error, NotSignedInError)
    assert error.message == "request failed"


@pytest.mark.parametrize(("seconds", "words"), [(1.2, "in 1 second."), (30.0, "in 30 seconds."), (None, "in a while.")])
def test_a_busy_service_says_how_long(seconds: float | None, words: str) -> None:
    assert str(service_error(read_error(429, b"", retry_after=seconds))).endswith(words)
