"""What help shows of a sentence."""

from __future__ import annotations

from rich.console import Console

from tui.app.screens.help import table


def test_a_sentence_without_spaces_is_wrapped_and_not_cut_off() -> None:
    console = Console(width=40, color_system=None)
    with console.capture() as drawn:
        console.print(table([("V", "从这里标记到您所到之处的每一条消息再按一次就保留下来")]))
    assert "从这里标记到您所到之处的每一条消息再按一次就保留下来" in "".join(drawn.get().split())
