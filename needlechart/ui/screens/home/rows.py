"""One patient in the list of Home: name with the match marked, alerts, visits, and the button that starts."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.domain.overview import PatientRow
from needlechart.ui.screens.wording import count, match_span, person_line, short_day
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import BoxStyle, Button, Control
from needlechart.ui.widgets.painting import paint_box, paint_label, paint_text, text_width

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


NAME_ROOM = 120
"""Less than this is no room for a name; logical pixels at 100 %."""


SIMILAR_ROOM = 95
"""What "similar name" needs beside the record number, further."""


class PatientRowItem(Control):
    """64 high; a tap on the row opens the patient, the button starts or continues a visit."""

    opened = Signal(str)
    start = Signal(str)

    def __init__(
        self,
        patient: PatientRow,
        today: date,
        wanted: str = "",
        parent: QWidget | None = None,
        *,
        why_not: str = "",
    ) -> None:
        super().__init__(Theme.current().shown_name(patient.name), parent)
        self.patient = patient
        self._today = today
        self._wanted = wanted
        self.setObjectName(f"patient_{patient.patient_id}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        go_on = "Read" if why_not else "Continue"
        self.button = Button(go_on if patient.draft_visit_id else "Start visit", self)
        self.button.set_refusal("" if patient.draft_visit_id else why_not)
        self.button.setObjectName(f"start_visit_{patient.patient_id}")
        self.button.setAccessibleName(f"{self.button.text()}, {self._theme.shown_name(patient.name)}")
        self.button.clicked.connect(lambda: self.start.emit(patient.patient_id))
        self.clicked.connect(lambda: self.opened.emit(patient.patient_id))
        self.setAccessibleName(self._spoken())
        self.setToolTip(plain_tip(self._theme.shown_name(patient.name)))

    @property
    def line(self) -> str:
        """Age, pronouns and record number."""
        one = self.patient
        line = person_line(one.birth_date, one.pronouns, one.record_number, self._today)
        also = f", also {', '.join(one.also)}" if one.also else ""
        return f"{line}{also}{' · archived' if one.archived else ''}"

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(64))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(250), self._theme.px(64))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.start.emit(self.patient.patient_id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, high = self._theme.px(112), self._theme.px(44)
        left = self.width() - wide - self._theme.px(11)
        self.button.setGeometry(left, (self.height() - high) // 2, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("surface_2"))
        edge = float(self.button.x() - theme.px(12))
        left = float(theme.px(16))
        alerts = theme.px(66 + 10 if self.patient.alerts else 20)
        visits_left = edge - theme.px(88)
        least = NAME_ROOM + (SIMILAR_ROOM if self.patient.similar_name else 0)
        if visits_left - alerts - left < theme.px(least):  # the name comes before the visits
            visits_left = edge + theme.px(22)
        else:
            self._paint_visits(painter, QRectF(visits_left, 0, edge - visits_left, self.height()))
        room = visits_left - theme.px(20)
        if self.patient.alerts:
            room = self._paint_alerts(painter, visits_left - theme.px(66))
        below = self._paint_name(painter, left, room)
        line = QRectF(left, theme.px(33), max(room - left - below, 0), theme.px(20))
        words, muted = self._line_for(line.width()), theme.colour("muted")
        paint_text(painter, line, words, theme.font("secondary"), muted, LEFT)
        if below:
            end = left + text_width(theme.font("secondary"), words) + theme.px(8)
            self._paint_similar(painter, QRectF(end, theme.px(34), below - theme.px(8), theme.px(20)))

    def _line_for(self, width: float) -> str:
        """The line under the name; without room the pronouns go, never the record number."""
        font = self._theme.font("secondary")
        one = self.patient
        if text_width(font, self.line) <= width:
            return self.line
        shorter = person_line(one.birth_date, "", one.record_number, self._today)
        return shorter if text_width(font, shorter) <= width else one.record_number

    def _paint_visits(self, painter: QPainter, box: QRectF) -> None:
        theme, one = self._theme, self.patient
        if one.draft_started is not None:
            day = one.draft_started.astimezone().date()
            when = "Draft today" if day == self._today else f"Draft {short_day(day, self._today)}"
        elif one.next_visit is not None and one.next_visit == self._today:
            when = "Expected"
        else:
            when = short_day(one.last_visit, self._today) if one.last_visit else "No visit yet"
        upper = QRectF(box.left(), theme.px(13), box.width(), theme.px(20))
        lower = QRectF(box.left(), theme.px(32), box.width(), theme.px(20))
        paint_text(painter, upper, when, theme.font("secondary"), theme.colour("ink"), RIGHT)
        if one.visits:
            words = count(one.visits, "visit")
            paint_text(painter, lower, words, theme.font("secondary"), theme.colour("muted"), RIGHT)

    def _paint_alerts(self, painter: QPainter, left: float) -> float:
        theme = self._theme
        box = QRectF(left, (self.height() - theme.px(28)) / 2, theme.px(46), theme.px(28))
        style = BoxStyle(fill="caution_soft", edge="caution_line")
        paint_box(painter, theme, box, style, theme.radius("tag"))
        font = theme.font("label_strong")
        paint_label(painter, theme, box, str(self.patient.alerts), font, theme.colour("caution"), "warning")
        return left - theme.px(10)

    def _paint_name(self, painter: QPainter, left: float, right: float) -> float:
        """Returns the width that "similar name" needs in the line below, where it has no room here."""
        theme = self._theme
        font = theme.font("section")
        name = theme.shown_name(self.patient.name)
        badge = text_width(theme.font("label_strong"), "similar name") + theme.px(16)
        taken = badge + theme.px(8) if self.patient.similar_name else 0
        beside = text_width(font, name) + taken <= right - left
        width = min(text_width(font, name), max(right - left, 60))
        box = QRectF(left, theme.px(11), width + 1, theme.px(24))
        self._paint_match(painter, box, name)
        paint_text(painter, box, name, font, theme.colour("ink"), LEFT)
        if self.patient.similar_name and beside:
            tag = QRectF(left + width + theme.px(8), theme.px(11), badge, theme.px(24))
            self._paint_similar(painter, tag)
        return 0 if beside else taken

    def _paint_similar(self, painter: QPainter, tag: QRectF) -> None:
        theme = self._theme
        paint_box(painter, theme, tag, BoxStyle(fill="sunken", edge="line"), theme.radius("badge"))
        paint_text(painter, tag, "similar name", theme.font("label_strong"), theme.colour("ink"))

    def _paint_match(self, painter: QPainter, box: QRectF, name: str) -> None:
        """A soft ground and an underline where the search matches."""
        span = match_span(name, self._wanted)
        if span is None:
            return
        font = self._theme.font("section")
        start = box.left() + text_width(font, name[: span[0]])
        end = min(box.left() + text_width(font, name[: span[1]]), box.right())
        if end <= start:
            return
        soft = QColor(self._theme.colour("caution_soft"))
        painter.fillRect(QRectF(start, box.top() + 2, end - start, box.height() - 3), soft)
        line = self._theme.colour("caution_line")
        painter.fillRect(QRectF(start, box.bottom() - 1, end - start, 1.5), line)

    def _spoken(self) -> str:
        one = self.patient
        parts = [self._theme.shown_name(one.name), self.line]
        if one.alerts:
            parts.append(count(one.alerts, "alert"))
        if one.similar_name:
            parts.append("similar name")
        return ", ".join(parts)
