"""Every screen in a layout class, text size and theme: nothing clipped, covered, small or pale.

Text size changes the geometry, a theme the colours alone. With every run of the tests each class is looked at
in its smallest text, the two narrower ones in the largest too, and each theme in one of them at 100 %;
``NEEDLECHART_LOOKS=all`` looks at every class in every text size and theme. Each class, and the themes, have
a file of their own, so that they are looked at side by side.
"""

import os
from itertools import product
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme, ThemeChoice
from tests.ui.looks.audit import Fault, contrast_faults, covered_faults, look_over
from tests.ui.looks.screens import ENTRANCE, INSIDE, Way
from tests.ui.looks.stage import Stage, open_stage

COMPACT, NORMAL, WIDE = (960, 530), (1366, 698), (1920, 1010)
SCREENS = {**INSIDE, **ENTRANCE}
ALL = os.environ.get("NEEDLECHART_LOOKS") == "all"
TEXT_SIZES = {COMPACT: (100, 150), NORMAL: (100, 150), WIDE: (100,)}
THEMES = ((COMPACT, ThemeChoice.DARK), (NORMAL, ThemeChoice.HIGH_CONTRAST))


def text_sizes(size: tuple[int, int]) -> tuple[int, ...]:
    """In per cent, those that a class is looked at in."""
    return (100, 112, 125, 150) if ALL else TEXT_SIZES[size]


def themes() -> tuple[tuple[tuple[int, int], ThemeChoice], ...]:
    """The themes beside the light one, with the class that each is looked at in."""
    return tuple(product(TEXT_SIZES, (ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST))) if ALL else THEMES


def check_whole(qtbot: QtBot, theme: Theme, folder: Path, size: tuple[int, int], text_size: int) -> None:
    """Every screen is whole, its parts apart from each other and large enough for a finger."""
    theme.set_text_size(text_size)
    with open_stage(qtbot, theme, folder, QSize(*size)) as stage:
        faults = {name: seen_from(stage, way) for name, way in SCREENS.items()}
    assert not any(faults.values()), told(faults)


def check_contrast(
    qtbot: QtBot, theme: Theme, folder: Path, size: tuple[int, int], choice: ThemeChoice
) -> None:
    """Every text and outline stands off from its ground."""
    theme.set_choice(choice)
    with open_stage(qtbot, theme, folder, QSize(*size)) as stage:
        faults = {name: seen_from(stage, way, only_contrast=True) for name, way in SCREENS.items()}
    assert not any(faults.values()), told(faults)


def seen_from(stage: Stage, way: Way, *, only_contrast: bool = False) -> list[Fault]:
    """The faults of one screen."""
    part = way(stage)
    window: QWidget = part.window() if part is not None and part.isWindow() else stage.window
    if only_contrast:
        found = contrast_faults(window, part)
    else:
        found = look_over(window, part)
        if part is None:
            found += covered_faults(stage.window, stage.window)
    stage.clear(part)
    return found


def told(faults: dict[str, list[Fault]]) -> str:
    """Every fault under its screen."""
    lines = (f"{screen}: {fault}" for screen, several in faults.items() for fault in several)
    return "\n".join(lines)
