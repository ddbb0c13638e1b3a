"""The home screen: search, expected today, drafts, soreness checks, backup."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.backup_view import BackedUp
from needlechart.domain.chart import VisitChart
from needlechart.domain.overview import CheckRow, Home, PatientRow
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.words import Soreness
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.screens.allowed import why_not
from needlechart.ui.screens.home.checks import GOING_ON, STILL_SORE, Checks
from needlechart.ui.screens.home.cosign import Cosigns
from needlechart.ui.screens.home.head import HomeHead
from needlechart.ui.screens.home.new_patient import NewPatientForm
from needlechart.ui.screens.home.patient_list import PatientList
from needlechart.ui.screens.home.side import BackupLine, Drafts, say_missed
from needlechart.ui.screens.parts import ScrollColumn, column, fitting_row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Action, Button, MessageKind, SearchField

SEARCH_PAUSE_MS = 120


class HomeScreen(QWidget):
    """Signals carry ids; where they lead is the window's business."""

    patient_wanted = Signal(str)
    start_wanted = Signal(str)
    visit_wanted = Signal(str)
    settings_wanted = Signal()
    lock_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self._desk = desk
        self._theme = theme
        self._home: Home | None = None
        self._asked = 0
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._search_now)
        self.head = HomeHead(desk, self)
        self.notices = Notices(self)
        self.search = SearchField(self, label="Search patients", placeholder="Search patients")
        self.search.setObjectName("search")
        self.new_button = Button("New patient", self, icon="plus", height=52)
        self.new_button.setObjectName("new_patient")
        why = why_not(desk.clinician, Act.CHART)
        self.new_button.set_refusal(why)
        self.patients = PatientList(self, why_not=why, may_restore=may(desk.clinician, Act.RESTORE))
        self.form = NewPatientForm(desk, self)
        self.drafts = Drafts(self, reads=bool(why))
        self.cosigns = Cosigns(self, reads=not may(desk.clinician, Act.SIGN))
        self.checks = Checks(self, why_not=why)
        self.backup = BackupLine(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        outer = column(self, gap=0)
        outer.addWidget(self.head)
        body = column(gap=8, edges=(14, 12, 20, 14))
        outer.addLayout(body, 1)
        body.addWidget(self.notices)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(self._theme.px(14))
        body.addLayout(self._columns, 1)
        left = QWidget(self)
        box = column(left, gap=8)
        bar = fitting_row(gap=10, edges=(6, 6, 6, 0))
        self.search.setMinimumWidth(self._theme.px(190))
        bar.addWidget(self.search, 1)
        bar.addWidget(self.new_button)
        box.addLayout(bar)
        box.addWidget(self.patients, 1)
        self._left = QStackedWidget(self)
        self._left.addWidget(left)
        self._left.addWidget(self.form)
        side = QWidget(self)
        side_box = column(side, gap=8, edges=(0, 8, 0, 0))
        self._side = ScrollColumn(side, gap=16, edges=(0, 0, 2, 0))
        self._side.box.addWidget(self.drafts)
        self._side.box.addWidget(self.cosigns)
        self._side.box.addWidget(self.checks)
        self._side.box.addStretch(1)
        side_box.addWidget(self._side, 1)
        side_box.addWidget(self.backup)
        self._columns.addWidget(self._left, 80)
        self._columns.addWidget(side, 53)

    def _connect(self) -> None:
        self.head.settings_wanted.connect(self.settings_wanted)
        self.head.lock_wanted.connect(self.lock_wanted)
        self.search.textEdited.connect(lambda text: self._pause.start())
        self.search.returnPressed.connect(self._open_first)
        self.search.installEventFilter(self)
        self.new_button.clicked.connect(lambda: self.begin_new_patient(""))
        self.patients.opened.connect(self.patient_wanted)
        self.patients.start.connect(self.start_wanted)
        self.patients.continued.connect(self.visit_wanted)
        self.patients.new_patient.connect(self.begin_new_patient)
        self.patients.restore.connect(self.restore_wanted)
        self.patients.show_all.connect(self.clear_search)
        self.form.left.connect(self._show_list)
        self.form.made.connect(self._made)
        self.form.existing_wanted.connect(self.patient_wanted)
        self.drafts.opened.connect(self.visit_wanted)
        self.cosigns.opened.connect(self.visit_wanted)
        self.checks.answered.connect(self._answer)
        self.checks.undone.connect(self._take_back)
        self.checks.lasted.connect(self._keep_lasted)
        self.checks.happened.connect(lambda key, kind: self._about(key, partial(self._keep_event, kind)))
        self.backup.wanted.connect(self._back_up)

    def refresh(self) -> None:
        """Ask for everything anew; called whenever Home comes into sight."""
        self.head.show_day(self._today())
        self._say_opening()
        self._desk.home(self._show_home, self._failed)

    def _say_opening(self) -> None:
        """What opening the chart found is said once after each unlock."""
        found = self._desk.take_notices()
        if found:
            first, *rest = found
            self.notices.say("opening", MessageKind.CAUTION, first, " ".join(rest))

    def begin_new_patient(self, name: str) -> None:
        """The form in place of the list; what was searched becomes the name."""
        self._left.setCurrentWidget(self.form)
        self.form.begin(name)

    def focus_search(self) -> None:
        """The keyboard goes to the search field."""
        self._show_list()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def clear_search(self) -> None:
        """Everybody again."""
        self.search.set_value("")
        self._search_now()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def typing(self) -> bool:
        """Whether the form of a new patient is open."""
        return self._left.currentWidget() is self.form

    def go_back(self) -> bool:
        """Leave the form, then the search; False if there was nothing to leave."""
        if self.typing:
            self._show_list()
            return True
        if self.search.text():
            self.clear_search()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if self.typing or not text.isprintable() or not text.strip():
            if event.key() == Qt.Key.Key_Escape and self.go_back():
                return
            if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
                self.patients.focus_first()
                return
            super().keyPressEvent(event)
            return
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        if text != "/":
            self.search.insert(text)
            self._pause.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        kind = layout_class(self.width(), self.height(), self._theme.scale)
        compact = kind is LayoutClass.COMPACT
        self._columns.setStretch(0, 56 if compact else 80)
        self._columns.setStretch(1, 44 if compact else 53)
        if self.checks.set_narrow(narrow=compact) and self._home is not None:
            self.checks.show_checks(self._home.checks, now())

    def _today(self) -> date:
        return now().date()

    def show_again(self) -> None:
        """The same rows, after names were hidden or shown."""
        if self._home is not None:
            self._show_home(self._home)

    def _show_home(self, home: Home) -> None:
        self._home = home
        moment = now()
        self.drafts.show_drafts(home.drafts, moment.date())
        self.cosigns.show_cosigns(home.cosigns, moment.date())
        self.checks.show_checks(home.checks, moment)
        self.backup.show_home(home, moment)
        self._warn_backup(home.backup_overdue)
        if not self.search.text().strip():
            self._show_everybody()
        else:
            self._search_now()

    def _show_everybody(self) -> None:
        if self._home is None:
            return
        if self._home.patients:
            self.patients.show_patients(self._home.patients, self._today())
        else:
            self.patients.show_empty()

    def _warn_backup(self, overdue: str) -> None:
        if not overdue:
            self.notices.take("backup")
            return
        actions = [Action("back_up", "Back up now"), Action("dismiss", "Later today")]
        self.notices.say(
            "backup", MessageKind.CAUTION, overdue, "You can chart as usual.", actions, icon="disk"
        )
        self.notices.acted.connect(self._notice_acted, Qt.ConnectionType.UniqueConnection)

    def _notice_acted(self, key: str, action: str) -> None:
        if action == "back_up":
            self.notices.take(key)
            self._back_up()

    def _search_now(self) -> None:
        wanted = self.search.text().strip()
        self._pause.stop()
        self._asked += 1
        if not wanted:
            self._show_everybody()
            return
        self._desk.search(wanted, partial(self._show_matches, self._asked, wanted), self._failed)

    def _show_matches(self, asked: int, wanted: str, matches: tuple[PatientRow, ...]) -> None:
        if asked == self._asked:  # a newer search has not overtaken this answer
            total = len(self._home.patients) if self._home else 0
            self.patients.show_matches(matches, wanted, total, self._today())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter in the search starts a visit of the first match; of nobody while nothing is searched."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if self.search.text().strip():
                    self._with_first(self.patients.start_first)
                return True
        return super().eventFilter(watched, event)

    def _open_first(self) -> None:
        self._with_first(self.patients.open_first)

    def _with_first(self, act: Callable[[], None]) -> None:
        """The first row of what is searched for, once the answer is there."""
        if self._pause.isActive() and self.search.text().strip():
            self._pause.stop()
            self._asked += 1
            asked, wanted = self._asked, self.search.text().strip()

            def then(matches: tuple[PatientRow, ...]) -> None:
                self._show_matches(asked, wanted, matches)
                act()

            self._desk.search(wanted, then, self._failed)
        else:
            act()

    def _show_list(self) -> None:
        self._left.setCurrentIndex(0)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, patient_id: str) -> None:
        self._show_list()
        self.patient_wanted.emit(patient_id)

    def _answer(self, follow_up_id: str, answer: str) -> None:
        """Each tap goes to the disk in one go, in order: of two quick ones the later counts."""
        moment = now()
        values: dict[str, object] = {
            "soreness": Soreness(answer) if answer else None,
            "clinician_id": self._desk.clinician.id if answer else "",
            "done_at": moment if answer else None,
            "lasted_hours": None,
            "note": "",
        }
        self.checks.note_answer(follow_up_id, moment)
        self._keep_check(follow_up_id, values)

    def _keep_check(self, follow_up_id: str, values: dict[str, object]) -> None:
        self._rest_keyboard()
        self._desk.answer_check(follow_up_id, values, lambda done: self.refresh(), self._failed)

    def _about(self, follow_up_id: str, then: Callable[[VisitChart], None]) -> None:
        """With the visit that a check is about."""
        check = next((one for one in self._checks() if one.follow_up_id == follow_up_id), None)
        if check is not None:
            self._desk.earlier_visit(check.visit_id, then, self._failed)

    def _keep_lasted(self, follow_up_id: str, value: str) -> None:
        going = value == GOING_ON
        hours = float(value) if value and not going else None
        note = STILL_SORE if going else ""
        self._keep_check(follow_up_id, {"lasted_hours": hours, "note": note})

    def _keep_event(self, kind: str, chart: VisitChart) -> None:
        """An event heard of in the call hangs on that visit; one more tap takes it back."""
        from needlechart.catalogue import adverse_events

        self._rest_keyboard()
        known = adverse_events()[kind]
        made = AdverseEvent(
            patient_id=chart.visit.patient_id,
            episode_id=chart.episode.id,
            about_visit_id=chart.visit.id,
            kind=known.id,
            kind_text=known.text,
            severity=known.severity,
            onset_words="after the visit",
            recorded_at=now(),
        )
        self._desk.report_event(made, lambda done: self.refresh(), self._failed)

    def _rest_keyboard(self) -> None:
        """What has the keyboard is about to go: it waits at the head of the screen, no control is marked."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self, follow_up_id: str) -> None:
        self._answer(follow_up_id, "")

    def _checks(self) -> tuple[CheckRow, ...]:
        return self._home.checks if self._home else ()

    def _back_up(self) -> None:
        self._rest_keyboard()
        self.backup.say("Making a backup and checking it")
        self.backup.button.setEnabled(False)
        self._desk.backup_now(self._backed_up, self._backup_failed, self.backup.say_going)

    def _backed_up(self, done: BackedUp) -> None:
        self.backup.button.setEnabled(True)
        self.notices.take("backup")
        self.notices.take("backup_failed")
        self.backup.show_backup(done.at, checked=True, now=now())
        say_missed(self.notices, done)

    def _backup_failed(self, problem: Problem) -> None:
        self.backup.button.setEnabled(True)
        self.backup.say("The backup was not made", "danger")
        self.notices.problem(problem, "backup_failed")

    def _failed(self, problem: Problem) -> None:
        self.notices.problem(problem)
