"""What is asked before a visit begins or goes on: who it is, and with which episode of care."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from needlechart.domain.chart import PatientChart
from needlechart.domain.episode import Episode
from needlechart.domain.overview import PatientRow
from needlechart.domain.rules.text import lower_first
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Failed
from needlechart.ui.errors import Notices
from needlechart.ui.screens.home.who import question
from needlechart.ui.screens.wording import short_day
from needlechart.ui.widgets import Action, ButtonKind, MessageKind


class BeforeVisit(QObject):
    """Asks in a strip of the screen, and only as long as the patient asked about is the one that is shown.

    ``start_wanted`` and ``episode_wanted`` carry the patient's id.
    """

    start_wanted = Signal(str)
    episode_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        shown: Callable[[], PatientChart | None],
        asking: Callable[[str], Notices],
        answered: Callable[[str], None],
        failed: Failed,
        parent: QObject,
    ) -> None:
        """``asking`` gives the place for a question, by its key; ``answered`` takes it away."""
        super().__init__(parent)
        self._desk = desk
        self._shown = shown
        self._asking = asking
        self._answered = answered
        self._failed = failed

    def who(self, patient_id: str, then: Callable[[], None], act: str) -> None:
        """The wrong-patient guard: one tap says who it is where another name is alike."""
        self._desk.alike_names(patient_id, partial(self._ask_who, patient_id, then, act), self._failed)

    def _ask_who(
        self, patient_id: str, then: Callable[[], None], act: str, alike: tuple[PatientRow, ...]
    ) -> None:
        chart = self._shown()
        if chart is None or chart.patient.id != patient_id:
            return
        if not alike:
            then()
            return
        patient = chart.patient
        others = "; ".join(_who_words(one) for one in alike[:3])
        strip = self._asking("who").say(
            "who",
            MessageKind.CAUTION,
            question(patient.full_name, patient.birth_date, patient.record_number),
            f"A similar name is here too: {others}.",
            [Action("yes", f"Yes, {act} the visit", ButtonKind.PRIMARY), Action("dismiss", "No")],
        )
        strip.setObjectName(f"confirm_{patient_id}")
        strip.acted.connect(lambda action: self._who_said(action, patient_id, then))
        strip.button("yes").setFocus(Qt.FocusReason.TabFocusReason)

    def _who_said(self, action: str, patient_id: str, then: Callable[[], None]) -> None:
        if action == "yes" and self._is_shown(patient_id):
            self._answered("who")
            then()

    def episode(self, chart: PatientChart) -> None:
        """Care has ended: does the visit go on with it, or does a new episode begin?"""
        patient_id = chart.patient.id
        last = max(chart.episodes, key=lambda one: (one.ended or date.max, one.id), default=None)
        if last is None or last.ended is None:  # opened again in the meantime
            self.start_wanted.emit(patient_id)
            return
        outcome = f": {lower_first(last.outcome.strip())}" if last.outcome.strip() else ""
        strip = self._asking("episode").say(
            "episode",
            MessageKind.CAUTION,
            f"{last.title} ended on {short_day(last.ended)}{outcome}",
            "Does this visit go on with that episode of care, or does a new one begin?",
            [
                Action("reopen", "Open it again", ButtonKind.PRIMARY),
                Action("anew", "New episode"),
                Action("dismiss", "No visit"),
            ],
        )
        strip.setObjectName("ask_episode")
        strip.acted.connect(lambda action: self._episode_said(action, patient_id, last))
        strip.button("reopen").setFocus(Qt.FocusReason.TabFocusReason)

    def _episode_said(self, action: str, patient_id: str, last: Episode) -> None:
        self._answered("episode")
        if not self._is_shown(patient_id):
            return
        if action == "anew":
            self.episode_wanted.emit(patient_id)
        elif action == "reopen":
            opened: list[Pair] = [(last, last.but(ended=None, outcome=""))]
            self._desk.put(opened, lambda moment: self.start_wanted.emit(patient_id), self._failed)

    def _is_shown(self, patient_id: str) -> bool:
        chart = self._shown()
        return chart is not None and chart.patient.id == patient_id


def _who_words(one: PatientRow) -> str:
    """``Ines Okonkwo, born 2 Jun 1984, 1042``."""
    born = f", born {short_day(one.birth_date)}" if one.birth_date else ""
    return f"{one.name}{born}, {one.record_number}"
