"""The look of the program survives damage and other versions."""

from pathlib import Path

import pytest

from needlechart.settings import FILE_NAME, Look, read_look, write_look


def test_a_look_is_kept(tmp_path: Path) -> None:
    look = Look(theme="dark", text_size=125, panel_on_left=True)
    write_look(tmp_path / "new", look)
    assert read_look(tmp_path / "new") == look


@pytest.mark.parametrize("text", ["", "{", "[]", '{"text_size": "big", "unknown": 1}', "\x00"])
def test_a_damaged_look_is_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    assert read_look(tmp_path) == Look()


def test_what_fits_is_taken(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"theme": "dark", "text_size": "big"}')
    assert read_look(tmp_path) == Look(theme="dark")
