"""Nothing that was not meant is deleted, and nothing that was meant silently stays, whatever happens in which order.

ROAM_SEQUENCES=10000 plays so many sequences, with new examples; without it few, always the same.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.removal.machine import Machine

SEQUENCES = int(os.environ.get("ROAM_SEQUENCES", "12"))

TestRemovals = Machine.TestCase
TestRemovals.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=25,
    deadline=None,
    derandomize="ROAM_SEQUENCES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
