"""One patient: visits, trends, goals, places needled; details, and a signed visit, in place of them."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from needlechart.domain.chart import PatientChart
from needlechart.domain.clinic import Phrase
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.rules.phrases import offered
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.screens.allowed import why_not
from needlechart.ui.screens.board.banner import Banner
from needlechart.ui.screens.board.consent_state import form_in_banner
from needlechart.ui.screens.board.phrase_typing import PhraseTyping
from needlechart.ui.screens.parts import ScrollColumn, column
from needlechart.ui.screens.patient.before_visit import BeforeVisit
from needlechart.ui.screens.patient.details import DetailsPanel
from needlechart.ui.screens.patient.goals_seen import GoalsSeen
from needlechart.ui.screens.patient.note_view import NoteView
from needlechart.ui.screens.patient.trend import TrendCard
from needlechart.ui.screens.patient.trends import Trends
from needlechart.ui.screens.patient.visits import VisitList
from needlechart.ui.screens.patient.where import WherePanel
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Action, Button, ButtonKind, MessageKind


class PatientScreen(QWidget):
    """``left()`` goes Home; ``start_wanted``, ``episode_wanted``, ``visit_wanted`` carry ids."""

    left = Signal()
    start_wanted = Signal(str)
    episode_wanted = Signal(str)
    visit_wanted = Signal(str)
    audit_wanted = Signal(str)
    lock_wanted = Signal()
    form_wanted = Signal(object, object, object)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("patient")
        self._desk = desk
        self._theme = theme
        self.shown_id = ""
        self._chart: PatientChart | None = None
        self._start_once_shown = False
        self._ask_once_shown = False
        self.banner = Banner(self)
        self.details_button = Button("Details", self, icon="document")
        self.details_button.setObjectName("details")
        self.start_button = Button("Start visit", self, kind=ButtonKind.PRIMARY, height=48, padding=20)
        self.start_button.setObjectName("start_visit")
        self.start_button.set_refusal(why_not(desk.clinician, Act.CHART))
        self.notices = Notices(self)
        self._why_not = why_not(desk.clinician, Act.CHART)
        self.visits = VisitList(self, why_not=self._why_not)
        self.pain = TrendCard("pain", "Pain before and after each visit shows here.", self)
        self.rotation = TrendCard("measure", "What is measured at the visits shows here.", self)
        self.trends = Trends(self.pain, self.rotation)
        self.goals = GoalsSeen(self)
        self.where = WherePanel(self)
        self.details = DetailsPanel(desk, self)
        self.note = NoteView(desk, theme, self)
        self.phrases = PhraseTyping(self, self._known, takes_phrases)
        self.before_visit = BeforeVisit(
            desk, lambda: self._chart, self._asking, self._answered, self._failed, self
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        outer = column(self, gap=0)
        outer.addWidget(self.banner)
        self.banner.tail.addWidget(self.details_button)
        self.banner.tail.addWidget(self.start_button)
        self._stack = QStackedWidget(self)
        self._overview = QWidget(self)
        box = column(self._overview, gap=8, edges=(16, 12, 16, 14))
        box.addWidget(self.notices)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(self._theme.px(16))
        box.addLayout(self._columns, 1)
        self._middle = QWidget(self)
        middle = column(self._middle, gap=14)
        middle.addWidget(self.pain, 4)
        middle.addWidget(self.rotation, 4)
        middle.addWidget(self.goals, 0)
        self._narrow = ScrollColumn(self, gap=14, edges=(0, 0, 4, 0))
        self._columns.addWidget(self.visits, 39)
        self._columns.addWidget(self._middle, 50)
        self._columns.addWidget(self.where, 41)
        self._columns.addWidget(self._narrow, 50)
        self._narrow.hide()
        for part in (self._overview, self.details, self.note):
            self._stack.addWidget(part)
        policy = self._stack.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._stack.setSizePolicy(policy)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.banner.back.connect(self._back)
        self.banner.lock.connect(self.lock_wanted)
        self.banner.alerts_clicked.connect(self.show_details)
        self.banner.consent_clicked.connect(self.show_details)
        self.details_button.clicked.connect(self.show_details)
        self.start_button.clicked.connect(self._start)
        self.before_visit.start_wanted.connect(self.start_wanted)
        self.before_visit.episode_wanted.connect(self.episode_wanted)
        self.visits.opened.connect(self._open_visit)
        self.goals.first_wanted.connect(self.show_details)
        self.visits.start.connect(self._start)
        self.details.changed.connect(lambda: self.open(self.shown_id))
        self.details.form_wanted.connect(self.form_wanted)
        self.details.left.connect(self.show_overview)
        self.details.audit_wanted.connect(lambda: self.audit_wanted.emit(self.shown_id))
        self.note.left.connect(self.show_overview)
        self.note.changed.connect(lambda: self.open(self.shown_id))

    def open(self, patient_id: str) -> None:
        """Show a patient; the one that was shown goes at once."""
        if patient_id != self.shown_id:
            self.shown_id = patient_id
            self._start_once_shown = False
            self._ask_once_shown = False
            self._chart = None
            self.trends.forget()
            self.banner.clear()
            self.notices.clear()
            self.show_overview()
            # Nothing of the patient before stands under the name of this one, not for a moment.
            self._stack.hide()
            # What cannot be asked is a missing convenience.
            self._desk.phrases(self._take_phrases, lambda problem: None)
        self._desk.patient_chart(patient_id, self._show, self._failed)

    def _take_phrases(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases.set_phrases(offered(phrases, self._desk.clinician.id))

    def _known(self) -> Mapping[str, str]:
        """What a phrase takes from the visit that is read, else from the newest one."""
        from needlechart.catalogue import measures
        from needlechart.domain.narrative.fill_ins import fill_ins

        visits = self._chart.visits if self._chart is not None else ()
        read = self.note.chart if self._stack.currentWidget() is self.note else None
        shown = read or (visits[0] if visits else None)
        if shown is not None:
            order = [one.visit.id for one in visits]  # newest first
            before = order.index(shown.visit.id) + 1 if shown.visit.id in order else len(order)
            previous = visits[before] if before < len(order) else None
            return fill_ins(shown, previous=previous, measures=measures())
        first = self._chart.patient.preferred_name or self._chart.patient.given_name if self._chart else ""
        return {"first name": first, "therapist": self._desk.clinician.signature_name}

    def drop(self) -> None:
        """Forget the patient: no value stays in a widget, nothing is asked any more."""
        self.shown_id = ""
        self._chart = None
        self.banner.clear()
        self.note.pages.show_chart(None)
        self.visits.show_visits(())
        self.visits.show_ended(())
        self.trends.drop()
        self.where.drop()

    def go_back(self) -> bool:
        """Leave details or note; False when the overview is shown."""
        if self._stack.currentWidget() is self._overview:
            return False
        self.show_overview()
        return True

    def show_overview(self) -> None:
        """Visits, trends and map."""
        self._stack.setCurrentWidget(self._overview)

    def show_details(self) -> None:
        """Identity, alerts, consents, goals; or back from them."""
        if self._stack.currentWidget() is self.details:
            self.show_overview()
        elif self._chart is not None:
            self.details.show_chart(self._chart)
            self._stack.setCurrentWidget(self.details)

    def in_note(self, act: str) -> None:
        """Print or save the note, if one is shown."""
        if self._stack.currentWidget() is self.note and act in ("print_note", "save_note"):
            getattr(self.note.pages, act)()

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        current = self._stack.currentWidget()
        return [*([current] if current else []), self.banner]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = layout_class(self.width(), self.height(), self._theme.scale) is LayoutClass.COMPACT
        self.banner.set_compact(compact=compact)
        if compact == self._narrow.isHidden():
            self._set_narrow(narrow=compact)

    def _set_narrow(self, *, narrow: bool) -> None:
        """Without room trends, goals and map stand below each other in one scrolling column."""
        if narrow:
            self._narrow.box.addWidget(self._middle)
            self._narrow.box.addWidget(self.where)
            self.where.setMinimumHeight(self._theme.px(460))
        else:
            self.where.setMinimumHeight(0)
            self._columns.insertWidget(1, self._middle, 50)
            self._columns.insertWidget(2, self.where, 41)
        self._narrow.setVisible(narrow)

    def _show(self, chart: PatientChart) -> None:
        if chart.patient.id != self.shown_id:
            return
        self._chart = chart
        self._stack.show()
        today = now().date()
        self.banner.show_patient(chart.patient, today)
        self.banner.set_alerts(chart.open_alerts(today))
        words, form, fine = form_in_banner(chart.consents)
        self.banner.consent.set_state(words, form, fine=fine)
        draft = next((one for one in chart.visits if not one.visit.signed), None)
        go_on = "Read the draft" if self._why_not else "Continue visit"
        self.start_button.set_text(go_on if draft else "Start visit")
        self.start_button.set_refusal("" if draft else self._why_not)
        self.visits.show_visits(chart.visits)
        self.visits.show_ended(chart.episodes)
        self.trends.show_chart(chart)
        self.goals.show_goals(chart.goals, may_write=not self._why_not)
        self.where.show_chart(chart)
        if self._stack.currentWidget() is self.details:
            self.details.show_chart(chart)
        if self._stack.currentWidget() is self.note:
            self.note.take_over(chart)
        if self._start_once_shown:
            self._start_once_shown = False
            self._start()
        if self._ask_once_shown:
            self._ask_once_shown = False
            self.before_visit.episode(chart)

    def _back(self) -> None:
        if not self.go_back():
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._start()
        else:
            super().keyPressEvent(event)

    def _start(self) -> None:
        """A new visit, or the draft that is there."""
        chart = self._chart
        if not self.shown_id:
            return
        if self._why_not and chart is not None:
            self._read_draft(chart)
            return
        if chart is None:  # who it is comes first
            self._start_once_shown = True
            return
        draft = any(not one.visit.signed for one in chart.visits)
        begin = partial(self._begin, self.shown_id)
        self.before_visit.who(self.shown_id, begin, "continue" if draft else "start")

    def _begin(self, patient_id: str) -> None:
        """Into the visit; whoever comes back from it comes to the chart, not to what was open before."""
        self.show_overview()
        self.start_wanted.emit(patient_id)

    def _read_draft(self, chart: PatientChart) -> None:
        """For who only reads charts: the draft, if there is one."""
        draft = next((one for one in chart.visits if not one.visit.signed), None)
        if draft is not None:
            self.visit_wanted.emit(draft.visit.id)
        else:
            self.start_button.refuse()

    def _asking(self, key: str) -> Notices:
        """Where a question before a visit is asked, without the one that stood there."""
        if self._stack.currentWidget() is self.note:
            self.show_overview()
        notices = self.details.notices if self._stack.currentWidget() is self.details else self.notices
        notices.take(key)
        return notices

    def ask_episode(self, patient_id: str) -> None:
        """Care has ended: does the visit go on with it, or does a new episode begin? As the chart is now."""
        self.open(patient_id)
        self._ask_once_shown = True

    def _answered(self, key: str) -> None:
        """It was asked on the overview or in the details."""
        self.notices.take(key)
        self.details.notices.take(key)

    def _open_visit(self, visit_id: str, signed: bool) -> None:
        if not signed:
            self.before_visit.who(self.shown_id, partial(self.visit_wanted.emit, visit_id), "continue")
            return
        if self._chart is not None:
            chart = next(one for one in self._chart.visits if one.visit.id == visit_id)
            self.note.show_chart(chart)
            self._stack.setCurrentWidget(self.note)

    def _failed(self, problem: Problem) -> None:
        self._stack.show()
        actions = [Action("again", "Try again")]
        strip = self.notices.say(
            "chart", MessageKind.DANGER, problem.happened, f"{problem.safe} {problem.todo}".strip(), actions
        )
        strip.acted.connect(lambda action: self._again())

    def _again(self) -> None:
        self.notices.clear()
        self.open(self.shown_id)


def takes_phrases(name: str) -> bool:
    """Whether a field of Details or of an addendum, by its object name, takes phrases: text, not facts."""
    fields = ("addendum_text", "detail_note", "comfort_plan", "detail_companion", "cosign_comment")
    begins = ("alert_text", "alert_comment", "goal_", "outcome_words_", "withdraw_why_")
    return name in fields or name.startswith(begins)
