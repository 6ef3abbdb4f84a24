"""Every recorded case of the official SDK's live connection, through the client's end and the service's."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest

from tests.protocol.live_vectors import MILLIS, down, sdk_events, session_of, signed_in, written
from tests.vectors.cases import Case, load
from tests.vectors.deviations import live_expectation
from tui.errors import ProtocolError

CASES = load("events")
SENT_BY_US = ("signin", "signout")
SENT_BY_OTHERS = ("mark_read", "uplink")
DOWN = [case for case in CASES if "down" in case.input]


def of_kind(*kinds: str) -> list[Case]:
    return [case for case in CASES if case.members["kind"] in kinds]


def test_every_case_is_looked_at() -> None:
    assert len(CASES) == len(DOWN) + len(of_kind("provision", *SENT_BY_US, *SENT_BY_OTHERS))


@pytest.mark.parametrize("case", DOWN, ids=lambda case: case.id)
def test_what_comes_down(case: Case) -> None:
    session = signed_in(case)
    for frame, step in zip(down(case), live_expectation(case)["steps"], strict=True):
        events = []
        with suppress(ProtocolError):
            events = session.receive(frame, 1.0, MILLIS)
        assert written(session.data_to_send()) == step["up"]
        assert bool(events) if step["events"] is None else sdk_events(events) == step["events"]
    ends = "kick" in case.id and bool(down(case))
    assert session.closing == ends


@pytest.mark.parametrize("case", of_kind("provision"), ids=lambda case: case.id)
def test_the_answer_to_signing_in(case: Case) -> None:
    session = session_of(case)
    answer = base64.b64decode(case.input["provision_answer"])
    events = session.receive(answer, 0.0, MILLIS)
    expect = live_expectation(case)
    assert sdk_events(events) == expect["events"]
    assert session.closing == ("error" in expect["open"])
    if "resource" in expect["open"]:
        assert [event.resource for event in events if hasattr(event, "resource")] == [expect["open"]["resource"]]


@pytest.mark.parametrize("case", of_kind(*SENT_BY_US), ids=lambda case: case.id)
def test_what_we_send(case: Case) -> None:
    session = session_of(case) if case.members["kind"] == "signin" else signed_in(case)
    if case.members["kind"] == "signin":
        sent = session.data_to_send()
        session.receive(base64.b64decode(of_kind("provision")[0].input["provision_answer"]), 0.0, MILLIS)
    else:
        sent = []
        session.sign_out()
    assert written(sent + session.data_to_send()) == live_expectation(case)["up"]
