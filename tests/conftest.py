"""What every test may use: the option that redraws text pictures; and how property tests look for examples."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

os.environ["ROAM_LANGUAGE"] = "en"  # what tests read on the screen is in the language of the source, wherever they run

# A change is judged by the same examples each time; ROAM_HUNT=1 looks for new ones. How long one takes tells of the
# machine and what else it does.
settings.register_profile("judging", derandomize=not os.environ.get("ROAM_HUNT"), deadline=None)
settings.load_profile("judging")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-pictures", action="store_true", help="rewrite tests/app/pictures from what is drawn now")
