"""What else can be done with a site; the same on the map and in the panel."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Side, View
from needlechart.ui.bodymap.frame import UNITS_PER_MM
from needlechart.ui.screens.board.needling_panel.session import Session


def nudges(point: TriggerPoint) -> tuple[tuple[str, int, int], ...]:
    """Four directions in words of the body: up, down, and inward and outward or forward and backward."""
    if point.view is View.LEFT:
        across = ("forward", -1), ("backward", 1)
    elif point.view is View.RIGHT:
        across = ("forward", 1), ("backward", -1)
    else:
        outward = 1 if point.x >= 0 else -1
        across = ("inward", -outward), ("outward", outward)
    return ("up", 0, -1), ("down", 0, 1), *((words, dx, 0) for words, dx in across)


def site_menu(
    session: Session,
    point: TriggerPoint,
    parent: QWidget,
    *,
    note: Callable[[], None],
    planned: Callable[[], None],
    findings: Callable[[], None],
    leave_out: Callable[[], None],
    keep: Callable[[], None] | None = None,
) -> QMenu:
    """The menu of one site; ``note``, ``planned`` and ``findings`` open those rows of the entry.

    ``leave_out`` asks why the site is not needled; ``keep`` for a protocol's name, where one may be kept.
    """
    menu = QMenu(parent)
    menu.setObjectName("site_menu_entries")
    marking, add = session.marking, partial(_add, menu)
    add("More findings", findings, "findings")
    add("Note", note, "note")
    add("Second needle here", lambda: marking.second_needle(point.id), "second_needle")
    add("Planned dwell time", planned, "planned")
    needle = session.needle
    if needle is not None and "not stated" not in needle.note.casefold():
        add("Needle details not stated", lambda: session.needles.say_not_stated(needle), "not_stated")
    if point.not_needled:
        add("Needle it after all", lambda: marking.take_up(point.id), "take_up")
    elif not any(needle.was_in for needle in marking.needles(point.id)):
        add("Not needled today", leave_out, "not_needled")
    menu.addSeparator()
    _add_places(menu, session, point)
    menu.addSeparator()
    still = len(session.visit.chart.needles_still_in)
    if still > 1:
        add(f"All {still} needles out", session.needles.all_out, "all_out")
    if keep is not None:
        add("Keep all marks as a protocol", keep, "keep_protocol")
    add("Delete", lambda: marking.delete(point.id), "delete")
    return menu


def _add(menu: QMenu, words: str, act: Callable[[], object], name: str) -> None:
    action = menu.addAction(words)
    action.setObjectName(f"menu_{name}")
    action.triggered.connect(lambda checked=False: act())


def _add_places(menu: QMenu, session: Session, point: TriggerPoint) -> None:
    """A millimetre this way or that, and the same place on the other side."""
    marking = session.marking
    for words, dx, dy in nudges(point):
        act = partial(marking.nudge, point.id, dx * UNITS_PER_MM, dy * UNITS_PER_MM)
        _add(menu, f"1 mm {words}", act, f"nudge_{words}")
    if point.side in (Side.RIGHT, Side.LEFT):
        words = f"Same site on the patient’s {point.side.opposite.value}"
        _add(menu, words, lambda: _select(session, marking.mirrored(point.id)), "mirror")


def _select(session: Session, point_id: str) -> None:
    if point_id:
        session.select(point_id)
