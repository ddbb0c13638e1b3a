"""The real window on the fictional clinic, and the way to each of its screens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.cli_commands.demo_folder import demo_clinician
from needlechart.demo.secret import DEMO_PASSPHRASE
from needlechart.domain.overview import Home
from needlechart.domain.words import Step, View
from needlechart.settings import Look
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.theme import Theme
from tests.ui.fake_desk import TestDesk

PATIENCE_MS = 10_000


class Stage:
    """One window; every way ends when what was asked for is on screen."""

    def __init__(self, qtbot: QtBot, theme: Theme, desk: TestDesk, size: QSize) -> None:
        self.qtbot = qtbot
        self.theme = theme
        self.desk = desk
        self.window = MainWindow(theme)
        self.window.look = Look(text_size=theme.text_size)
        self.window.resize(size)
        self.window.show()
        self.window.show_home(desk)
        self.until(lambda: self.window.nav.home is not None and self.window.nav.home._home is not None)
        seen: list[Home] = []
        desk.home(seen.append)
        self.until(lambda: bool(seen))
        self.home = seen[0]

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(true, timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Everything that was asked of the database is answered and laid out."""
        for _ in range(3):
            self.desk.ask(lambda store: None)
            QApplication.processEvents()
        for _ in range(3):  # a text that breaks anew asks its own layout, and that the one around it
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            QApplication.processEvents()

    def close(self) -> None:
        """The window goes, with all that is in it."""
        self.window.nav.drop()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def find(self, name: str) -> QWidget:
        """A widget of that name that is in sight."""
        found = [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]
        assert found, f"no visible {name}"
        return found[-1]

    def tap(self, name: str) -> None:
        """Press what has that name."""
        button = self.find(name)
        press = getattr(button, "press", None) or button.click  # type: ignore[attr-defined]
        press()
        self.settle()

    def popup(self) -> QWidget:
        """The menu that is open."""
        found = QApplication.activePopupWidget()
        assert found is not None, "no menu is open"
        return found

    def clear(self, part: QWidget | None) -> None:
        """Put away what a way left over the window, and unlock again where it locked."""
        if part is not None:
            part.close() if part.isWindow() else part.hide()
        if self.window.nav.sheet is not None:
            self.window.nav._close_sheet(self.window.nav.patient)
        if not self.window.unlocked:
            self.window.show_home(self.desk)
            self.settle()

    def look(self, **values: object) -> None:
        """As if chosen in Settings."""
        self.window.set_look(self.window.look.but(**values))

    # Where to

    def open_home(self) -> None:
        """Home as it is on arrival."""
        nav = self.window.nav
        nav.go_home()
        assert nav.home is not None
        nav.home.clear_search()
        nav.home.focus_search()
        self.settle()

    def search(self, text: str) -> None:
        """Home with something in the search field."""
        self.open_home()
        home = self.window.nav.home
        assert home is not None
        QTest.keyClicks(home.search, text)
        home._search_now()
        self.settle()

    def open_patient(self, index: int = 0) -> None:
        """The chart of the patient with the most visits (or the nth)."""
        rows = sorted(self.home.patients, key=lambda row: -row.visits)
        nav = self.window.nav
        nav.show_patient(rows[index].patient_id)
        self.until(lambda: nav.patient is not None and nav.patient._chart is not None)
        self.until(lambda: nav.patient is not None and nav.patient._stack.isVisible())
        self.settle()

    def board(self, visit_id: str) -> VisitBoard:
        """The board on a visit."""
        nav = self.window.nav
        if nav.board is not None:
            nav.board.drop()
        nav.open_visit(visit_id)
        self.until(
            lambda: (
                nav.board is not None
                and nav.board.visit is not None
                and nav.board.visit.visit.id == visit_id
                and nav.board.isVisible()
            )
        )
        assert nav.board is not None
        return nav.board

    @property
    def draft_with_needle(self) -> str:
        """The visit that has a needle in."""
        return next(draft.visit_id for draft in self.home.drafts if draft.needles_in)

    @property
    def draft_ready(self) -> str:
        """A visit whose needles are out."""
        return next(draft.visit_id for draft in reversed(self.home.drafts) if not draft.needles_in)

    def step(self, step: Step, visit_id: str = "") -> VisitBoard:
        """One step of a draft."""
        board = self.board(visit_id or self.draft_with_needle)
        board.show_step(step)
        self.settle()
        return board

    def needling(self, visit_id: str = "") -> NeedlingStep:
        """The needling step with its first site selected."""
        board = self.step(Step.NEEDLING, visit_id)
        part = board.stack.currentWidget()
        assert isinstance(part, NeedlingStep)
        part.body_map.show_place(View.FRONT.value, part.body_map.layer)
        part.go_to("twitch")
        self.settle()
        return part


@contextmanager
def open_stage(qtbot: QtBot, theme: Theme, folder: Path, size: QSize) -> Iterator[Stage]:
    """A window of that size on the fictional clinic in a folder."""
    thread = StoreThread()
    person = demo_clinician(folder)
    store = thread.open(lambda: Store.open(folder, person, DEMO_PASSPHRASE)).result()
    desk = TestDesk(thread, store.clinic, store.clinician)
    try:
        stage = Stage(qtbot, theme, desk, size)
        try:
            yield stage
        finally:
            stage.close()
    finally:
        desk._answers.close()
        desk._paper.shutdown(wait=True)
        desk._care.shutdown(wait=True)
        thread.close()
