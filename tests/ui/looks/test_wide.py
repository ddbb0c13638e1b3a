"""1920 x 1010: a large screen."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme
from tests.ui.looks.looking import WIDE, check_whole, text_sizes


@pytest.mark.parametrize("text_size", text_sizes(WIDE))
def test_every_screen_is_whole_apart_and_large_enough(
    qtbot: QtBot, theme: Theme, folder: Path, text_size: int
) -> None:
    check_whole(qtbot, theme, folder, WIDE, text_size)
