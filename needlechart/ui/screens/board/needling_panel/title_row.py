"""Which site is entered: number, muscle, side, menu."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from needlechart.domain.words import Side
from needlechart.ui.bodymap.marks import Mark, marks_of
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.needling_panel.site_row import paint_number, sentence
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, IconButton, Text
from needlechart.ui.widgets.painting import text_width


class NumberMark(QWidget):
    """The number in the circle of its mark."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark: Mark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: Mark | None) -> None:
        """Another mark."""
        self._mark = mark
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(30), self._theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._mark is not None:
            painter = QPainter(self)
            paint_number(painter, self._theme, QRectF(self.rect()), self._mark)


class TitleRow(QWidget):
    """44 high; R and L mirror the mark."""

    menu_wanted = Signal(object)
    side_wanted = Signal(Side)

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.number = NumberMark(theme, self)
        self.name = Text("", self, role="name", wrap=True)
        self.name.setObjectName("site_muscle")
        self.sides = ChipRow(
            (
                Choice("right", "R", spoken="Patient's right"),
                Choice("left", "L", spoken="Patient's left"),
            ),
            self,
            label="Side",
        )
        self.sides.setFixedWidth(theme.px(102))
        self.midline = Text("Midline", self, role="secondary", colour="muted")
        self.asks = Text("which side?", self, role="label_strong", colour="danger")
        self.both = IconButton("flip", "", self, outlined=True, icon_size=20)
        self.both.setObjectName("both_sides")
        self.menu = IconButton("more", "More for this site", self)
        self.menu.setObjectName("site_menu")
        for side in ("right", "left"):
            self.sides.chip(side).setObjectName(f"side_{side}")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(7))
        box.addWidget(self.number)
        box.addWidget(self.name, 1)
        for part in (self.asks, self.midline, self.sides, self.both, self.menu):
            box.addWidget(part)
        self.sides.chosen.connect(lambda side: self.side_wanted.emit(Side(side)))
        self.both.clicked.connect(self._on_both)
        self.menu.clicked.connect(
            lambda: self.menu_wanted.emit(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))
        )

    def refresh(self) -> None:
        """Show the selected site."""
        point = self._session.point
        if point is None:
            return
        mark = next((one for one in marks_of(self._session.visit.chart) if one.id == point.id), None)
        self.number.show_mark(mark)
        level = f" {point.spinal_level}" if point.spinal_level else ""
        self.name.setText((sentence(point.muscle_name) or "Muscle not named") + level)
        self._fit_name()
        sided = point.side in (Side.RIGHT, Side.LEFT, Side.UNSTATED)
        self.sides.setVisible(sided)
        self.midline.setVisible(not sided)
        self.midline.setText("Both sides" if point.side is Side.BOTH else "Midline")
        self.sides.set_value(point.side.value if point.side is not Side.UNSTATED else None)
        self.sides.set_needs_value(point.side is Side.UNSTATED)
        self.asks.setVisible(point.side is Side.UNSTATED)
        other = point.side.opposite.value if point.side in (Side.RIGHT, Side.LEFT) else ""
        self.both.setVisible(bool(other) and not self._session.marking.has_twin(point.id))
        self.both.set_label(f"Both sides: the same site on the patient’s {other} as well (B)")
        self._fit_name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_name()

    def _fit_name(self) -> None:
        """A name that does not fit on one line gets two smaller ones; it is never cut."""
        taken = self.number.sizeHint().width() + self.menu.sizeHint().width() + self._theme.px(8) * 4
        for part in (self.sides, self.midline, self.asks, self.both):
            wide = part.sizeHint().width() if part is not self.sides else part.minimumWidth()
            taken += 0 if part.isHidden() else wide
        room, words = self.width() - taken, self.name.text()
        fitting = (one for one in ("name", "section") if text_width(self._theme.font(one), words) <= room)
        self.name.set_role(next(fitting, "label_strong"))

    def _on_both(self) -> None:
        """Two points for one tap; this one stays selected."""
        if (point := self._session.point) is not None:
            self._session.marking.mirrored(point.id)
