"""What is asked of Textual before it is imported."""

from __future__ import annotations

from tui.app.environment import set_defaults


def test_defaults_are_set() -> None:
    environ: dict[str, str] = {}
    set_defaults(environ)
    assert environ == {"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_FPS": "120"}


def test_over_ssh_smooth_scrolling_is_off_and_frames_are_as_many_as_usual() -> None:
    environ = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}
    set_defaults(environ)
    assert environ["TEXTUAL_SMOOTH_SCROLL"] == "0"
    assert "TEXTUAL_FPS" not in environ


def test_what_the_user_has_set_stays() -> None:
    environ = {"TEXTUAL_ANIMATIONS": "full", "NO_COLOR": "1"}
    set_defaults(environ)
    assert environ["TEXTUAL_ANIMATIONS"] == "full"
    assert environ["NO_COLOR"] == "1"


def test_an_empty_no_color_means_nothing() -> None:
    environ = {"NO_COLOR": ""}
    set_defaults(environ)
    assert "NO_COLOR" not in environ
