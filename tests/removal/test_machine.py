"""Nothing that was not meant is deleted, and nothing that was meant silently stays, whatever happens in which order.

Without ROAM_SEQUENCES few sequences are played, always the same. So many as that says, and new ones, are played by

    ROAM_SEQUENCES=10000 TMPDIR=/dev/shm pytest -n0 --hypothesis-show-statistics --hypothesis-seed=1 \
        tests/removal/test_machine.py::TestRemovals

which takes a seventh of a second each. A second processor can play others at the same time, from another seed.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.removal.machine import Machine
from tests.removal.test_controls import Blind, Widening
from tests.removal.world import Guards

SEQUENCES = int(os.environ.get("ROAM_SEQUENCES", "12"))

TestRemovals = Machine.TestCase
TestRemovals.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=25,
    derandomize="ROAM_SEQUENCES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


class WithoutIds(Machine):
    guards = Guards(client=Widening)


class WithoutLooking(Machine):
    guards = Guards(client=Blind)


@pytest.mark.parametrize("machine", [WithoutIds, WithoutLooking])
def test_the_machine_finds_what_a_missing_guard_does(machine: type[Machine]) -> None:
    hunt = settings(TestRemovals.settings, max_examples=100, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError, match=r"wrongly deleted|silently not deleted"):
        run_state_machine_as_test(machine, settings=hunt)
