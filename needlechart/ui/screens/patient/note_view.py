"""A signed visit: its note as printed, and addenda after it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import PatientChart, VisitChart
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.verdict import Finding, Verdict
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.screens.addendum_form import AddendumForm
from needlechart.ui.screens.board.cosign_card import CosignCard
from needlechart.ui.screens.note_pages import NotePagesView
from needlechart.ui.screens.parts import ScrollColumn, column, empty, plain_panel, row
from needlechart.ui.screens.wording import clock, weekday
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    Hairline,
    MessageKind,
    Tag,
    TagKind,
    Text,
)

SIDE = 400
DIFFERS = "Do not rely on it. Check the whole record in Settings, then restore a backup of before the change."


class NoteView(QWidget):
    """``changed()`` after an addendum or a co-signature was sealed."""

    left = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self._desk = desk
        self._chart: VisitChart | None = None
        outer = row(self, gap=0)
        self.pages = NotePagesView(desk, theme, self)
        outer.addWidget(self.pages, 1)
        outer.addWidget(Hairline(self, vertical=True))
        ground = plain_panel(self)
        ground.setFixedWidth(theme.px(SIDE))
        box = column(ground, gap=10, edges=(16, 12, 16, 14))
        back = Button("All visits", ground, kind=ButtonKind.LINK, icon="back")
        back.setObjectName("note_back")
        back.clicked.connect(self.left)
        box.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.title = Text("", ground, role="name", wrap=True)
        self.state = Tag("", ground, kind=TagKind.OK)
        self.seal = Text("", ground, role="secondary", colour="muted", wrap=True)
        self.notices = Notices(ground)
        for part in (self.title, self.state, self.seal, self.notices):
            box.addWidget(part)
        scroll = ScrollColumn(ground, gap=10, edges=(0, 0, 4, 0))
        self.cosign = CosignCard(ground)
        self.cosign.wanted.connect(self._keep)
        scroll.box.addWidget(self.cosign)
        self._addenda = column(gap=10)
        scroll.box.addLayout(self._addenda)
        self.form = AddendumForm(desk, ground)
        self.form.added.connect(self._add)
        self.form.setVisible(may(desk.clinician, Act.SIGN))
        scroll.box.addWidget(self.form)
        scroll.box.addStretch(1)
        box.addWidget(scroll, 1)
        outer.addWidget(ground)

    @property
    def chart(self) -> VisitChart | None:
        """The visit that is read."""
        return self._chart

    def show_chart(self, chart: VisitChart) -> None:
        """The note of a visit with its addenda."""
        self._chart = chart
        visit, seal = chart.visit, chart.seal
        self.title.setText(f"Visit {visit.number}, {weekday(visit.started.date())}")
        signed = f"Signed {clock(seal.signed_at)} by {seal.signer_name}" if seal else "Signed"
        self.state.set_kind(TagKind.OK, "Signed and sealed")
        self.notices.take("differs")
        self._desk.verify_visit(visit.id, self._verified, self._not_verified)
        self.seal.setText(f"{signed}\nSeal {seal.code}" if seal else "")
        self.cosign.show_chart(chart, self._desk.clinician)
        empty(self._addenda)
        for addendum in chart.addenda:
            self._addenda.addWidget(self._card(addendum))
        self.form.show_visit(visit.id)
        self.pages.show_chart(chart)

    def _verified(self, verdict: Verdict) -> None:
        """What is shown must be what was signed; nobody need ask for that."""
        if self._chart is None or self._chart.visit.id != verdict.visit_id:
            return  # another note is read by now
        if verdict.finding is Finding.DIFFERS:
            self.state.set_kind(TagKind.DANGER, "Not what was signed")
            told = "\n".join((*verdict.parts, DIFFERS))
            self.notices.say("differs", MessageKind.DANGER, verdict.title, told, ())

    def _not_verified(self, problem: Problem) -> None:
        self.notices.problem(problem, "differs")

    def take_over(self, patient: PatientChart) -> None:
        """The patient was read anew: show the same visit as it is now."""
        if self._chart is not None:
            wanted = self._chart.visit.id
            fresh = next((one for one in patient.visits if one.visit.id == wanted), None)
            if fresh is not None:
                self.show_chart(fresh)

    def _card(self, addendum: Addendum) -> Card:
        when = addendum.written_at
        title = "Co-signature" if addendum.cosignature else "Addendum"
        card = Card(title, self)
        who = f"{weekday(when.date())} {clock(when)}, {addendum.author_name}"
        card.body.addWidget(Text(who, card, role="secondary", colour="muted", wrap=True))
        card.body.addWidget(Text(addendum.text, card, wrap=True))
        if addendum.reason:
            card.body.addWidget(Text(f"Reason: {addendum.reason}", card, role="secondary", wrap=True))
        return card

    def _add(self, words: str) -> None:
        if self._chart is None:
            return
        visit, me = self._chart.visit, self._desk.clinician
        addendum = Addendum(
            patient_id=visit.patient_id,
            episode_id=visit.episode_id,
            about_visit_id=visit.id,
            author_id=me.id,
            author_name=me.signature_name,
            written_at=now(),
            text=words,
        )
        self._keep(addendum)

    def _keep(self, addendum: Addendum) -> None:
        self._desk.add_addendum(addendum, partial(self._added, addendum), self._failed)

    def _added(self, addendum: Addendum, seal: Seal) -> None:
        if not addendum.cosignature:
            self.form.settle(kept=True)
        self.changed.emit()

    def _failed(self, problem: Problem) -> None:
        self.form.settle(kept=False)
        self.cosign.settle()
        self.notices.problem(problem)
