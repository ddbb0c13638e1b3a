"""Must be fixed, Please check, Done: each row leads to its field."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.completeness import Todo
from needlechart.domain.rules.text import lower_first
from needlechart.domain.words import Step
from needlechart.ui.screens.board.done_panel import DonePanel
from needlechart.ui.screens.board.quick_fixes import quick_fix
from needlechart.ui.screens.board.standing import done_rows
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    ElidedLabel,
    Hairline,
    IconLabel,
    Panel,
    SectionTitle,
)

VERBS = {
    Step.CHECK_IN: "Check-in",
    Step.BEFORE: "Measure",
    Step.NEEDLING: "Needling",
    Step.AFTER: "Measure",
    Step.FOLLOW_ON: "Follow-on",
    Step.PLAN: "Plan",
    Step.REVIEW: "Show",
}
_ELSEWHERE = {
    "skin": "Check-in",
    "position": "Check-in",
    "no_needling": "Check-in",
    "goal": "Plan",
    "sharps": "After",
    "tolerance": "After",
    "adverse_event": "After",
    "grave_event": "After",
    "mild_event": "After",
    "incident_report": "After",
}
"""Entries whose field stands on another step than the one they belong to."""

FIRST = ("at_sites", "laterality", "needle_expired", "pregnancy", "site_planned", "incident_report")
"""What touches safety leads what is to be checked; then comes the order of the visit."""
DETAILS = frozenset(
    {
        "site_findings",
        "site_lot",
        "site_passes",
        "site_depth",
        "site_direction",
        "site_guidance",
        "site_bleeding",
    }
)
"""Further facts of the needles: from `FOLD_FROM` on they are one line that opens."""
FOLD_FROM = 3

LEAST_WORDS = 190
"""Room that triangle, words and edges need beside the buttons, in logical pixels at 100 %."""


class ReviewList(QWidget):
    """``jump(step, field, record_id)``; ``fixed(pairs, text)`` settles a small thing in place."""

    jump = Signal(object, str, str)
    fixed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_list")
        self._box = column(self, gap=8)
        self._first: Button | None = None
        self._open_of = ""

    def clear(self) -> None:
        """Nothing is shown."""
        empty(self._box)
        self._first = None

    def focus_first(self) -> bool:
        """The keyboard to the first row; False if there is none."""
        if self._first is None:
            return False
        self._first.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def stress(self) -> None:
        """Sign now was tapped while something must be fixed."""
        self.focus_first()

    def show_todos(self, todos: Sequence[Todo], chart: VisitChart, previous: VisitChart | None) -> None:
        """Required first, then recommended, then what is done."""
        self.clear()
        required = [one for one in todos if one.required]
        rest = [one for one in todos if not one.required]
        if required:
            colour = "needle" if any(one.needle for one in required) else "danger"
            self._title("Must be fixed", len(required), colour)
            for one in required:
                self._box.addWidget(self._must_row(one, chart))
        if rest:
            self._title("Please check", len(rest), "ink")
            self._box.addWidget(self._check_panel(sorted(rest, key=_urgency), chart))
        done = done_rows(chart, previous)
        if done:
            self._title("Done", len(done), "ink")
            self._box.addWidget(DonePanel(done, self))

    def _title(self, words: str, amount: int, colour: str) -> None:
        title = SectionTitle(f"{words}, {amount}", self)
        title.set_colour(colour)
        self._box.addWidget(title)

    def _must_row(self, todo: Todo, chart: VisitChart) -> QWidget:
        colour = "needle" if todo.needle else "danger"
        panel = Panel(self, style=BoxStyle(fill="surface", edge=colour, width=2), radius=10)
        self._fill_row(panel, todo, chart, colour, ButtonKind.NEEDLE if todo.needle else ButtonKind.DANGER)
        return panel

    def _check_panel(self, rest: Sequence[Todo], chart: VisitChart) -> QWidget:
        panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        box = column(panel, gap=0, edges=(1, 1, 1, 1))
        details = [one for one in rest if _kind(one) in DETAILS]
        if len(details) < FOLD_FROM:
            details = []
        for todo in rest:
            if todo not in details:
                _add_line(box, panel, self._check_line(panel, todo, chart))
        if details:
            lines = [self._check_line(panel, todo, chart) for todo in details]
            _add_line(box, panel, self._fold_line(panel, details, lines, chart))
            for line in lines:
                box.addWidget(line)
        return panel

    def _check_line(self, panel: QWidget, todo: Todo, chart: VisitChart) -> QWidget:
        line = QWidget(panel)
        self._fill_row(line, todo, chart, "caution", ButtonKind.QUIET)
        return line

    def _fold_line(
        self, panel: QWidget, details: Sequence[Todo], lines: Sequence[QWidget], chart: VisitChart
    ) -> QWidget:
        """``More about the needles, 6``; it stays open for this visit."""
        told = ", ".join(lower_first(one.title) for one in details)
        title = f"More about the needles, {len(details)}"
        line = TodoLine(replace(details[0], title=title, detail=told), "caution", panel)
        button = Button("", panel, kind=ButtonKind.QUIET, padding=12)
        button.setObjectName("review_details")

        def show() -> None:
            is_open = self._open_of == chart.visit.id
            button.set_text("Fold" if is_open else "Show")
            button.setAccessibleName(f"{button.text()}: {title}: {told}")
            for one in lines:
                one.setVisible(is_open)

        def toggle() -> None:
            self._open_of = "" if self._open_of == chart.visit.id else chart.visit.id
            show()

        button.clicked.connect(toggle)
        line.add_button(button)
        self._first = self._first or button
        show()
        return line

    def _fill_row(self, part: QWidget, todo: Todo, chart: VisitChart, colour: str, kind: ButtonKind) -> None:
        box = row(part, edges=(0, 0, 0, 0))
        line = TodoLine(todo, colour, part)
        box.addWidget(line)
        verb = _ELSEWHERE.get(_kind(todo), VERBS[todo.step])
        button = Button("Count" if todo.needle else verb, part, kind=kind, padding=12)
        button.setObjectName(f"fix_{todo.id.replace('/', '_')}")
        button.setAccessibleName(f"{button.text()}: {todo.title}, {todo.detail}")
        button.clicked.connect(lambda: self.jump.emit(todo.step, todo.field, todo.record_id))
        self._first = self._first or button
        line.add_button(button)
        fix = quick_fix(todo, chart)
        if fix is not None:
            settle = Button(fix.button, part, padding=12)
            settle.setObjectName(f"settle_{todo.id.replace('/', '_')}")
            settle.setAccessibleName(f"{fix.button}: {todo.title}")
            settle.clicked.connect(lambda: self.fixed.emit(list(fix.pairs), fix.text))
            line.add_button(settle)


def _kind(todo: Todo) -> str:
    """The requirement an entry comes from."""
    return todo.id.partition("/")[0]


def _urgency(todo: Todo) -> int:
    """What touches safety first, further facts of the needles last."""
    kind = _kind(todo)
    if kind in FIRST:
        return FIRST.index(kind)
    return len(FIRST) + (kind in DETAILS)


def _add_line(box: QVBoxLayout, panel: QWidget, line: QWidget) -> None:
    if box.count():
        box.addWidget(Hairline(panel))
    box.addWidget(line)


class TodoLine(QWidget):
    """Triangle, what is open, and its buttons; below the words where they have no room beside them."""

    def __init__(self, todo: Todo, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._box = row(self, gap=12, edges=(14, 9, 12, 9))
        self._words = QWidget(self)
        inner = row(self._words, gap=12)
        inner.addWidget(IconLabel("warning", self._words, colour=colour, size=20))
        words = column(gap=0)
        words.addWidget(ElidedLabel(todo.title, self._words, role="strong"))
        words.addWidget(ElidedLabel(todo.detail, self._words, role="secondary", colour="muted"))
        inner.addLayout(words, 1)
        self._buttons = QWidget(self)
        self._line = row(self._buttons, gap=8)
        self._box.addWidget(self._words, 1)
        self._box.addWidget(self._buttons)

    def add_button(self, button: Button) -> None:
        """One more thing to do about it."""
        button.setParent(self._buttons)
        self._line.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self._theme.px(LEAST_WORDS) + self._buttons.sizeHint().width() <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._box.setDirection(across if beside else down)
        self._box.setSpacing(self._theme.px(12 if beside else 4))

    def minimumSizeHint(self) -> QSize:
        edges = self._theme.px(26)
        wide = max(self._buttons.sizeHint().width(), self._theme.px(120)) + edges
        return QSize(wide, super().minimumSizeHint().height())
