"""A printer that is not there or does not answer: nothing is at stake, and the ways on stand beside it."""

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.chart import VisitChart
from needlechart.domain.words import AuditAction
from needlechart.editing.documents import Sheet
from needlechart.store.queries.visit_document import visit_chart
from needlechart.ui.errors import Notices
from needlechart.ui.screens.note_pages import NotePagesView
from needlechart.ui.screens.sheet_paper import SheetPaper
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import StripMessage
from tests import factories as make
from tests.driving import tap, until, wait_for
from tests.ui.fake_desk import TestDesk

Asked = Callable[[], None]


@pytest.fixture
def chart(desk: TestDesk) -> VisitChart:
    desk.keep(make.patient(), make.episode(), make.visit())
    return desk.ask(lambda store: visit_chart(store, make.VISIT))


@pytest.fixture
def printers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Those that are found, none yet; what is printed on one goes into a file."""
    there: list[str] = []

    def accepted(dialog: QDialog) -> None:
        printer = dialog.printer()  # type: ignore[attr-defined]
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        dialog.accepted.emit(printer)
        dialog.finished.emit(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: there))
    monkeypatch.setattr(QDialog, "open", accepted)
    return there


def silent(qtbot: QtBot, screen: QWidget) -> StripMessage:
    """The strip that says so."""
    strip = wait_for(qtbot, screen, "notice_not_printed")
    assert isinstance(strip, StripMessage)
    assert "No printer was found" in strip.accessibleName()
    return strip


def printed(desk: TestDesk) -> int:
    """How often the log says so."""
    return sum(one.action is AuditAction.PRINTED for one in desk.stored(AuditEntry))


def test_a_note_is_tried_again_or_saved_from_the_strip(
    qtbot: QtBot, theme: Theme, desk: TestDesk, chart: VisitChart, printers: list[str], tmp_path: Path
) -> None:
    pages = NotePagesView(desk, theme)
    qtbot.addWidget(pages)
    pages.show()
    pages.pdf_explained, pages.folder = True, str(tmp_path / "kept")
    (tmp_path / "kept").mkdir()
    pages.show_chart(chart)
    tap(pages.print_button)
    silent(qtbot, pages)

    with qtbot.waitSignal(pages.saved, timeout=20_000):
        tap(wait_for(qtbot, pages, "action-save"))
    assert pages.notices.shown("not_printed") is None
    assert len(list((tmp_path / "kept").glob("*.pdf"))) == 1

    tap(pages.print_button)
    silent(qtbot, pages)
    printers.append("one that was connected meanwhile")
    with qtbot.waitSignal(pages.printed, timeout=60_000):
        tap(wait_for(qtbot, pages, "action-try_again"))
    assert pages.notices.shown("not_printed") is None
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == len(pages.pages)
    assert printed(desk) == 1


def test_a_sheet_is_tried_again_or_saved_from_the_strip(
    qtbot: QtBot, theme: Theme, desk: TestDesk, chart: VisitChart, printers: list[str], tmp_path: Path
) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    notices = Notices(screen)
    QVBoxLayout(screen).addWidget(notices)
    screen.show()
    paper = SheetPaper(desk, notices, screen)
    paper.pdf_explained, paper.folder = True, str(tmp_path / "kept")
    (tmp_path / "kept").mkdir()
    paper.print_sheet(Sheet.HANDOUT, chart)
    silent(qtbot, screen)

    with qtbot.waitSignal(paper.saved, timeout=20_000):
        tap(wait_for(qtbot, screen, "action-save"))
    assert len(list((tmp_path / "kept").glob("*.pdf"))) == 1
    paper.print_sheet(Sheet.HANDOUT, chart)
    silent(qtbot, screen)
    printers.append("one that was connected meanwhile")
    with qtbot.waitSignal(paper.printed, timeout=60_000):
        tap(wait_for(qtbot, screen, "action-try_again"))
    until(qtbot, lambda: notices.shown("not_printed") is None)
    assert printed(desk) == 1
