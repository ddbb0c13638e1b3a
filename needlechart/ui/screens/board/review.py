"""Review & sign: the note as it prints, what is missing, five seconds to stop, then sealed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import Clinician
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.seal import Addendum, Seal
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.dialogs import ask
from needlechart.ui.errors import Notices
from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.screens.addendum_form import AddendumForm
from needlechart.ui.screens.board.cosign_card import CosignCard, CosignerCard
from needlechart.ui.screens.board.review_list import ReviewList
from needlechart.ui.screens.board.sign_panel import SignPanel
from needlechart.ui.screens.board.signed_sheets import SignedSheets
from needlechart.ui.screens.board.standing import todos
from needlechart.ui.screens.note_pages import NotePagesView
from needlechart.ui.screens.parts import ScrollColumn, column, empty, row
from needlechart.ui.screens.wording import clock, count, medium_day, weekday
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ButtonKind, Card, Hairline, MessageKind, Text

SIDE = {LayoutClass.COMPACT: 340, LayoutClass.NORMAL: 452, LayoutClass.WIDE: 500}
REFRESH_MS = 60_000


class ReviewStep(QWidget):
    """``jump(step, target, record_id)`` leads to a field; ``signed(visit_id)`` follows the seal."""

    next_requested = Signal()
    jump = Signal(object, str, str)
    signed = Signal(str)
    discarded = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._visit: OpenVisit | None = None
        self._stale = False
        self._people: tuple[Clinician, ...] = ()
        outer = row(self, gap=0)
        self.pages = NotePagesView(desk, theme, self)
        outer.addWidget(self.pages, 1)
        outer.addWidget(Hairline(self, vertical=True))
        self._side = QWidget(self)
        box = column(self._side, gap=10, edges=(16, 12, 16, 14))
        self.notices = Notices(self._side)
        box.addWidget(self.notices)
        self._scroll = ScrollColumn(self._side, gap=10, edges=(0, 0, 4, 0))
        self.list = ReviewList(self)
        self.list.jump.connect(self.jump)
        self.list.fixed.connect(self._settle)
        self.cosigner = CosignerCard(self)
        self.cosigner.did.connect(self._settle)
        self._scroll.box.addWidget(self.cosigner)
        self._scroll.box.addWidget(self.list)
        self._scroll.box.addWidget(self._after_signing())
        self._scroll.box.addWidget(self._at_the_end())
        self._scroll.box.addStretch(1)
        box.addWidget(self._scroll, 1)
        self.sign = SignPanel(self._side)
        self.sign.confirmed.connect(self._seal)
        self.sign.refused.connect(self.list.stress)
        self.sign.waiting_shown.connect(self._countdown)
        box.addWidget(self.sign)
        outer.addWidget(self._side)
        self._minute = QTimer(self, interval=REFRESH_MS)
        self._minute.timeout.connect(self._take_up)

    def _at_the_end(self) -> QWidget:
        """What removes the draft stands below everything else, away from the button that signs."""
        self._end = QWidget(self)
        box = column(self._end, gap=8, edges=(0, 16, 0, 0))
        box.addWidget(Hairline(self._end))
        self.discard = Button("Discard the draft", self._end, kind=ButtonKind.LINK, icon="trash")
        self.discard.setObjectName("discard_draft")
        self.discard.clicked.connect(self._ask_discard)
        box.addWidget(self.discard, 0, Qt.AlignmentFlag.AlignLeft)
        return self._end

    def _after_signing(self) -> QWidget:
        self._signed_part = QWidget(self)
        box = column(self._signed_part, gap=10)
        self.seal_words = Text("", self._signed_part, role="secondary", colour="muted", wrap=True)
        self._addenda = column(gap=10)
        self.form = AddendumForm(self._desk, self._signed_part)
        self.form.added.connect(self._add_addendum)
        box.addWidget(self.seal_words)
        self.cosign = CosignCard(self._signed_part)
        self.cosign.wanted.connect(self._keep_addendum)
        box.addWidget(self.cosign)
        self.sheets = SignedSheets(self._desk, self.pages, self._signed_part)
        box.addWidget(self.sheets)
        box.addLayout(self._addenda)
        box.addWidget(self.form)
        self._signed_part.hide()
        return self._signed_part

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Show a visit, or drop the one that is shown."""
        self.sign.stop()
        if self._visit is not None:
            self._visit.changed.disconnect(self._on_changed)
            self._visit.save_failed.disconnect(self._on_changed)
        self._visit = visit
        self.notices.clear()
        self.form.show_visit("" if visit is None else visit.visit.id)
        if visit is None:
            self.pages.show_chart(None)
            self.sheets.show_chart(None)
            self.list.clear()
            empty(self._addenda)
            return
        self._desk.clinicians(self._take_people)
        visit.changed.connect(self._on_changed)
        visit.save_failed.connect(self._on_changed)
        self._stale = True
        if self.isVisible():
            self._take_up()

    def _take_people(self, people: tuple[Clinician, ...]) -> None:
        self._people = people
        if self._visit is not None:
            self.cosigner.show_chart(self._visit.chart, people)

    def focus_first(self) -> None:
        """The keyboard goes to the first thing to fix, else to Sign now."""
        if not self.list.focus_first():
            self.sign.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, target: str) -> None:
        """Who co-signs is the one thing entered here."""
        if target == "cosigner" and self.cosigner.isVisible():
            self._scroll.show_part(self.cosigner)
            self.cosigner.people.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focus_first()

    def sign_now(self) -> None:
        """As if Sign now was tapped."""
        self.sign.button.press()

    def print_note(self) -> None:
        """Print the note that is shown."""
        self.pages.print_note()

    def save_note(self) -> None:
        """Save the note that is shown."""
        self.pages.save_note()

    def regions(self) -> list[QWidget]:
        """What F6 goes through inside this step."""
        return [self.pages, self._side]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        kind = layout_class(window.width(), window.height(), self._theme.scale)
        self._side.setFixedWidth(self._theme.px(SIDE[kind]))

    def _on_changed(self, what: object) -> None:
        self._stale = True
        self.sign.stop()
        if self.isVisible():
            self._take_up()

    def _take_up(self) -> None:
        if self._visit is None or not self._stale:
            return
        self._stale = False
        chart = self._visit.chart
        self.pages.show_chart(chart)
        self._show_signed(chart)
        if chart.visit.signed:
            return
        missing = todos(chart)
        self.list.show_todos(missing, chart, self._visit.previous)
        self.sign.show_chart(
            chart, missing, saving=self._visit.queue.failing, asks=self._desk.clinic.passphrase_at_signing
        )

    def _show_signed(self, chart: VisitChart) -> None:
        signed = chart.visit.signed
        self.cosign.show_chart(chart, self._desk.clinician)
        self.cosigner.show_chart(chart, self._people)
        may_sign = may(self._desk.clinician, Act.SIGN)
        self.list.setVisible(not signed)
        self.list.setEnabled(may_sign)
        self.sign.setVisible(not signed and may_sign)
        self._end.setVisible(not signed and may_sign)
        self.form.setVisible(may_sign)
        self._signed_part.setVisible(signed)
        if not signed:
            return
        self.sheets.show_chart(chart)
        seal = chart.seal
        if seal is not None:
            told = f"Signed {clock(seal.signed_at)} by {seal.signer_name}\nSeal {seal.code}"
            self.seal_words.setText(told)
        empty(self._addenda)
        for one in chart.addenda:
            who = f"{weekday(one.written_at.date())} {clock(one.written_at)}, {one.author_name}"
            card = Card("Co-signature" if one.cosignature else "Addendum", self)
            card.body.addWidget(Text(who, card, role="secondary", colour="muted", wrap=True))
            card.body.addWidget(Text(one.text, card, wrap=True))
            if one.reason:
                card.body.addWidget(Text(f"Reason: {one.reason}", card, role="secondary", wrap=True))
            self._addenda.addWidget(card)

    # Acts

    def _settle(self, pairs: list[Pair], text: str) -> None:
        if self._visit is not None:
            self._visit.do(pairs, text)

    def _countdown(self, shown: bool) -> None:  # from a signal
        self._end.setVisible(not shown)

    def _seal(self, passphrase: str) -> None:
        if self._visit is None:
            return
        self.sign.set_sealing()
        self._desk.sign(self._visit, passphrase or None, self._sealed, self._not_sealed)

    def _sealed(self, seal: Seal) -> None:
        self.sign.stop()
        told = f"Signed {clock(seal.signed_at)}"
        self.notices.say("sealed", MessageKind.OK, told, f"Sealed, code {seal.short_code}.", icon="check")
        self._stale = True
        self._take_up()
        self.signed.emit(seal.about_visit_id)

    def _not_sealed(self, problem: Problem) -> None:
        self.sign.stop()
        self.notices.problem(problem, "sign")

    def _add_addendum(self, words: str) -> None:
        if self._visit is None:
            return
        chart, me = self._visit.chart, self._desk.clinician
        addendum = Addendum(
            patient_id=chart.patient.id,
            episode_id=chart.episode.id,
            about_visit_id=chart.visit.id,
            author_id=me.id,
            author_name=me.signature_name,
            written_at=now(),
            text=words,
        )
        self._keep_addendum(addendum)

    def _keep_addendum(self, addendum: Addendum) -> None:
        def then(seal: Seal) -> None:
            if not addendum.cosignature:
                self.form.settle(kept=True)
            if self._visit is not None:
                self._visit.reload([addendum, seal])

        self._desk.add_addendum(addendum, then, self._addendum_failed)

    def _addendum_failed(self, problem: Problem) -> None:
        self.form.settle(kept=False)
        self.cosign.settle()
        self.notices.problem(problem, "addendum")

    def _ask_discard(self) -> None:
        if self._visit is None:
            return
        chart = self._visit.chart
        started = chart.visit.started.astimezone()
        what = count(len(chart.points), "site") if chart.points else "What"
        be = "are" if len(chart.points) > 1 else "is"
        text = f"{what} charted from {clock(started)} {be} removed."
        still = len(chart.needles_still_in)
        if still:
            text += f" {count(still, 'needle')} {'is' if still == 1 else 'are'} not counted out."
        text += " The patient’s screen can bring it back until you leave it."
        ask(
            self,
            f"Discard the draft of {medium_day(started.date())}?",
            text,
            safe="Keep it",
            destructive="Discard the draft",
            then=self._discard,
        )

    def _discard(self) -> None:
        if self._visit is not None:
            self._desk.discard_draft(self._visit, self.discarded.emit, self._not_discarded)

    def _not_discarded(self, problem: Problem) -> None:
        self.notices.problem(problem, "discard")
