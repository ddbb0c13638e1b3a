"""Answers that come when the screen that asked is gone: after another text size, or a second tap."""

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Step
from needlechart.ui.main_window import MainWindow
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person

PLACES: dict[str, Callable[[MainWindow], None]] = {
    "home": lambda window: window.nav.go_home(),
    "patient": lambda window: window.nav.show_patient(make.PATIENT),
    "settings": lambda window: window.nav.show_settings(),
    "content": lambda window: window.nav.behind_settings.show_content(),
    "event rates": lambda window: window.nav.behind_settings.show_event_rates(),
    "audit": lambda window: window.nav.behind_settings.show_page("audit"),
    "backups": lambda window: window.nav.behind_settings.show_page("backups"),
}


@pytest.mark.parametrize("place", list(PLACES))
def test_screens_made_again_are_not_troubled_by_what_the_old_ones_asked(
    desk: TestDesk, window: MainWindow, person: Person, place: str
) -> None:
    desk.keep(make.patient(), make.episode(), make.visit(), make.point())
    window.show_home(desk)
    person.wait_for("home")
    held = Event()
    desk._thread.call(held.wait)
    PLACES[place](window)

    window.set_look(window.look.but(text_size=125))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    held.set()
    desk.ask(lambda store: None)
    QApplication.processEvents()

    window.nav.go_home()
    person.wait_for("home")


def test_a_visit_asked_for_twice_is_opened_once_whatever_is_tapped_in_between(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.keep(make.patient(), make.episode(), make.visit())
    window.show_home(desk)
    person.wait_for("home")
    held = Event()
    window.nav.start_visit(make.PATIENT)
    desk._thread.call(held.wait)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    board = window.nav.board
    assert board is not None
    visit = board.visit
    assert visit is not None
    window.step_3()
    point = make.point()
    visit.put(point, "Site 1 placed")
    held.set()
    person.until(lambda: visit.queue.waiting == 0)
    desk.ask(lambda store: None)
    QApplication.processEvents()

    assert board.visit is visit
    assert board.current is Step.NEEDLING
    visit.put(point.but(note="sore"), "Note")
    person.until(lambda: visit.queue.waiting == 0)
    assert not visit.queue.failing
    assert [one.note for one in desk.stored(TriggerPoint)] == ["sore"]
