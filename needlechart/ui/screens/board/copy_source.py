"""Which earlier visit a section of the note is copied from: the last with one tap, any other from a menu."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget

from needlechart.domain.ghosts import EarlierVisit
from needlechart.ui.screens.wording import medium_day

SHOWN = 8
"""Visits that are offered at once; older ones lie in a menu for each year."""


def source_menu(
    parent: QWidget, visits: Sequence[EarlierVisit], chosen: Callable[[EarlierVisit], None]
) -> QMenu:
    """A menu of earlier visits, newest first; ``chosen`` hears which."""
    menu = QMenu(parent)
    menu.setObjectName("copy_menu")
    years: dict[int, QMenu] = {}
    for index, one in enumerate(visits):
        day = one.started.astimezone().date()
        into = menu
        if index >= SHOWN:
            if day.year not in years:
                years[day.year] = menu.addMenu(str(day.year))
                years[day.year].setObjectName(f"copy_menu_{day.year}")
            into = years[day.year]
        last = ", last visit" if index == 0 else ""
        entry = into.addAction(f"{medium_day(day)} {day.year} · visit {one.number}{last}")
        entry.setObjectName(f"copy_from_{one.visit_id}")
        entry.triggered.connect(lambda checked=False, one=one: chosen(one))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
