"""What every test may use: the option that redraws text pictures; and how property tests look for examples."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

os.environ["ROAM_LANGUAGE"] = "en"  # what tests read on the screen is in the language of the source, wherever they run

# How long an example takes says how busy the machine is. A change is judged by the same examples each time.
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("new"), derandomize=True)
settings.load_profile("new" if os.environ.get("ROAM_HUNT") else "same")  # ROAM_HUNT=1 looks for new ones


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-pictures", action="store_true", help="rewrite tests/app/pictures from what is drawn now")
