"""The rows of clinicians on the unlock screen, 64 high."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from needlechart.ui.icons import paint_icon
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import BoxStyle, Control, RovingRow
from needlechart.ui.widgets.painting import icon_box, paint_box, paint_text

ROW = 64
GAP = 8
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A clinician as the unlock screen needs one."""

    id: str
    name: str
    credentials: str = ""

    @property
    def initials(self) -> str:
        """First letters of the first and the last word of the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class PersonRow(Control):
    """One clinician; chosen is filled, edged and ticked."""

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(person.name, parent)
        self._person = person
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(part for part in (person.name, person.credentials) if part))
        self.setToolTip(plain_tip(person.name))

    def nextCheckState(self) -> None:
        """The list decides who is chosen."""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, chosen = self._theme, self.isChecked()
        box = QRectF(self.rect())
        paint_box(painter, theme, box, self._style(), theme.px(10))
        middle = box.center().y()
        circle = QRectF(theme.px(17), middle - theme.px(19), theme.px(38), theme.px(38))
        paint_box(painter, theme, circle, BoxStyle(fill="accent" if chosen else "sunken"), circle.width() / 2)
        ink = theme.colour("on_accent" if chosen else "ink")
        paint_text(painter, circle, self._person.initials, theme.font("secondary_strong"), ink)
        left = theme.px(70)
        room = QRectF(left, 0, box.width() - left - theme.px(56), box.height())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        name, rest = QRectF(room), QRectF(room)
        if self._person.credentials:
            name.setRect(left, middle - theme.px(21), room.width(), theme.px(22))
            rest.setRect(left, middle + theme.px(2), room.width(), theme.px(20))
            paint_text(
                painter, rest, self._person.credentials, theme.font("label"), theme.colour("muted"), align
            )
        paint_text(painter, name, self._person.name, theme.font("section"), theme.colour("ink"), align)
        if chosen:
            centre = QPointF(box.right() - theme.px(28), middle)
            paint_icon(painter, "check", icon_box(centre, theme.px(24)), theme.colour("ink"))

    def _style(self) -> BoxStyle:
        if self.isChecked():
            return BoxStyle(fill="accent_soft", edge="accent", width=2)
        return BoxStyle(fill="sunken" if self.isDown() else "surface", edge="edge")


class People(RovingRow):
    """Who is charting; ``chosen`` gives the id, by the person only."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, PersonRow] = {}
        self._value: str | None = None
        self.setAccessibleName("Who is charting?")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(self._theme.px(GAP))

    def set_people(self, people: Sequence[Person]) -> None:
        """The first one is chosen unless the one chosen before is still there."""
        for row in self._rows.values():
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        for person in people:
            row = PersonRow(person, self)
            row.setObjectName(f"clinician-{person.id}")
            row.clicked.connect(lambda checked=False, key=person.id: self._tapped(key))
            self._rows[person.id] = row
            self._box.addWidget(row)
        self._set_members(list(self._rows.values()))
        self.set_value(self._value if self._value in self._rows else next(iter(self._rows), None))

    def value(self) -> str | None:
        return self._value

    def set_value(self, value: str | None) -> None:
        self._value = value
        for key, row in self._rows.items():
            row.setChecked(key == value)
        if value in self._rows:
            self._set_stop(self._rows[value])

    def row(self, value: str) -> PersonRow:
        return self._rows[value]

    def name_of(self, value: str) -> str:
        return self._rows[value].text()

    def _tapped(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit(value)
