"""Details of a patient: identity, comfort, alerts, consent, episodes, goals. Kept as one types."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from needlechart.domain.chart import PatientChart
from needlechart.domain.consent import Consent
from needlechart.domain.record import Record, now
from needlechart.domain.rules.merging import field_words, filled, filled_fields
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.words import Agreement, ConsentKind
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.editing.documents import NotePages
from needlechart.ui.dialogs import ask
from needlechart.ui.errors import NOT_PRINTED, TRY_AGAIN, Notices
from needlechart.ui.saving import ask_where
from needlechart.ui.screens.allowed import READS, READS_SAFE, close_part, why_not
from needlechart.ui.screens.parts import ScrollColumn, column, row
from needlechart.ui.screens.patient.alerts_card import AlertsCard
from needlechart.ui.screens.patient.comfort_card import ComfortCard
from needlechart.ui.screens.patient.episodes_card import EpisodesCard
from needlechart.ui.screens.patient.goals_card import PatientGoalsCard
from needlechart.ui.screens.patient.identity_card import IdentityCard
from needlechart.ui.screens.patient.keeping import Rebase, reversed_pairs
from needlechart.ui.screens.patient.record_card import RecordCard
from needlechart.ui.screens.patient.written_consent import WrittenConsentCard
from needlechart.ui.screens.wording import count
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Action, Button, ButtonKind, MessageKind

TWO_COLUMNS = 1080
"""From this width on, in logical pixels at 100 %, nothing is cut in two columns."""

UNDO = [Action("undo", "Undo", icon="undo"), Action("dismiss", "Close")]


class DetailsPanel(QWidget):
    """``changed()`` after something was kept; nothing here waits for a Save button, acts have their Undo.

    ``deleted(pairs)``: the whole record is gone, the pairs bring it back.
    """

    changed = Signal()
    deleted = Signal(object)
    left = Signal()
    audit_wanted = Signal()
    form_wanted = Signal(object, object, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details_panel")
        self._desk = desk
        self._chart: PatientChart | None = None
        self._rebase = Rebase()
        self._last: list[Pair] = []
        self._fresh: dict[str, Record] = {}
        self.choose_path: Callable[[str], None] = self._open_dialog
        self._wanted: Consent | None = None
        self._to_print: Consent | None = None
        outer = column(self, gap=8, edges=(16, 8, 16, 12))
        head = row(gap=8)
        back = Button("Back to the chart", self, kind=ButtonKind.LINK, icon="back")
        back.setObjectName("details_back")
        back.clicked.connect(self.left)
        head.addWidget(back)
        head.addStretch(1)
        seen = Button("Who saw this chart", self, kind=ButtonKind.LINK, icon="eye")
        seen.setObjectName("who_saw")
        seen.clicked.connect(self.audit_wanted)
        seen.setVisible(may(desk.clinician, Act.AUDIT))
        head.addWidget(seen)
        outer.addLayout(head)
        self.notices = Notices(self)
        self.notices.acted.connect(self._notice_acted)
        outer.addWidget(self.notices)
        scroll = ScrollColumn(self, gap=14, edges=(0, 0, 6, 6))
        self._pair = row(gap=14)
        scroll.box.addLayout(self._pair)
        outer.addWidget(scroll, 1)
        self._make_cards()
        why = why_not(desk.clinician, Act.CHART)
        for card in (self.identity, self.comfort, self.record, self.alerts, self.episodes, self.goals):
            close_part(card, why)
        self.consent.close_for(why)
        if why:
            self.notices.say("reads", MessageKind.CAUTION, READS, READS_SAFE, icon="eye")

    def _make_cards(self) -> None:
        self.identity = IdentityCard(self)
        self.comfort = ComfortCard(self)
        self.record = RecordCard(self._search, self)
        self.alerts = AlertsCard(self)
        self.consent = WrittenConsentCard(self)
        self.episodes = EpisodesCard(self)
        self.goals = PatientGoalsCard(self)
        for card in (self.identity, self.comfort, self.record, self.alerts, self.episodes, self.goals):
            card.did.connect(self._put)
        self.record.merge_wanted.connect(self._merge)
        self.record.delete_wanted.connect(self._ask_delete)
        self.consent.recorded.connect(lambda record: self._put([(None, record)], "Form recorded"))
        self.consent.changed_form.connect(self._change_form)
        self.consent.form_wanted.connect(self._ask_form)
        self.consent.save_wanted.connect(self._save_form)
        self.consent.print_wanted.connect(self._print_form)
        cards: tuple[QWidget, ...]
        for cards in (
            (self.identity, self.comfort, self.record),
            (self.alerts, self.consent, self.episodes, self.goals),
        ):
            box = column(gap=14)
            for one in cards:
                box.addWidget(one)
            box.addStretch(1)
            self._pair.addLayout(box, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for two columns the cards stand below each other."""
        super().resizeEvent(event)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._pair.setDirection(down if self.width() < Theme.current().px(TWO_COLUMNS) else across)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was done last is taken back while one sees it, and not after a visit was signed with it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._last = []
            self.notices.take("undo")

    def show_chart(self, chart: PatientChart) -> None:
        """The details as they are kept."""
        if self._chart is None or self._chart.patient.id != chart.patient.id:
            self._last, self._fresh = [], {}
            self.notices.keep_only("reads")
        self._chart = chart
        for one in (chart.patient, *chart.aliases):
            if self._fresh.get(one.id) == one:
                del self._fresh[one.id]
        self.identity.show_chart(chart)
        self.comfort.show_patient(chart.patient)
        self.record.show_chart(chart)
        self.consent.show_consents(chart.patient, chart.consents)
        self.alerts.show_alerts(chart.patient, chart.alerts, now().date())
        self.episodes.show_chart(chart)
        self.goals.show_chart(chart)

    # Kept

    def _put(self, pairs: list[Pair], said: str) -> None:
        """Keep at once; an act that says what it did can be taken back from the strip."""
        kept = self._rebase.begin(pairs, self._people())
        self._fresh.update({after.id: after for _, after in kept if after is not None})
        if said:
            self._last = kept
            self.notices.say("undo", MessageKind.OK, said, "", UNDO, icon="check")

        def then(moment: object) -> None:
            self._rebase.done()
            self.changed.emit()

        self._desk.put(kept, then, self._failed)

    def _notice_acted(self, key: str, action: str) -> None:
        if key == NOT_PRINTED and action == TRY_AGAIN.id:
            self._print_form(self._to_print)
        elif key == NOT_PRINTED and action == "save" and self._to_print is not None:
            self.notices.take(NOT_PRINTED)
            self._save_form(self._to_print)
        elif key == "undo" and action == "undo":
            last, self._last = self._last, []
            self.notices.take("undo")
            if last:
                self._put(reversed_pairs(last, self._people()), "")

    def _people(self) -> tuple[Record, ...]:
        """The records of this person as they stand, what is on its way to the screen included."""
        if self._chart is None:
            return ()
        shown = (self._chart.patient, *self._chart.aliases)
        return tuple(self._fresh.get(one.id, one) for one in shown)

    def _change_form(self, before: Consent, after: Consent) -> None:
        gone = before.withdrawn_at is None and after.withdrawn_at is not None
        self._put([(before, after)], "Form withdrawn" if gone else "")

    def _failed(self, problem: Problem) -> None:
        self._rebase.done()
        self._last, self._fresh = [], {}
        self.notices.take("undo")
        self.notices.problem(problem)
        self.changed.emit()

    # Merging

    def _search(self, text: str, then: Callable[..., None]) -> None:
        self._desk.search(text, then, self._not_done)

    def _merge(self, patient_id: str) -> None:
        """The other record becomes an alias of this one."""
        if self._chart is not None:
            self._desk.patient_chart(
                patient_id, partial(self._merge_with, self._chart.patient.id), self._not_done
            )

    def _merge_with(self, kept_id: str, other: PatientChart) -> None:
        if self._chart is not None and self._chart.patient.id == kept_id != other.patient.id:
            alias, kept = other.patient, self._chart.patient
            pairs: list[Pair] = [(alias, alias.but(merged_into=kept_id))]
            after = filled(kept, alias)
            said = "Records merged"
            if after != kept:
                pairs.append((kept, after))
                said += f"; filled in: {', '.join(map(field_words, filled_fields(after, alias)))}"
            self._put(pairs, said)

    # Deleting

    def _ask_delete(self) -> None:
        """A record made by mistake; once a visit is signed nothing is deleted any more."""
        if self._chart is None:
            return
        chart = self._chart
        still = sum(len(one.needles_still_in) for one in chart.visits)
        if still:
            words = f"{count(still, 'needle')} {'is' if still == 1 else 'are'} not counted out"
            self.notices.say("delete", MessageKind.CAUTION, words, "Finish the visit first.")
            return
        drafts = count(len(chart.visits), "visit that is not signed", "visits that are not signed")
        what = f"The record and {drafts} go." if chart.visits else "The record goes."
        ask(
            self,
            f"Delete the record {chart.patient.record_number}?",
            f"{what} Home can bring it back until you lock or leave.",
            safe="Keep it",
            destructive="Delete the record",
            then=self._delete,
        )

    def _delete(self) -> None:
        if self._chart is not None:
            self._desk.delete_patient(self._chart.patient.id, self.deleted.emit, self._not_done)

    # Forms

    def _ask_form(self, kind: ConsentKind) -> None:
        if self._chart is None:
            return
        patient_id = self._chart.patient.id

        def then(consent: Consent | None) -> None:
            if consent is not None and self._chart is not None and self._chart.patient.id == patient_id:
                agreed = consent.agreement is Agreement.AGREED
                self._put([(None, consent)], "Form signed" if agreed else "Form declined")

        self.form_wanted.emit(kind, self._chart.patient, then)

    def _save_form(self, consent: Consent) -> None:
        if self._chart is not None:
            self._wanted = consent
            number = re.sub(r"[^A-Za-z0-9-]+", "-", self._chart.patient.record_number).strip("-") or "record"
            self.choose_path(f"{number}_{consent.given_at.date().isoformat()}_consent.pdf")

    def _open_dialog(self, name: str) -> None:
        ask_where(self, "", name, self.save_to, needed=self._desk.clinic.pdf_passphrase)

    def save_to(self, path: Path, words: str = "") -> None:
        """Write the form that was asked for as PDF there."""
        if self._chart is not None and self._wanted is not None:
            self._desk.save_form(
                self._chart.patient, self._wanted, path, self._was_saved, self._not_done, words=words
            )

    def _was_saved(self, path: Path) -> None:
        safe = f"{path}. A PDF lies outside the encrypted chart: whoever can open the folder can read it."
        self.notices.say("saved", MessageKind.OK, "Saved", safe, icon="check")

    def _print_form(self, consent: Consent | None) -> None:
        """A signed form, or (None) an empty one to sign by hand."""
        from needlechart.catalogue import consent_forms

        if self._chart is None:
            return
        self._to_print = consent
        self.notices.take(NOT_PRINTED)
        patient = self._chart.patient
        form = consent_forms()[ConsentKind.WRITTEN]
        wanted = consent or Consent(
            patient_id=patient.id,
            kind=form.kind,
            agreement=Agreement.AGREED,
            given_at=now(),
            form_version=form.version,
            form_text=form.text,
        )
        signed = consent is not None

        def begun() -> None:
            if consent is not None:  # a blank form says nothing of anybody's
                self._desk.note_printed(consent)

        def then(pages: NotePages) -> None:
            from needlechart.ui.printing import print_pages

            if self._chart is not None and self._chart.patient.id == patient.id:
                paper = self._desk.clinic.paper
                silent = partial(self.notices.not_printed, savable=signed)
                print_pages(pages.pages, paper, self, self._was_printed, silent, self.notices, begun)

        self._desk.print_form(patient, wanted, signed=signed, then=then, failed=self._not_done)

    def _was_printed(self) -> None:
        self.notices.say("printed", MessageKind.OK, "Sent to the printer", icon="printer")

    def _not_done(self, problem: Problem) -> None:
        self.notices.problem(problem)
