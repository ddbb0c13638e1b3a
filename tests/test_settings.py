"""The look of the program survives damage and other versions."""

from pathlib import Path

import pytest

from needlechart.atlas.style import PlateStyle
from needlechart.settings import CHOICES, FILE_NAME, Look, read_look, write_look
from needlechart.ui.theme import ThemeChoice


def test_a_look_is_kept(tmp_path: Path) -> None:
    look = Look(theme="dark", text_size=125, panel_on_left=True, plate_style="colour")
    write_look(tmp_path / "new", look)
    assert read_look(tmp_path / "new") == look


@pytest.mark.parametrize("text", ["", "{", "[]", '{"text_size": "big", "unknown": 1}', "\x00"])
def test_a_damaged_look_is_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    assert read_look(tmp_path) == Look()


def test_what_fits_is_taken(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"theme": "dark", "text_size": "big"}')
    assert read_look(tmp_path) == Look(theme="dark")


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_a_choice_that_is_none_is_the_default(tmp_path: Path, name: str) -> None:
    (tmp_path / FILE_NAME).write_text(f'{{"{name}": "sepia", "text_size": 125}}')
    assert read_look(tmp_path) == Look(text_size=125)


def test_choices_are_those_of_theme_and_atlas() -> None:
    assert set(CHOICES["theme"]) == {choice.value for choice in ThemeChoice}
    assert set(CHOICES["plate_style"]) == {style.value for style in PlateStyle}
    assert all(getattr(Look(), name) in values for name, values in CHOICES.items())
