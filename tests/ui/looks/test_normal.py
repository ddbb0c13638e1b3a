"""1366 x 698: the clinic's laptop."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme
from tests.ui.looks.looking import NORMAL, check_whole, text_sizes


@pytest.mark.parametrize("text_size", text_sizes(NORMAL))
def test_every_screen_is_whole_apart_and_large_enough(
    qtbot: QtBot, theme: Theme, folder: Path, text_size: int
) -> None:
    check_whole(qtbot, theme, folder, NORMAL, text_size)
