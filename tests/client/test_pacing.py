from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client.network import Answer, Clock, Network, answer, client_on
from tui.client import RoamingClient
from tui.client.pacing import retry_after_seconds
from tui.errors import ProtocolError, RoamingError, ServiceError, TransportError

Call = Callable[[RoamingClient], Awaitable[object]]

READ: Call = lambda client: client.get_server_conversations()  # noqa: E731
CONVERGENT: Call = lambda client: client.remove_history_messages("bob", "singleChat", ["1"])  # noqa: E731
SWEEP: Call = lambda client: client.delete_conversation("bob", "singleChat", True)  # noqa: E731

FINE = answer({"data": {}})
REFUSED = httpx.ConnectError("[Errno 111] Connection refused")
LOST = httpx.ReadError("connection reset")
GARBAGE = answer(b"<html>")


def status(number: int, retry_after: str | None = None) -> Answer:
    return answer({}, number, {"retry-after": retry_after} if retry_after is not None else None)


async def run(call: Call, *answers: Answer) -> tuple[int, list[float], RoamingError | None]:
    """Requests sent, waits between them in seconds, and the error if there was one; chance is always highest."""
    network, clock = Network(*answers), Clock()
    async with client_on(network, clock.pacing(chance=1.0)) as client:
        try:
            await call(client)
        except RoamingError as error:
            return len(network.requests), clock.slept, error
    return len(network.requests), clock.slept, None


@pytest.mark.parametrize("call", [READ, CONVERGENT])
@pytest.mark.parametrize("trouble", [REFUSED, LOST, GARBAGE, *map(status, (500, 502, 503, 504))])
async def test_safe_calls_are_repeated_with_growing_waits(call: Call, trouble: Answer) -> None:
    assert await run(call, trouble, trouble, trouble, FINE) == (4, [0.3, 0.6, 1.2], None)
    requests, _waits, error = await run(call, trouble)
    assert requests == 4
    assert error is not None


@pytest.mark.parametrize("number", [201, 400, 401, 403, 404, 405, 409, 413, 422, 429, 501, 520])
@pytest.mark.parametrize("call", [READ, CONVERGENT, SWEEP])
async def test_a_no_is_final(call: Call, number: int) -> None:
    requests, _waits, error = await run(call, status(number), FINE)
    assert requests == 1
    assert isinstance(error, ServiceError)


@pytest.mark.parametrize("trouble", [LOST, GARBAGE, *map(status, (429, 500, 502, 503, 504))])
async def test_a_sweep_is_never_repeated_once_it_may_have_arrived(trouble: Answer) -> None:
    requests, _waits, error = await run(SWEEP, trouble, FINE)
    assert (requests, error is None) == (1, False)


@pytest.mark.parametrize("location", ["http://elsewhere.example/", "javascript:x", "ftp://x/", "http://[", "//\x7f"])
async def test_a_redirected_sweep_did_arrive(location: str) -> None:
    requests, _waits, error = await run(SWEEP, answer(b"", 302, {"location": location}), FINE)
    assert (requests, error is None) == (1, False)


@pytest.mark.parametrize("trouble", [REFUSED, httpx.ConnectTimeout("slow"), status(429, "2"), status(503, "2")])
async def test_a_sweep_is_repeated_when_it_surely_did_nothing(trouble: Answer) -> None:
    requests, _waits, error = await run(SWEEP, trouble, FINE)
    assert (requests, error) == (2, None)


async def test_signing_in_is_repeated_only_without_a_connection() -> None:
    token = answer({"access_token": "t"})
    for trouble, requests in [(REFUSED, 2), (LOST, 1), (status(500), 1), (status(429, "1"), 1)]:
        network = Network(trouble, token)
        async with client_on(network, Clock().pacing(), token=None, password="secret") as client:
            try:
                await client.sign_in()
            except RoamingError:
                assert requests == 1
        assert len(network.requests) == requests


async def test_a_time_that_the_service_names_is_waited_for() -> None:
    assert await run(READ, status(429, "30"), FINE) == (2, [36.0], None)
    network, clock = Network(status(503, "30"), FINE), Clock()
    async with client_on(network, clock.pacing(chance=0.0)) as client:
        await client.get_server_conversations()
    assert clock.slept == [30.0]


async def test_a_time_beyond_patience_is_the_callers_to_wait() -> None:
    requests, waits, error = await run(READ, status(429, "61"), FINE)
    assert (requests, waits) == (1, [])
    assert isinstance(error, ServiceError)
    assert error.retry_after == 61
    requests, waits, _error = await run(READ, status(429, "40"), FINE)
    assert (requests, waits) == (2, [48.0])
    requests, waits, _error = await run(READ, status(429, "40"))
    assert (requests, waits) == (2, [48.0])


async def test_repeats_carry_the_same_key_and_other_calls_another() -> None:
    network = Network(LOST, FINE)
    async with client_on(network) as client:
        for _ in range(2):
            await client.remove_history_messages("bob", "singleChat", ["1"])
        await client.get_server_conversations()
    first, again, other, read = (request.headers.get("idempotency-key") for request in network.requests)
    assert first
    assert first == again != other
    assert read is None


NOW = 1_718_000_000.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 7 ", 7.0),
        ("1000000000", 1e9),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1.5", None),
        ("9" * 400, None),
        (format_datetime(datetime.fromtimestamp(NOW + 90, UTC), usegmt=True), 90.0),
        (format_datetime(datetime.fromtimestamp(NOW - 90, UTC), usegmt=True), 0.0),
        ("Wed, 99 Foo 2024 00:00:00 GMT", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@given(st.text())
def test_any_retry_after_is_a_time_or_none(header: str) -> None:
    seconds = retry_after_seconds(header, NOW)
    assert seconds is None or seconds >= 0


async def test_what_came_of_it_is_told() -> None:
    _requests, _waits, refused = await run(READ, REFUSED)
    _requests, _waits, lost = await run(READ, LOST)
    _requests, _waits, garbage = await run(READ, GARBAGE)
    assert isinstance(refused, TransportError)
    assert isinstance(lost, TransportError)
    assert isinstance(garbage, ProtocolError)
    assert (refused.sent, lost.sent) == (False, True)
    assert "rest.example" in str(refused)
    assert "Connection refused" in str(refused)
