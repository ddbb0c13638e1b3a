"""Every screen in every layout class, text size and theme: nothing clipped, covered, small or pale.

Text size changes the geometry, so each class is looked at in each size; a theme changes colours only, so
each class is looked at in each theme at 100 %. The smallest window has no room for 150 %, and Settings
does not offer it there; Compact at 150 % is the 1366 pixel laptop.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.theme import Theme, ThemeChoice
from tests.ui.conftest import tap
from tests.ui.looks.audit import Fault, contrast_faults, covered_faults, look_over
from tests.ui.looks.screens import ENTRANCE, INSIDE, Way
from tests.ui.looks.stage import Stage, open_stage

COMPACT, NORMAL, WIDE = (960, 530), (1366, 698), (1920, 1010)
GEOMETRIES = [
    (size, text_size)
    for size in (COMPACT, NORMAL, WIDE)
    for text_size in (100, 112, 125, 150)
    if (size, text_size) != (COMPACT, 150)
]
SCREENS = {**INSIDE, **ENTRANCE}


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


@pytest.mark.parametrize(("size", "text_size"), GEOMETRIES, ids=lambda one: str(one).replace(", ", "x"))
def test_every_screen_is_whole_apart_and_large_enough(
    qtbot: QtBot, theme: Theme, folder: Path, size: tuple[int, int], text_size: int
) -> None:
    theme.set_text_size(text_size)
    with open_stage(qtbot, theme, folder, QSize(*size)) as stage:
        faults = {name: seen_from(stage, way) for name, way in SCREENS.items()}
    assert not any(faults.values()), told(faults)


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST], ids=lambda one: one.value)
@pytest.mark.parametrize("size", [COMPACT, NORMAL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_text_and_outline_stands_off_in_every_theme(
    qtbot: QtBot, theme: Theme, folder: Path, size: tuple[int, int], choice: ThemeChoice
) -> None:
    theme.set_choice(choice)
    with open_stage(qtbot, theme, folder, QSize(*size)) as stage:
        faults = {name: seen_from(stage, way, only_contrast=True) for name, way in SCREENS.items()}
    assert not any(faults.values()), told(faults)


def test_a_theme_chosen_while_a_screen_is_shown_reaches_all_of_it(
    qtbot: QtBot, theme: Theme, folder: Path
) -> None:
    faults: dict[str, list[Fault]] = {}
    with open_stage(qtbot, theme, folder, QSize(*NORMAL)) as stage:
        for name in ("home", "patient", "needling out", "review ready", "settings"):
            theme.set_choice(ThemeChoice.LIGHT)
            part = SCREENS[name](stage)
            assert part is None
            theme.set_choice(ThemeChoice.DARK)
            stage.settle()
            faults[name] = contrast_faults(stage.window)
    assert not any(faults.values()), told(faults)


def test_the_side_panel_is_whole_at_the_other_edge(qtbot: QtBot, theme: Theme, folder: Path) -> None:
    faults: dict[str, list[Fault]] = {}
    with open_stage(qtbot, theme, folder, QSize(*NORMAL)) as stage:
        stage.look(panel_on_left=True)
        for name in ("check-in", "needling", "needling out", "follow-on", "plan", "review"):
            faults[name] = seen_from(stage, SCREENS[name])
        step = stage.needling()
        assert step.panel.mapTo(step, step.panel.rect().topLeft()).x() == 0
        assert step.body_map.x() >= step.panel.width()
    assert not any(faults.values()), told(faults)


def test_a_text_size_without_room_is_refused_with_words_until_the_window_is_larger(
    qtbot: QtBot, theme: Theme, folder: Path
) -> None:
    with open_stage(qtbot, theme, folder, QSize(*COMPACT)) as stage:
        SCREENS["settings"](stage)
        settings = stage.window.nav.settings
        assert settings is not None
        assert "no room for 150 %" in settings.sizes.chip("150").why_not
        assert not settings.sizes.chip("125").why_not
        tap(settings.sizes.chip("150"))
        assert theme.text_size == 100
        stage.window.resize(QSize(*NORMAL))
        stage.settle()
        assert not settings.sizes.chip("150").why_not
        tap(settings.sizes.chip("150"))
        assert theme.text_size == 150


def test_these_sizes_are_the_three_classes() -> None:
    assert layout_class(*COMPACT) is LayoutClass.COMPACT
    assert layout_class(*NORMAL) is LayoutClass.NORMAL
    assert layout_class(*WIDE) is LayoutClass.WIDE
