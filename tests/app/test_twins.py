"""Keys as an input method sends them."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from tui.app.keys import twins


@pytest.mark.parametrize(
    ("keys", "with_twins"),
    [
        ("j", "j,ｊ"),
        ("G", "G,Ｇ"),
        ("j,down", "j,down,ｊ"),
        ("[", "[,［,【"),
        ("slash", "slash,／,、"),
        ("question_mark", "question_mark,？"),
        ("space", "space,ideographic_space"),
        ("ctrl+d,pagedown", "ctrl+d,pagedown"),
    ],
)
def test_a_key_gets_its_full_width_forms(keys: str, with_twins: str) -> None:
    assert twins(keys) == with_twins


def test_a_binding_takes_every_twin() -> None:
    bound = {made.key for made in Binding.make_bindings([Binding(twins("[,j"), "act", "Act")])}
    assert bound == {"left_square_bracket", "j", "fullwidth_left_square_bracket", "left_black_lenticular_bracket", "ｊ"}
