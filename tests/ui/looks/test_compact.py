"""960 x 530: the smallest window, and 1920 x 1080 at 200 %."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme
from tests.ui.looks.looking import COMPACT, check_whole, text_sizes


@pytest.mark.parametrize("text_size", text_sizes(COMPACT))
def test_every_screen_is_whole_apart_and_large_enough(
    qtbot: QtBot, theme: Theme, folder: Path, text_size: int
) -> None:
    check_whole(qtbot, theme, folder, COMPACT, text_size)
