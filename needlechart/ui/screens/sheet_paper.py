"""A sheet beside the note, printed or saved with one tap; what came of it is said where the tap was."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.editing.desk import Desk, Problem
from needlechart.editing.documents import NotePages, Sheet
from needlechart.ui.errors import NOT_PRINTED, TRY_AGAIN, Notices
from needlechart.ui.saving import ask_where
from needlechart.ui.widgets import Action, ButtonKind, MessageKind


def sheet_file_name(chart: VisitChart, sheet: Sheet) -> str:
    """``NC-000127_2026-03-17_aftercare.pdf``: a number and a day, never a name."""
    number = chart.patient.record_number
    plain = "".join(one if one.isalnum() or one in "-_" else "-" for one in number)
    return f"{plain}_{chart.visit.started.date().isoformat()}_{sheet.file_word}.pdf"


class SheetPaper(QObject):
    """``printed(sheet, about)`` and ``saved(sheet, about)`` once it is on paper or on the disk.

    ``explained()``: it was said on this laptop that a PDF lies outside the encrypted chart.
    """

    printed = Signal(object, str)
    saved = Signal(object, str)
    explained = Signal()
    folder_chosen = Signal(str)

    def __init__(self, desk: Desk, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._notices = notices
        self._parent = parent
        self._wanted: tuple[Sheet, VisitChart, str] | None = None
        self._visits = 0
        self.pdf_explained = False
        self.folder = ""
        self._last_path: Path | None = None
        self.choose_path: Callable[[str], None] = self._open_dialog
        notices.acted.connect(self._acted)

    def print_sheet(self, sheet: Sheet, chart: VisitChart, about: str = "") -> None:
        """Ask for the pages in print resolution, then for a printer."""
        visits = self._visits
        self._wanted = (sheet, chart, about)
        self._notices.take(NOT_PRINTED)

        def then(pages: NotePages) -> None:
            from needlechart.ui.printing import print_pages

            if visits != self._visits:
                return  # another visit is shown: its record must not say that this was given
            self._say_missing(pages.missing_characters)
            paper = chart.clinic.paper

            def done() -> None:
                if visits == self._visits:
                    self._was_printed(sheet, about)

            def begun() -> None:
                self._desk.note_printed(chart.visit, sheet)

            print_pages(
                pages.pages, paper, self._parent, done, self._notices.not_printed, self._notices, begun
            )

        self._desk.print_sheet(sheet, chart, then, self._failed, about=about)

    def save_sheet(self, sheet: Sheet, chart: VisitChart, about: str = "") -> None:
        """Into the folder used last, in one tap; the first time it says what a PDF is and asks where."""
        self._wanted = (sheet, chart, about)
        one_tap = self.pdf_explained and not self._desk.clinic.pdf_passphrase
        if one_tap and self.folder and Path(self.folder).is_dir():
            self.save_to(Path(self.folder))
        elif self.pdf_explained:
            self.choose_path(sheet_file_name(chart, sheet))
        else:
            actions = [Action("save", "Save PDF", ButtonKind.PRIMARY), Action("dismiss", "Not now")]
            self._notices.say(
                "explain_sheet",
                MessageKind.CAUTION,
                "A PDF lies outside the encrypted chart",
                "Whoever can open the folder can read it. Its file name holds the record number, no name.",
                actions,
                icon="document",
            )

    def save_to(self, path: Path, words: str = "") -> None:
        """Write the sheet that was asked for there, or under its usual name into a folder."""
        if self._wanted is not None:
            sheet, chart, about = self._wanted
            visits = self._visits

            def then(written: Path) -> None:
                if visits == self._visits:
                    self._was_saved(sheet, about, written)

            self._desk.save_sheet(sheet, chart, path, then, self._failed, about=about, words=words)

    def forget(self) -> None:
        """The visit is gone: nothing of it stays here."""
        self._wanted = None
        self._last_path = None
        self._visits += 1
        self._notices.clear()

    def _acted(self, key: str, action: str) -> None:
        if key == NOT_PRINTED and action == TRY_AGAIN.id and self._wanted is not None:
            self.print_sheet(*self._wanted)
        elif key == NOT_PRINTED and action == "save" and self._wanted is not None:
            self._notices.take(NOT_PRINTED)
            self.save_sheet(*self._wanted)
        elif key == "explain_sheet" and action == "save" and self._wanted is not None:
            self.pdf_explained = True
            self.explained.emit()
            self._notices.take("explain_sheet")
            self.choose_path(sheet_file_name(self._wanted[1], self._wanted[0]))
        elif key == "sheet" and action == "elsewhere" and self._last_path is not None:
            self._notices.take("sheet")
            self.choose_path(self._last_path.name)

    def _open_dialog(self, name: str) -> None:
        needed = self._desk.clinic.pdf_passphrase
        ask_where(self._parent, self.folder, name, self._chosen, needed=needed)

    def _chosen(self, path: Path, words: str) -> None:
        """From now on one tap saves into this folder."""
        if str(path.parent) != self.folder:
            self.folder = str(path.parent)
            self.folder_chosen.emit(self.folder)
        self.save_to(path, words)

    def _was_saved(self, sheet: Sheet, about: str, path: Path) -> None:
        self._last_path = path
        actions = [Action("elsewhere", "Save elsewhere"), Action("dismiss", "Close")]
        self._notices.say("sheet", MessageKind.OK, "Saved", str(path), actions, icon="check")
        self.saved.emit(sheet, about)

    def _was_printed(self, sheet: Sheet, about: str) -> None:
        self._notices.say("sheet", MessageKind.OK, "Sent to the printer", icon="printer")
        self.printed.emit(sheet, about)

    def _say_missing(self, codes: tuple[str, ...]) -> None:
        if codes:
            told = f"They print as a visible code: {', '.join(codes[:8])}."
            cause = "Some characters have no letter shape here"
            self._notices.say("characters_sheet", MessageKind.CAUTION, cause, told)

    def _failed(self, problem: Problem) -> None:
        self._notices.problem(problem, "sheet")
