"""The banner over chart and visit: who, alerts, consent, a place for the screen's own buttons, Lock."""

import math
from collections.abc import Sequence
from datetime import date
from enum import Enum, auto

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from needlechart.domain.patient import Alert, Patient
from needlechart.domain.words import AlertLevel
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.wording import count, person_line
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import (
    BoxStyle,
    Control,
    ElidedLabel,
    Hairline,
    IconButton,
    IconLabel,
    Panel,
    Tag,
    TagKind,
    Text,
)
from needlechart.ui.widgets.control import TARGET
from needlechart.ui.widgets.painting import paint_box, text_width

LEVELS = {AlertLevel.ABSOLUTE: 0, AlertLevel.RELATIVE: 1, AlertLevel.NOTE: 2}
KINDS = {
    AlertLevel.ABSOLUTE: TagKind.DANGER,
    AlertLevel.RELATIVE: TagKind.ALERT,
    AlertLevel.NOTE: TagKind.PLAIN,
}


class Opener(Control):
    """A part of the banner that is tapped as a whole; what lies in it is only looked at."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isDown():
            paint_box(QPainter(self), self._theme, QRectF(self.rect()), BoxStyle(fill="sunken"))


class AlertTags(Opener):
    """Most severe first; what does not fit folds into a count that is itself an alert."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("alerts")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._alerts: tuple[Alert, ...] = ()
        self._tags: list[Tag] = []
        self._fold: Tag | None = None
        self.hide()

    def set_alerts(self, alerts: Sequence[Alert]) -> None:
        """Show these; nothing is made anew if they are the same."""
        ordered = tuple(sorted(alerts, key=lambda one: LEVELS[one.level]))
        if ordered == self._alerts:
            return
        self._alerts = ordered
        for tag in (*self._tags, *([self._fold] if self._fold else [])):
            tag.hide()
            tag.deleteLater()
        self._tags = [Tag(one.text, self, kind=KINDS[one.level]) for one in ordered]
        self._fold = Tag("", self, kind=TagKind.ALERT) if ordered else None
        self.setAccessibleName(f"{count(len(ordered), 'alert')}: " + "; ".join(one.text for one in ordered))
        self.setToolTip(plain_tip("\n".join(one.text for one in ordered)))
        self.setVisible(bool(ordered))
        self.updateGeometry()
        self._arrange()

    def sizeHint(self) -> QSize:
        gap = Theme.current().px(6)
        width = sum(tag.sizeHint().width() + gap for tag in self._tags) + 1
        return QSize(width, Theme.current().px(TARGET))

    def minimumSizeHint(self) -> QSize:
        return QSize(Theme.current().px(84) if self._tags else 0, Theme.current().px(TARGET))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap, high = Theme.current().px(6), Theme.current().px(28)
        room = self._fitting(gap)
        left = 0
        for index, tag in enumerate(self._tags):
            tag.setVisible(index < room)
            if index < room:
                tag.setGeometry(left, (self.height() - high) // 2, tag.sizeHint().width(), high)
                left += tag.sizeHint().width() + gap
        if self._fold is not None:
            rest = len(self._tags) - room
            self._fold.setVisible(rest > 0)
            if rest:
                self._fold.set_text(f"+{rest}" if room else count(rest, "alert"))
                wide = min(self._fold.sizeHint().width(), max(self.width() - left, 0))
                self._fold.setGeometry(left, (self.height() - high) // 2, wide, high)

    def _fitting(self, gap: int) -> int:
        """How many tags fit beside the count of the rest."""
        widths = [tag.sizeHint().width() + gap for tag in self._tags]
        if sum(widths) - gap <= self.width():
            return len(widths)
        fold, used, fits = Theme.current().px(66), 0, 0
        for width in widths:
            if used + width + fold > self.width():
                break
            used += width
            fits += 1
        return fits


class Room(Enum):
    """How much of itself a banner shows: all, no pronouns, one line of consent, its sign alone."""

    WHOLE = auto()
    SHORT = auto()
    FIRST = auto()
    SIGN = auto()


class ConsentState(Opener):
    """A tick or a triangle with two lines; a tap opens the details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._room = Room.WHOLE
        self.setObjectName("consent_state")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        line = row(self, gap=6)
        self._icon = IconLabel("check", self, colour="ok", size=20)
        line.addWidget(self._icon)
        words = column(gap=0)
        words.addStretch(1)
        self._first = Text("", self, role="secondary_strong", colour="ok")
        self._second = Text("", self, role="label", colour="muted")
        words.addWidget(self._first)
        words.addWidget(self._second)
        words.addStretch(1)
        line.addLayout(words)

    def set_state(self, first: str, second: str, *, fine: bool) -> None:
        """What was agreed, and when it was written."""
        colour = "ok" if fine else "caution"
        self._icon.set_icon("check" if fine else "warning", colour)
        self._icon.setVisible(bool(first))
        self._first.setText(first)
        self._first.set_colour(colour)
        self._second.setText(second)
        self.setAccessibleName(", ".join(part for part in (first, second) if part))
        self.setToolTip(plain_tip(self.accessibleName()))
        self.setVisible(bool(first))
        self._show_words()

    def set_room(self, room: Room) -> None:
        """Without room the second line goes, then the first; the sign and its name stay."""
        if room is not self._room:
            self._room = room
            self._show_words()

    def width_in(self, room: Room) -> int:
        """How wide it is with that room, in pixels."""
        if self.isHidden():
            return 0
        texts = [part for part in (self._first, self._second) if part.text()]
        kept = {Room.SIGN: [], Room.FIRST: texts[:1]}.get(room, texts)
        words = max((part.sizeHint().width() for part in kept), default=0)
        icon = self._icon.sizeHint().width()
        gap = Theme.current().px(6) if kept else 0
        return max(icon + gap + words, Theme.current().px(TARGET))

    def _show_words(self) -> None:
        self._first.setVisible(self._room is not Room.SIGN)
        self._second.setVisible(bool(self._second.text()) and self._room not in (Room.SIGN, Room.FIRST))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        inner = self.layout()
        width = inner.sizeHint().width() if inner is not None else 0
        return QSize(max(width, Theme.current().px(TARGET)), Theme.current().px(TARGET))


class Banner(Panel):
    """60 high (Compact 52); ``tail`` is where a screen adds its own buttons."""

    back = Signal()
    lock = Signal()
    alerts_clicked = Signal()
    consent_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface"))
        self.setObjectName("banner")
        self._patient: Patient | None = None
        self._lines = dict.fromkeys(Room, "")
        self._room = Room.WHOLE
        outer = column(self, gap=0)
        self._line = row(gap=10, edges=(4, 0, 8, 0))
        outer.addLayout(self._line, 1)
        outer.addWidget(Hairline(self))
        back = IconButton("back", "Back", self)
        back.setObjectName("back")
        back.clicked.connect(self.back)
        self._line.addWidget(back)
        self._words = self._who()
        self._line.addLayout(self._words)
        self._tags_line = self._upright()
        self._line.addWidget(self._tags_line)
        self.tags = AlertTags(self)
        self.tags.clicked.connect(self.alerts_clicked)
        self._line.addWidget(self.tags, 100)
        self.consent = ConsentState(self)
        self.consent.clicked.connect(self.consent_clicked)
        self._line.addWidget(self._upright())
        self._line.addWidget(self.consent)
        self._line.addStretch(1)
        self.tail: QHBoxLayout = row(gap=8)
        self._line.addLayout(self.tail)
        self._lock = IconButton("lock", "Lock", self)
        self._lock.setObjectName("lock")
        self._lock.clicked.connect(self.lock)
        self._line.addWidget(self._lock)
        self.set_compact(compact=False)

    def _who(self) -> QVBoxLayout:
        words = column(gap=0)
        self.name = ElidedLabel("", self, role="name")
        self.name.setObjectName("patient_name")
        self.line = Text("", self, role="secondary", colour="muted")
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.line)
        words.addStretch(1)
        return words

    def show_patient(self, patient: Patient, today: date) -> None:
        """Name, age, pronouns and record number."""
        self._patient = patient
        self.name.setText(Theme.current().shown_name(patient.full_name))
        whole = person_line(patient.birth_date, patient.pronouns, patient.record_number, today)
        short = person_line(patient.birth_date, "", patient.record_number, today)
        self._lines = {room: whole if room is Room.WHOLE else short for room in Room}
        self.line.setText(whole)
        wanted = self.name.sizeHint().width() + Theme.current().px(2)
        self.name.setMinimumWidth(min(wanted, Theme.current().px(150)))
        self.name.setMaximumWidth(max(wanted, self.line.sizeHint().width()))
        self.line.setText(self._lines[self._room])

    def show_name(self) -> None:
        """The name again, after names were hidden or shown."""
        if self._patient is not None:
            self.name.setText(Theme.current().shown_name(self._patient.full_name))

    def set_compact(self, *, compact: bool) -> None:
        """The height of the layout class."""
        self.setFixedHeight(Theme.current().px(52 if compact else 60))
        self._lock.setVisible(True)

    def set_alerts(self, alerts: Sequence[Alert]) -> None:
        """The tags, with a line before them if there are any."""
        self.tags.set_alerts(alerts)
        self._tags_line.setVisible(bool(alerts))

    def clear(self) -> None:
        """Nobody's name stays on screen."""
        self._patient = None
        self.name.setText("")
        self._lines = dict.fromkeys(Room, "")
        self.line.setText("")
        self.set_alerts(())
        self.consent.set_state("", "", fine=True)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return done

    def _fit(self) -> None:
        """What can be read elsewhere gives way before a button or the time of saving is cut."""
        rest = self._line.minimumSize().width()
        rest -= self._words.minimumSize().width() + self.consent.width_in(self._room)
        for room in Room:
            line = text_width(self.line.font(), self._lines[room])
            words = max(self.name.minimumWidth(), math.ceil(line))
            if rest + words + self.consent.width_in(room) <= self.width():
                break
        if room is not self._room:
            self._room = room
            self.line.setText(self._lines[room])
            self.consent.set_room(room)

    def _upright(self) -> Hairline:
        line = Hairline(self, vertical=True)
        line.setFixedHeight(Theme.current().px(34))
        return line
