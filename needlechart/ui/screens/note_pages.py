"""The note as it will print: pages, paper, Print, Save PDF."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Paper
from needlechart.editing.desk import Desk, Problem
from needlechart.editing.documents import NotePages, Pages
from needlechart.ui.errors import NOT_PRINTED, TRY_AGAIN, Notices
from needlechart.ui.saving import ask_where
from needlechart.ui.screens.page_view import PAGE_WIDTH, PageView
from needlechart.ui.screens.parts import ScrollColumn, column, fitting_row, plain_panel, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    Button,
    ButtonKind,
    Hairline,
    MessageKind,
    Segment,
    SegmentedSwitch,
    Text,
)

PAPER_POINTS = {Paper.LETTER: 612.0, Paper.A4: 595.28}
RENDER_PAUSE_MS = 150


def file_name(record_number: str, day: date) -> str:
    """``NC-000127_2026-03-17_note.pdf``: a number and a day, never a name."""
    plain = "".join(one if one.isalnum() or one in "-_" else "-" for one in record_number)
    return f"{plain}_{day.isoformat()}_note.pdf"


class NotePagesView(QWidget):
    """Asks the desk for the pages whenever the chart changes while it is in sight."""

    printed = Signal()
    saved = Signal(object)
    explained = Signal()
    folder_chosen = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._chart: VisitChart | None = None
        self._drawn: tuple[VisitChart, Paper] | None = None
        self._asked = 0
        self._pages: Pages = ()
        self._page = 0
        self._last_path: Path | None = None
        self.pdf_explained = False
        self.folder = ""
        self.paper = desk.clinic.paper
        self._later = QTimer(self, singleShot=True, interval=RENDER_PAUSE_MS)
        self._later.timeout.connect(self._render)
        self.choose_path: Callable[[str], None] = self._open_dialog
        self._lay_out()

    def _lay_out(self) -> None:
        outer = column(self, gap=0)
        outer.addWidget(self._bar())
        outer.addWidget(Hairline(self))
        self.notices = Notices(self)
        self.notices.acted.connect(self._acted)
        outer.addWidget(self.notices)
        ground = plain_panel(self, "sunken")
        box = column(ground, gap=0)
        scroll = ScrollColumn(ground, gap=10, edges=(14, 14, 14, 14))
        self.told = Text("", scroll.inside, role="secondary", colour="muted")
        self.told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.page = PageView(scroll.inside)
        scroll.box.addWidget(self.told)
        scroll.box.addWidget(self.page)
        scroll.box.addStretch(1)
        box.addWidget(scroll)
        outer.addWidget(ground, 1)

    def _bar(self) -> QWidget:
        """What is shown, on which paper, and the ways it leaves."""
        bar = plain_panel(self, "bg")
        line = fitting_row(bar, gap=8, edges=(14, 7, 14, 7))
        self._switch_box = row(gap=0)
        self.switch: SegmentedSwitch | None = None
        which = row()
        which.addLayout(self._switch_box)
        which.addStretch(1)
        acts, last = fitting_row(), row()
        line.addLayout(which, 1)
        line.addLayout(acts)
        self.papers = SegmentedSwitch([Segment("letter", "Letter"), Segment("a4", "A4")], bar, label="Paper")
        self.papers.setObjectName("paper")
        self.papers.set_value(self.paper.value)
        self.papers.chosen.connect(self._choose_paper)
        acts.addWidget(self.papers)
        acts.addLayout(last)
        self.print_button = Button("Print", bar, icon="printer", padding=14)
        self.print_button.setObjectName("print")
        self.print_button.clicked.connect(self.print_note)
        self.save_button = Button("Save PDF", bar, icon="download", padding=14)
        self.save_button.setObjectName("save_pdf")
        self.save_button.clicked.connect(self.save_note)
        last.addWidget(self.print_button)
        last.addWidget(self.save_button)
        return bar

    def show_chart(self, chart: VisitChart | None) -> None:
        """Show the note of a chart; drawn a moment later, so that quick changes draw once."""
        if not self._shows(chart.visit.id if chart is not None else ""):
            self._last_path = None  # its name is the other note's
            self.notices.clear()
        self._chart = chart
        if chart is None:
            self._later.stop()
            self._asked += 1  # what is still being drawn comes too late
            self._drawn = None
            self._pages = ()
            self.page.show_image(None)
            return
        if self._drawn != (chart, self.paper):
            self._later.start()

    def _shows(self, visit_id: str) -> bool:
        """Whether the note of this visit is shown: what was asked for another one comes too late."""
        return self._chart is not None and self._chart.visit.id == visit_id

    @property
    def pages(self) -> Pages:
        """What is shown now."""
        return self._pages

    def print_note(self) -> None:
        """Ask for the pages in print resolution, then for a printer."""
        self.notices.take(NOT_PRINTED)
        if self._chart is None:
            return
        visit, paper = self._chart.visit, self.paper

        def then(pages: NotePages) -> None:
            from needlechart.ui.printing import print_pages

            def done() -> None:
                if self._shows(visit.id):
                    self._was_printed()

            def begun() -> None:
                self._desk.note_printed(visit)

            if self._shows(visit.id):
                print_pages(pages.pages, paper, self, done, self.notices.not_printed, self.notices, begun)

        self._desk.print_note(self._chart, paper, then, self._failed)

    def save_note(self) -> None:
        """Into the folder used last, in one tap; the first time it says what a PDF is and asks where."""
        if self._chart is None:
            return
        name = file_name(self._chart.patient.record_number, self._chart.visit.started.date())
        if not self.pdf_explained:
            self._explain(name)
        elif self.folder and Path(self.folder).is_dir() and not self._desk.clinic.pdf_passphrase:
            self.save_to(Path(self.folder))
        else:
            self.choose_path(name)

    def save_to(self, path: Path, words: str = "") -> None:
        """Write the PDF there, or under its usual name into a folder; under a passphrase if given."""
        if self._chart is None:
            return
        visit_id = self._chart.visit.id

        def then(written: Path) -> None:
            if self._shows(visit_id):
                self._was_saved(written)

        self._desk.save_note(self._chart, self.paper, path, then, self._failed, words=words)

    def _explain(self, name: str) -> None:
        actions = [Action("save", "Save PDF", ButtonKind.PRIMARY), Action("dismiss", "Not now")]
        self._wanted_name = name
        self.notices.say(
            "explain",
            MessageKind.CAUTION,
            "A PDF lies outside the encrypted chart",
            "Whoever can open the folder can read it. Its file name holds the record number, not the name.",
            actions,
            icon="document",
        )

    def _acted(self, key: str, action: str) -> None:
        if key == NOT_PRINTED and action == TRY_AGAIN.id:
            self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.print_note()
        elif key == NOT_PRINTED and action == "save":
            self.notices.take(NOT_PRINTED)
            self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.save_note()
        elif key == "explain" and action == "save":
            self.pdf_explained = True
            self.explained.emit()
            self.notices.take("explain")
            self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)  # the strip had the keyboard
            self.choose_path(self._wanted_name)
        elif key == "saved" and action == "elsewhere" and self._last_path is not None:
            self.notices.take("saved")
            self.choose_path(self._last_path.name)
        elif key == "saved" and action == "folder" and self._last_path is not None:
            from PySide6.QtCore import QUrl

            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last_path.parent)))

    def _open_dialog(self, name: str) -> None:
        ask_where(self, self.folder, name, self._chosen, needed=self._desk.clinic.pdf_passphrase)

    def _chosen(self, path: Path, words: str) -> None:
        """From now on one tap saves into this folder."""
        if str(path.parent) != self.folder:
            self.folder = str(path.parent)
            self.folder_chosen.emit(self.folder)
        self.save_to(path, words)

    def _was_saved(self, path: Path) -> None:
        self._last_path = path
        actions = [
            Action("folder", "Open folder", icon="folder"),
            Action("elsewhere", "Save elsewhere"),
            Action("dismiss", "Close"),
        ]
        self.notices.say("saved", MessageKind.OK, "Saved", str(path), actions, icon="check")
        self.saved.emit(path)

    def _choose_paper(self, value: str) -> None:
        self.paper = Paper(value)
        if self._chart is not None:
            self._later.start()

    def _render(self) -> None:
        if self._chart is None:
            return
        self._asked += 1
        asked, chart, paper = self._asked, self._chart, self.paper
        scale = self._theme.px(PAGE_WIDTH) / PAPER_POINTS[paper] * self.devicePixelRatioF()
        if self.page.empty:
            self.told.setText("Drawing the note")

        def then(pages: NotePages) -> None:
            if asked == self._asked:
                self._drawn = (chart, paper)
                self._show(pages)

        self._desk.note_pages(chart, paper, scale, then, self._failed)

    def _show(self, pages: NotePages) -> None:
        self._pages = pages.pages
        self._page = min(self._page, max(len(pages.pages) - 1, 0))
        self._make_switch(len(pages.pages))
        self.told.setText("")
        self.told.setVisible(False)
        self.page.show_image(pages.pages[self._page] if pages.pages else None)
        if pages.missing_characters:
            codes = ", ".join(f"U+{ord(one):04X}" for one in pages.missing_characters[:8])
            self.notices.say(
                "characters",
                MessageKind.CAUTION,
                "Some characters have no letter shape here",
                f"They print as a visible code: {codes}.",
            )
        else:
            self.notices.take("characters")

    def _make_switch(self, amount: int) -> None:
        if self.switch is not None and self.switch.property("amount") == amount:
            self.switch.set_value(str(self._page))
            return
        if self.switch is not None:
            self._switch_box.removeWidget(self.switch)
            self.switch.hide()
            self.switch.deleteLater()
        segments = [
            Segment(str(index), f"Page {index + 1}" if amount <= 4 else str(index + 1), f"Page {index + 1}")
            for index in range(amount)
        ]
        self.switch = SegmentedSwitch(segments, self, label="Page")
        self.switch.setProperty("amount", amount)
        self.switch.setObjectName("pages")
        self.switch.set_value(str(self._page))
        self.switch.chosen.connect(self._choose_page)
        self._switch_box.addWidget(self.switch)

    def _choose_page(self, value: str) -> None:
        self._page = int(value)
        self.page.show_image(self._pages[self._page])

    def _was_printed(self) -> None:
        self.notices.say("printed", MessageKind.OK, "Sent to the printer", icon="printer")
        self.printed.emit()

    def _failed(self, problem: Problem) -> None:
        self.told.setText("")
        self.notices.problem(problem)
