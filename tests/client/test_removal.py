from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client.network import Answer, Network, answer, client_on
from tui.errors import ArgumentError, PartialRemovalError, RoamingError, ServiceError, TransportError

FINE = answer({"requestStatusCode": "ok"})
FORBIDDEN = answer({"error_description": "no"}, 403)
REFUSED = httpx.ConnectError("refused")
LOST = httpx.ReadError("reset")

FAILURES: list[tuple[Answer, bool]] = [
    (FORBIDDEN, False),
    (REFUSED, False),
    (LOST, True),
    (answer(b"<html>"), True),
    (answer({}, 500), False),
    (answer({}, 502), True),
]
"""How a request fails, and whether it may have taken effect all the same."""


def sent_ids(network: Network) -> list[list[str]]:
    return [request.url.params["msgIdList"].split(",") for request in network.requests]


@given(st.lists(st.integers(1, 2**64 - 1).map(str), min_size=1, max_size=120))
async def test_what_is_sent_is_what_was_given(ids: list[str]) -> None:
    network = Network(FINE)
    async with client_on(network) as client:
        await client.remove_history_messages("bob", "singleChat", ids)
    assert [each for chunk in sent_ids(network) for each in chunk] == ids
    assert all(len(chunk) == 20 for chunk in sent_ids(network)[:-1])
    assert all(1 <= len(chunk) <= 20 for chunk in sent_ids(network))


@given(st.integers(2, 5), st.data(), st.sampled_from(FAILURES))
async def test_a_failure_on_the_way_is_told_exactly(
    chunks: int, data: st.DataObject, failure: tuple[Answer, bool]
) -> None:
    ids = [str(number) for number in range(1, 20 * chunks + 1)]
    good = data.draw(st.integers(0, chunks - 1))
    network = Network(*[FINE] * good, failure[0])
    async with client_on(network) as client:
        with pytest.raises(PartialRemovalError) as caught:
            await client.remove_history_messages("bob", "singleChat", ids)
    error = caught.value
    assert (error.done, error.not_done) == (tuple(ids[: 20 * good]), tuple(ids[20 * good :]))
    assert error.unknown == (error.not_done[:20] if failure[1] else ())
    assert error.type == error.cause.type
    assert {tuple(chunk) for chunk in sent_ids(network)} == {
        tuple(ids[at : at + 20]) for at in range(0, 20 * good + 1, 20)
    }


@pytest.mark.parametrize(("failure", "kind"), [(FORBIDDEN, ServiceError), (LOST, TransportError)])
async def test_one_request_fails_with_its_own_error(failure: Answer, kind: type[RoamingError]) -> None:
    async with client_on(Network(failure)) as client:
        with pytest.raises(kind):
            await client.remove_history_messages("bob", "singleChat", ["1", "2"])


async def test_ids_and_time_are_never_mixed() -> None:
    network = Network(FINE)
    async with client_on(network) as client:
        for ids, time in [(None, None), (["1"], 5), ([], None), ([], 5)]:
            with pytest.raises(ArgumentError):
                await client.remove_history_messages("bob", "singleChat", ids, time)
    assert not network.requests


async def test_a_removal_is_the_last_on_its_connection() -> None:
    """So that an answer which comes twice is not taken for the next one's."""
    network = Network(answer({}))
    client = client_on(network)
    for ids in (["1"], ["2"]):
        await client.remove_history_messages("bob", "singleChat", ids)
    await client.aclose()
    assert [request.headers["connection"] for request in network.requests] == ["close", "close"]
