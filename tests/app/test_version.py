"""The program runs with the one version of Textual that it was written for."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from tui.app.terminal import driver
from tui.errors import ConfigError


def test_the_version_that_is_installed_is_the_known_one() -> None:
    driver.require_version()
    assert version("textual") == driver.KNOWN_VERSION


def test_another_version_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "KNOWN_VERSION", "0.0.1")
    with pytest.raises(ConfigError, match=r"^Textual [\d.]+ is installed, but roam needs 0\.0\.1: install roam again$"):
        driver.require_version()
