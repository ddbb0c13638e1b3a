"""One section of the note: composed from the record until a person edits it, and composed again on wish."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.ui.widgets import Button, ButtonKind, Card, TextArea

TITLES = {
    "subjective": "Subjective",
    "objective": "Objective",
    "assessment": "Assessment",
    "plan": "Plan of the note",
}
COMPOSED = "written from the record, edit if you wish"
EDITED = "edited by hand"


class SectionCard(Card):
    """``edited(text)`` from the person; ``composed()`` asks for the text of the record again."""

    edited = Signal(str)
    composed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(TITLES[name], parent, hint=COMPOSED)
        self._name = name
        self.text = TextArea(self, label=TITLES[name], lines=3)
        self.text.setObjectName(f"section_{name}")
        self.text.committed.connect(self._committed)
        self.again = Button("Compose again", self, kind=ButtonKind.LINK, icon="refresh")
        self.again.setObjectName(f"compose_{name}")
        self.again.clicked.connect(self.composed)
        self.head.addWidget(self.again)
        self.body.addWidget(self.text)
        self.text.installEventFilter(self)
        self._shown = ""

    def show_chart(self, chart: VisitChart) -> None:
        """The text as it will print."""
        from needlechart.catalogue import knowledge
        from needlechart.domain.narrative import compose

        edited = bool(getattr(chart.visit, f"{self._name}_edited"))
        self._shown = getattr(compose(chart, knowledge().measures), self._name)
        self.text.set_value(self._shown)
        self.set_title(TITLES[self._name], EDITED if edited else COMPOSED)
        self.again.setVisible(edited)
        self._fit()

    def _committed(self, text: str) -> None:
        if text != self._shown:
            self.edited.emit(text)

    def _fit(self) -> None:
        """As high as its text, up to twelve lines."""
        wide = max(self.text.viewport().width() - self._theme.px(24), 100)
        lines = 0
        metrics = self.text.fontMetrics()
        for paragraph in self._shown.splitlines() or [""]:
            lines += max(1, -(-metrics.horizontalAdvance(paragraph) // wide))
        high = metrics.lineSpacing() * min(max(lines, 1), 12) + self._theme.px(28)
        self.text.setFixedHeight(high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() is QEvent.Type.Resize:
            self._fit()
        return False
