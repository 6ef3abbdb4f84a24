"""What every test may use: the option that redraws text pictures; and how property tests look for examples."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("same")  # a change is judged by the same examples each time; looking for new ones is for us


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-pictures", action="store_true", help="rewrite tests/app/pictures from what is drawn now")
