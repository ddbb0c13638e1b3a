"""Paper that was asked for one patient and is ready when another is shown: nothing is said of the other."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.chart import VisitChart
from needlechart.editing.documents import Sheet
from needlechart.store.queries.visit_document import visit_chart
from needlechart.ui import printing
from needlechart.ui.errors import Notices
from needlechart.ui.screens.note_pages import NotePagesView
from needlechart.ui.screens.sheet_paper import SheetPaper
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.fake_desk import TestDesk


@pytest.fixture
def charts(desk: TestDesk) -> tuple[VisitChart, VisitChart]:
    """Visits of two patients."""
    other = make.patient(id="other", record_number="R-2", family_name="Second")
    desk.keep(make.patient(), make.episode(), make.visit())
    desk.keep(other, make.episode(id="episode-2", patient_id="other"))
    desk.keep(make.visit(id="visit-2", patient_id="other", episode_id="episode-2"))
    first, second = (
        desk.ask(lambda store, one=one: visit_chart(store, one))  # type: ignore[misc]
        for one in (make.VISIT, "visit-2")
    )
    return first, second


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was handed to the print dialog, which stays closed."""
    shown: list[object] = []
    monkeypatch.setattr(printing, "print_pages", lambda pages, *_: shown.append(pages))
    return shown


def ready(desk: TestDesk) -> None:
    """All paper that was asked for is made and answered."""
    desk._paper.submit(lambda: None).result(timeout=60)
    for _ in range(3):
        QApplication.processEvents()


def test_a_note_that_is_ready_too_late_is_neither_printed_nor_said_to_be_saved(
    qtbot: QtBot,
    theme: Theme,
    desk: TestDesk,
    charts: tuple[VisitChart, VisitChart],
    dialogs: list[object],
    tmp_path: Path,
) -> None:
    pages = NotePagesView(desk, theme)
    qtbot.addWidget(pages)
    pages.show_chart(charts[0])
    pages.print_note()
    pages.save_to(tmp_path / "first.pdf")
    pages.show_chart(charts[1])
    ready(desk)

    assert dialogs == []
    assert pages.notices.shown("saved") is None
    assert (tmp_path / "first.pdf").exists()
    pages.print_note()
    ready(desk)
    assert len(dialogs) == 1


def test_a_saved_note_is_not_offered_again_under_its_name_with_another_patient(
    qtbot: QtBot, theme: Theme, desk: TestDesk, charts: tuple[VisitChart, VisitChart], tmp_path: Path
) -> None:
    pages = NotePagesView(desk, theme)
    qtbot.addWidget(pages)
    pages.show_chart(charts[0])
    with qtbot.waitSignal(pages.saved, timeout=20_000):
        pages.save_to(tmp_path / "first.pdf")
    assert pages.notices.shown("saved") is not None

    pages.show_chart(charts[1])

    assert pages.notices.shown("saved") is None


def test_a_sheet_that_is_ready_too_late_marks_nothing_as_given(
    qtbot: QtBot,
    theme: Theme,
    desk: TestDesk,
    charts: tuple[VisitChart, VisitChart],
    dialogs: list[object],
    tmp_path: Path,
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    paper = SheetPaper(desk, Notices(parent), parent)
    paper.pdf_explained, paper.folder = True, str(tmp_path)
    given: list[object] = []
    paper.saved.connect(lambda sheet, about: given.append(sheet))
    paper.print_sheet(Sheet.HANDOUT, charts[0])
    paper.save_sheet(Sheet.HANDOUT, charts[0])
    paper.forget()
    ready(desk)

    assert dialogs == []
    assert given == []
    assert len(list(tmp_path.glob("*.pdf"))) == 1
