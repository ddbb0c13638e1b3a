"""What changes while a screen is shown: theme, text size, the panel's edge, the size of the window.

Each class by itself: `test_compact`, `test_normal`, `test_wide`. In the smallest window screens scroll
at 150 %.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.room import Room
from needlechart.ui.screens.settings_look import SCROLLS
from needlechart.ui.theme import Theme, ThemeChoice
from tests.ui.conftest import tap
from tests.ui.looks.audit import Fault, contrast_faults, sideways
from tests.ui.looks.looking import COMPACT, NORMAL, SCREENS, WIDE, seen_from, told
from tests.ui.looks.stage import open_stage


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


def test_a_text_size_without_room_scrolls_its_screens_until_the_window_is_larger(
    qtbot: QtBot, theme: Theme, folder: Path
) -> None:
    with open_stage(qtbot, theme, folder, QSize(*COMPACT)) as stage:
        SCREENS["settings"](stage)
        settings = stage.window.nav.settings
        assert settings is not None
        assert settings.look_card._sized.note.isHidden()
        tap(settings.look_card.sizes.chip("150"))
        assert theme.text_size == 150
        stage.settle()
        settings = stage.window.nav.settings
        assert settings is not None
        assert settings.look_card._sized.note.text() == SCROLLS
        room = stage.window.centralWidget()
        assert isinstance(room, Room)
        assert stage.window.stack.size().width() >= 1152
        assert sideways(room)

        SCREENS["home"](stage)
        lock = stage.find("lock")
        assert lock.mapTo(room, lock.rect().center()).x() > room.viewport().width()
        lock.setFocus(Qt.FocusReason.TabFocusReason)
        assert room.viewport().rect().contains(lock.mapTo(room.viewport(), lock.rect().center()))

        stage.window.resize(QSize(*NORMAL))
        stage.settle()
        assert not sideways(room)
        for name in ("home", "follow-on", "consent form"):  # their columns scroll, the window does not
            SCREENS[name](stage)
            assert stage.window.stack.size() == QSize(*NORMAL), name
            stage.clear(None)


def test_stop_now_is_one_tap_away_wherever_a_board_larger_than_the_window_is_scrolled(
    qtbot: QtBot, theme: Theme, folder: Path
) -> None:
    theme.set_text_size(150)
    with open_stage(qtbot, theme, folder, QSize(*COMPACT)) as stage:
        stage.needling(stage.draft_with_needle)
        room = stage.window.centralWidget()
        assert isinstance(room, Room)
        stop, twin_name = stage.find("stop_now"), "stop_now_in_sight"
        for end in (0, 1):
            for bar in (room.horizontalScrollBar(), room.verticalScrollBar()):
                assert bar.maximum() > 0
                bar.setValue(end * bar.maximum())
            twin = stage.find(twin_name)
            assert room.rect().contains(twin.geometry())
            assert not twin.geometry().intersects(room.viewport().geometry())
            assert twin.accessibleName() == stop.accessibleName()

        tap(twin)
        visit = stage.window.nav.board.visit  # type: ignore[union-attr]
        assert visit is not None
        assert visit.chart.visit.stopped_at is not None
        assert not visit.chart.needles_still_in
        stage.until(lambda: not any(one.isVisible() for one in room.findChildren(QWidget, twin_name)))


def test_these_sizes_are_the_three_classes() -> None:
    assert layout_class(*COMPACT) is LayoutClass.COMPACT
    assert layout_class(*NORMAL) is LayoutClass.NORMAL
    assert layout_class(*WIDE) is LayoutClass.WIDE
