"""When the treatment was: now as a rule; for a late entry day and time are typed."""

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.record import now
from needlechart.domain.visit import Visit
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.screens.typed import Refused, read_date, read_time
from needlechart.ui.screens.wording import clock, short_day
from needlechart.ui.widgets import TextField

LATE_MINUTES = 60


class TimeLine(QWidget):
    """``moved(datetime)`` once both fields can be read and lie in the past."""

    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visit: Visit | None = None
        self._born: date | None = None
        line = row(self, gap=8)
        self.day = TextField(self, label="Day of treatment", placeholder="3 Mar 2026")
        self.day.setObjectName("treatment_day")
        self.time = TextField(self, label="Time of treatment", placeholder="10:42")
        self.time.setObjectName("treatment_time")
        for field in (self.day, self.time):
            field.editingFinished.connect(self._read)
        self._part = Labelled("Day of treatment", self.day, self, stretch=True)
        box = column()
        box.addWidget(self._part)
        line.addLayout(box, 3)
        line.addWidget(Labelled("Time", self.time, self, stretch=True), 2)

    def show_visit(self, visit: Visit, born: date | None = None) -> None:
        """The time that is kept; a late entry says when it was entered. Nobody is treated before birth."""
        self._visit = visit
        self._born = born
        self.day.set_value(short_day(visit.started.astimezone().date()))
        self.time.set_value(clock(visit.started))
        self._refuse("")
        late = abs((visit.entered - visit.started).total_seconds()) > LATE_MINUTES * 60
        if late:
            told = f"late entry, entered {short_day(visit.entered.date())} {clock(visit.entered)}"
            self._part.set_note(told, "muted")

    def _read(self) -> None:
        if self._visit is None:
            return
        try:
            day = read_date(self.day.text(), latest=now().date())
            hour, minute = read_time(self.time.text())
        except Refused as refusal:
            self._refuse(str(refusal))
            return
        if day is None:
            self._refuse("The day of treatment is needed.")
            return
        before = self._visit.started.astimezone()
        moment = datetime(day.year, day.month, day.day, hour, minute).astimezone()
        if moment > now():
            self._refuse("This time lies in the future.")
        elif self._born is not None and day < self._born:
            self._refuse(f"This is before the patient was born, {short_day(self._born)}.")
        elif (moment.date(), moment.hour, moment.minute) != (before.date(), before.hour, before.minute):
            self._refuse("")
            self.moved.emit(moment)

    def _refuse(self, why: str) -> None:
        self._part.set_note(why)
        self.day.set_error(why)
