"""What every test may use: the option that redraws text pictures."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-pictures", action="store_true", help="rewrite tests/app/pictures from what is drawn now")
