"""1366 x 698: the clinic's laptop."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme, ThemeChoice
from tests.ui.looks.looking import NORMAL, check_contrast, check_whole, text_sizes, themes


@pytest.mark.parametrize("text_size", text_sizes(NORMAL))
def test_every_screen_is_whole_apart_and_large_enough(
    qtbot: QtBot, theme: Theme, folder: Path, text_size: int
) -> None:
    check_whole(qtbot, theme, folder, NORMAL, text_size)


@pytest.mark.parametrize("choice", themes(NORMAL), ids=lambda one: one.value)
def test_every_text_and_outline_stands_off(
    qtbot: QtBot, theme: Theme, folder: Path, choice: ThemeChoice
) -> None:
    check_contrast(qtbot, theme, folder, NORMAL, choice)
