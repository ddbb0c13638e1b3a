"""Dark and high contrast: the colours are others, the places are the same."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme, ThemeChoice
from tests.ui.looks.looking import check_contrast, themes


@pytest.mark.parametrize(("size", "choice"), themes())
def test_every_text_and_outline_stands_off(
    qtbot: QtBot, theme: Theme, folder: Path, size: tuple[int, int], choice: ThemeChoice
) -> None:
    check_contrast(qtbot, theme, folder, size, choice)
