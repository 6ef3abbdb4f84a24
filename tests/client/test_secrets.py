"""Tokens and passwords never stand in what is said about a failure."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Iterator

import httpx
import pytest

from tests.client.network import Answer, Network, answer, client_on
from tests.client.test_any_answer import CALLS
from tui.client import RoamingClient
from tui.errors import RoamingError, SignInError

CANARY_TOKEN = "YWMt-canary-8f31"
CANARY_PASSWORD = 'pa"ss 密码-canary'
ECHO = {"error": "x", "error_description": f"bad token {CANARY_TOKEN} or {CANARY_PASSWORD}"}

FAILURES: list[Answer] = [
    *(answer(ECHO, status) for status in (400, 401, 403, 404, 429, 500, 502)),
    answer(f"<html>{CANARY_TOKEN} {CANARY_PASSWORD}".encode(), 502),
    answer(f"<html>{CANARY_TOKEN} {CANARY_PASSWORD}".encode()),
    httpx.ConnectError(f"no route with Bearer {CANARY_TOKEN}"),
    httpx.RemoteProtocolError(f"illegal header line: {CANARY_TOKEN}"),
    httpx.ReadTimeout(""),
]


def said(error: BaseException | None) -> Iterator[str]:
    """Everything that a report of `error` may show, its causes and contexts included."""
    while error is not None:
        yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
        assert not isinstance(error, httpx.HTTPError | httpx.StreamError), "it holds the request"
        if error.__context__ is not None and error.__context__ is not error.__cause__:
            yield from said(error.__context__)
        error = error.__cause__


def assert_silent(error: RoamingError, *secrets: str) -> None:
    for text in said(error):
        for secret in secrets:
            assert secret not in text
            assert json.dumps(secret)[1:-1] not in text


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_no_error_holds_the_token(
    call: Callable[[RoamingClient], Awaitable[object]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for failure in FAILURES:
        async with client_on(Network(failure), token=CANARY_TOKEN) as client:
            try:
                await call(client)
            except RoamingError as error:
                assert_silent(error, CANARY_TOKEN)
    assert CANARY_TOKEN not in caplog.text


async def test_no_error_of_signing_in_holds_the_password() -> None:
    for failure in FAILURES:
        async with client_on(Network(failure), token=None, password=CANARY_PASSWORD) as client:
            with pytest.raises(SignInError) as caught:
                await client.sign_in()
        assert_silent(caught.value, CANARY_PASSWORD)


async def test_a_refused_new_token_is_hidden_too() -> None:
    network = Network(answer({"access_token": CANARY_TOKEN}), answer(ECHO, 401))
    async with client_on(network, token=None, password=CANARY_PASSWORD) as client:
        with pytest.raises(RoamingError) as caught:
            await client.get_server_conversations()
    assert_silent(caught.value, CANARY_TOKEN, CANARY_PASSWORD)


def test_neither_the_client_nor_a_wrong_argument_shows_them() -> None:
    client = client_on(Network(), token=CANARY_TOKEN, password=CANARY_PASSWORD)
    assert CANARY_TOKEN not in repr(client)
    for token, password in ((f"{CANARY_TOKEN}\n", None), (None, f"{CANARY_PASSWORD}\ud83d")):
        with pytest.raises(RoamingError) as caught:
            client_on(Network(), token=token, password=password)
        assert_silent(caught.value, CANARY_TOKEN, CANARY_PASSWORD)
    with pytest.raises(RoamingError) as caught:
        client_on(Network(), rest_url=f"http://user:{CANARY_TOKEN}@rest.example")
    assert_silent(caught.value, CANARY_TOKEN, CANARY_PASSWORD)
