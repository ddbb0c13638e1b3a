"""A long note on its way to paper: page by page, beside a window that stays usable; it can be stopped."""

import io
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from needlechart.app.paper import DrawnPages
from needlechart.documents.note import render_note
from needlechart.domain.words import Paper
from needlechart.editing.desk import Problem
from needlechart.editing.documents import PageImage
from needlechart.ui.errors import Notices
from needlechart.ui.printing import print_pages
from needlechart.ui.theme import Theme
from tests.documents import charts
from tests.driving import tap, until, wait_for

COARSE = 0.2
"""Pixels per point: what a page looks like is not asked here."""

Print = Callable[[], None]


@pytest.fixture(scope="module")
def note() -> bytes:
    """Several pages."""
    return render_note(charts.chart(plan="w12345 " * 4000, plan_edited=True)).pdf


class Slow(DrawnPages):
    """Real pages; the third comes only once it is let go."""

    def __init__(self, pdf: bytes) -> None:
        self.asked: list[int] = []
        self.at_third, self.go_on = Event(), Event()
        super().__init__(pdf, COARSE)

    def __getitem__(self, number: int, /) -> PageImage:
        self.asked.append(number)
        if number == 2:
            self.at_third.set()
            assert self.go_on.wait(60)
        return super().__getitem__(number)


class Stage:
    """A screen with a place for strips, a printer that is a file, and what was told."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.path = path
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.screen = QWidget(self.window)
        self.notices = Notices(self.screen)
        QVBoxLayout(self.screen).addWidget(self.notices)
        self.window.show()
        self.printed: list[str] = []
        self.failed: list[Problem] = []

    def print(self, pages: DrawnPages) -> None:
        done = lambda: self.printed.append("printed")  # noqa: E731 - a name for an answer
        print_pages(pages, Paper.LETTER, self.screen, done, self.failed.append, self.notices)


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    made = Stage(qtbot, tmp_path / "printed.pdf")

    def accepted(dialog: QDialog) -> None:
        assert isinstance(dialog, QPrintDialog)
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(made.path))
        dialog.accepted.emit(dialog.printer())
        dialog.finished.emit(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["a file"]))
    monkeypatch.setattr(QDialog, "open", accepted)
    return made


def test_every_page_is_printed_and_how_far_it_is_stands_on_screen(
    qtbot: QtBot, stage: Stage, note: bytes
) -> None:
    pages = Slow(note)
    stage.print(pages)
    until(qtbot, pages.at_third.is_set)
    until(qtbot, lambda: "page 3 of" in wait_for(qtbot, stage.screen, "notice_printing").accessibleName())
    pages.go_on.set()
    until(qtbot, lambda: bool(stage.printed))
    assert len(pypdf.PdfReader(io.BytesIO(stage.path.read_bytes())).pages) == len(pages) > 5
    assert stage.notices.shown("printing") is None
    assert not stage.failed


def test_stopping_ends_it_after_the_page_at_hand_and_leaves_no_half_file(
    qtbot: QtBot, stage: Stage, note: bytes
) -> None:
    pages = Slow(note)
    stage.print(pages)
    until(qtbot, pages.at_third.is_set)
    tap(wait_for(qtbot, stage.screen, "action-stop_printing"))
    pages.go_on.set()
    until(qtbot, lambda: stage.notices.shown("stopped") is not None)
    assert pages.asked == [0, 1, 2]
    assert not stage.path.exists()
    assert not stage.printed
    assert not stage.failed
    assert stage.notices.shown("printing") is None


def test_a_screen_that_goes_takes_its_printing_with_it(qtbot: QtBot, stage: Stage, note: bytes) -> None:
    pages = Slow(note)
    stage.print(pages)
    until(qtbot, pages.at_third.is_set)
    delete(stage.screen)
    pages.go_on.set()
    until(qtbot, lambda: not stage.path.exists())
    assert pages.asked == [0, 1, 2]
    assert not stage.printed


def test_no_page_but_the_first_is_drawn_before_it_is_asked_for(note: bytes) -> None:
    pages = DrawnPages(note, COARSE)
    assert [pages[number].width for number in range(len(pages))] == [pages[0].width] * len(pages)
    assert pages[1].rgba != pages[2].rgba
    assert [name for name, held in vars(pages).items() if isinstance(held, PageImage | list | tuple)] == [
        "_first"
    ]
    with pytest.raises(IndexError):
        pages[len(pages)]
