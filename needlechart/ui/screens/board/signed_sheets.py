"""After signing: the handout again, and the reports of grave events, printed or saved."""

from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Severity
from needlechart.editing.desk import Desk
from needlechart.editing.documents import Sheet
from needlechart.ui.errors import Notices
from needlechart.ui.screens.note_pages import NotePagesView
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.screens.sheet_paper import SheetPaper
from needlechart.ui.widgets import Button, Card, ElidedLabel


class SignedSheets(Card):
    """One line for each sheet of a signed visit; what a PDF is and where it goes is told by ``pages``."""

    def __init__(self, desk: Desk, pages: NotePagesView, parent: QWidget | None = None) -> None:
        super().__init__("Sheets of this visit", parent)
        self._pages = pages
        self._chart: VisitChart | None = None
        self._lines = column(gap=6)
        self.body.addLayout(self._lines)
        self.notices = Notices(self)
        self.paper = SheetPaper(desk, self.notices, self)
        self.paper.explained.connect(pages.explained)
        self.paper.folder_chosen.connect(pages.folder_chosen)
        self.body.addWidget(self.notices)

    def show_chart(self, chart: VisitChart | None) -> None:
        """The sheets of a visit, or none."""
        shown, self._chart = self._chart, chart
        empty(self._lines)
        if chart is None or shown is None or shown.visit.id != chart.visit.id:
            self.paper.forget()
        if chart is None:
            return
        self._line("Handout", Sheet.HANDOUT, "")
        for one in chart.adverse_events:
            if one.severity is not Severity.MILD:
                self._line(f"Incident report, {one.kind_text.lower()}", Sheet.INCIDENT, one.id)

    def _line(self, title: str, sheet: Sheet, about: str) -> None:
        part = QWidget(self)
        line = row(part, gap=8)
        line.addWidget(ElidedLabel(title, part), 1)
        for act, text, icon in (("print", "Print", "printer"), ("save", "Save PDF", "download")):
            button = Button(text, part, icon=icon, padding=12)
            button.setObjectName(f"{act}_signed_{sheet.value}{f'_{about}' if about else ''}")
            button.setAccessibleName(f"{text}: {title}")
            button.clicked.connect(lambda checked=False, act=act: self._do(act, sheet, about))
            line.addWidget(button)
        self._lines.addWidget(part)

    def _do(self, act: str, sheet: Sheet, about: str) -> None:
        if self._chart is None:
            return
        self.paper.pdf_explained, self.paper.folder = self._pages.pdf_explained, self._pages.folder
        if act == "print":
            self.paper.print_sheet(sheet, self._chart, about)
        else:
            self.paper.save_sheet(sheet, self._chart, about)
