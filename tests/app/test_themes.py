"""The sets of colours: each complete, and legible as far as it promises."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from tests.app.driving import Running, drawn, settle
from tui.app.app import RoamApp
from tui.app.themes import THEMES
from tui.config.interface import THEMES as CONFIGURABLE

TEXT = ("primary", "secondary", "success", "warning", "error", "accent", "foreground")
OWN = [theme for theme in THEMES.values() if not theme.ansi]


def test_every_theme_can_be_configured() -> None:
    assert set(CONFIGURABLE) == set(THEMES)


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_every_colour_of_text_is_legible_on_the_ground(theme: Theme) -> None:
    ground = Color.parse(theme.background or "")
    least = 7.0 if theme.name == "high-contrast" else 4.5  # WCAG 2.2: enhanced, and minimum
    for name in TEXT:
        assert ratio(Color.parse(getattr(theme, name)), ground) >= least, name


@pytest.mark.parametrize("name", THEMES)
async def test_every_theme_draws_all_of_the_screen(running: Running, name: str) -> None:
    async with running() as pilot:
        pilot.app.theme = name
        await pilot.pause()
        await settle(pilot)
        assert isinstance(pilot.app, RoamApp)
        assert list(pilot.app.available_themes) == list(THEMES)
        if not THEMES[name].ansi:
            grounds = {segment.style and segment.style.bgcolor for strip in drawn(pilot.app) for segment in strip}
            assert None not in grounds


def ratio(one: Color, other: Color) -> float:
    """The contrast of two colours, from 1 to 21, as the WCAG define it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
