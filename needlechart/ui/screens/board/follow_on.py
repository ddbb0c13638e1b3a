"""Follow-on: what came after the needles, aftercare told, handout, soreness check."""

from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.rules.time_words import clock
from needlechart.domain.treatment import FollowOn, FollowUp
from needlechart.domain.words import CheckWay, FollowOnKind, Progression, Side
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.aftercare_card import AftercareCard, aftercare_pair
from needlechart.ui.screens.board.follow_on_item import FollowOnDetails
from needlechart.ui.screens.board.follow_on_list import FollowOnList
from needlechart.ui.screens.board.handout_card import HandoutCard
from needlechart.ui.screens.board.home_card import HomeProgrammeCard
from needlechart.ui.screens.board.last_visit import follow_on_facts, pair
from needlechart.ui.screens.board.step import StepScreen
from needlechart.ui.screens.parts import fitting_row, row
from needlechart.ui.screens.sheet_paper import SheetPaper
from needlechart.ui.screens.wording import medium_day, weekday
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    ElidedLabel,
    Tag,
    TagKind,
    Text,
    TextField,
)
from needlechart.ui.widgets.control import TARGET

KINDS = (
    (FollowOnKind.GUIDED_MOVEMENT, "Guided movement"),
    (FollowOnKind.RETRAINING, "Gentle retraining"),
    (FollowOnKind.MANUAL_THERAPY, "Manual therapy"),
)
STRENGTHENING_COLUMNS, COMPACT_COLUMNS = 4, 2
CHECKS = [
    Choice(CheckWay.CALL.value, "Call"),
    Choice(CheckWay.NEXT_VISIT.value, "Ask next visit"),
    Choice(CheckWay.NONE.value, "None"),
]


class FollowOnStep(StepScreen):
    """Step 5."""

    next_text = "Plan"

    def build(self) -> None:
        self._open_key = ""
        self.cards.addLayout(self._head())
        lists = fitting_row(gap=12)
        self.lists: dict[FollowOnKind, FollowOnList] = {}
        for kind, title in KINDS:
            lists.addWidget(self._list(FollowOnList(kind, title, self)), 1)
        self.cards.addLayout(lists)
        self.details = FollowOnDetails(self)
        self.details.closed.connect(lambda: self._open(""))
        self.details.opened.connect(self._open)
        self.details.hide()
        self.dock.addWidget(self.details)
        self.aftercare = AftercareCard(self)
        self.cards.addWidget(self.aftercare)
        pair_of_cards = fitting_row(gap=12)
        self.handout = HandoutCard(self.desk, self)
        pair_of_cards.addWidget(self.handout, 1)
        pair_of_cards.addWidget(self._check(), 1)
        self.cards.addLayout(pair_of_cards)
        strength = FollowOnList(
            FollowOnKind.STRENGTHENING, "Strengthening", self, columns=STRENGTHENING_COLUMNS
        )
        self.cards.addWidget(self._list(strength))
        self.home = HomeProgrammeCard(self)
        self.cards.addWidget(self.home)
        for part in (self.details, self.aftercare, self.handout, self.home):
            part.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.today = self.side.add_block("Today so far")

    @property
    def paper(self) -> SheetPaper:
        """Prints and saves the handout."""
        return self.handout.paper

    def _list(self, part: FollowOnList) -> FollowOnList:
        part.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        part.opened.connect(self._open)
        self.lists[part.kind] = part
        return part

    def _open(self, key: str) -> None:
        """Show the details of one thing given, or none; what is not given yet shows once it is."""
        self._open_key = key
        if self.shown:
            self._show_given(self.visit.chart)

    def _show_given(self, chart: VisitChart) -> None:
        for part in self.lists.values():
            part.show_chart(chart, self._open_key)
        self.details.show_given(chart, self._open_key)

    def set_compact(self, *, compact: bool) -> None:
        super().set_compact(compact=compact)
        self.details.set_compact(compact=compact)
        few = compact or Theme.current().text_size > 125  # at 150 % the columns of a wide window are too many
        columns = COMPACT_COLUMNS if few else STRENGTHENING_COLUMNS
        self.lists[FollowOnKind.STRENGTHENING].set_columns(columns)

    def _head(self) -> QHBoxLayout:
        line = row(gap=10)
        line.addStrut(Theme.current().px(TARGET))  # what stands here changes; the lists below stay in place
        self.same = Button("Same as last visit", self, kind=ButtonKind.OUTLINE, icon="refresh")
        self.same.setObjectName("same_as_last")
        self.same.clicked.connect(self._same)
        self.same_words = ElidedLabel("", self, role="secondary", colour="muted")
        self.recorded = Tag("At least one is recorded", self, kind=TagKind.OK)
        self.none_given = Button("None given, because", self)
        self.none_given.setObjectName("none_given")
        self.none_given.clicked.connect(self._ask_reason)
        self.reason = TextField(self, label="Why no follow-on", placeholder="Why nothing followed")
        self.reason.setObjectName("none_given_reason")
        self.reason.committed.connect(self._none_given)
        self.reason.hide()
        for part, stretch in (
            (self.same, 0),
            (self.same_words, 2),
            (self.reason, 2),
            (self.none_given, 0),
            (self.recorded, 0),
        ):
            line.addWidget(part, stretch)
        return line

    def _check(self) -> Card:
        card = Card("Soreness check", self)
        self.check = ChipRow(CHECKS, card, label="Soreness check", clearable=True)
        self.check.setObjectName("soreness_check")
        self.check.chosen.connect(lambda value: self._set_check(CheckWay(value)))
        self.check.cleared.connect(lambda value: self._set_check(None))
        self.due = Text("", card, role="label", colour="muted")
        card.body.addWidget(self.check)
        card.body.addWidget(self.due)
        card.body.addStretch(1)
        return card

    def show_visit(self, visit: OpenVisit | None) -> None:
        if visit is not self._visit:
            self.reason.hide()  # opened for another visit
            self._open_key = ""
            self.handout.forget()
        super().show_visit(visit)

    def targets(self) -> dict[str, QWidget]:
        first = self.lists[FollowOnKind.GUIDED_MOVEMENT].chips
        return {
            "none_given": first,
            "follow_on": first,
            "told": self.aftercare.told,
            "handout": self.handout.print,
        }

    def last_facts(self, previous: VisitChart) -> list[tuple[str, str]]:
        return follow_on_facts(previous)

    def redraw(self, chart: VisitChart) -> None:
        self._show_given(chart)
        self._show_head(chart)
        for part in (self.aftercare, self.handout, self.home):
            part.show_chart(chart)
        way = chart.aftercare.soreness_check if chart.aftercare else None
        self.check.set_value(way.value if way else None)
        self.due.setText(self._due_words(chart))
        lines = [f"Pain {pair(chart, PAIN, Side.UNSTATED) or 'not asked'}"]
        rotation = pair(chart, "hip_ir_90", Side.RIGHT)
        if rotation:
            lines.append(f"Hip IR right {rotation}")
        lines.append(f"Sites {len(chart.points)}")
        self.today.setText("\n".join(lines))

    def _show_head(self, chart: VisitChart) -> None:
        previous = self.visit.previous
        last = (
            [one for one in previous.follow_ons if one.kind is not FollowOnKind.NONE_GIVEN]
            if previous
            else []
        )
        apart = (FollowOnKind.NONE_GIVEN, FollowOnKind.HOME_PROGRAMME)
        given = [one for one in chart.follow_ons if one.kind not in apart]
        none = next((one for one in chart.follow_ons if one.kind is FollowOnKind.NONE_GIVEN), None)
        self.same.setVisible(bool(last))
        if previous is not None and last:
            self.same.set_text(f"Same as {medium_day(previous.visit.started.date())}")
        words = dict.fromkeys(one.what for one in last)
        self.same_words.setText(", ".join(words))
        self.recorded.setVisible(bool(given) or none is not None)
        self.recorded.set_text("At least one is recorded" if given else "None given, reason recorded")
        self.none_given.setVisible(not given and none is None and not self.reason.isVisible())
        self.reason.set_value(none.what if none else "")
        if given or none is not None:
            self.reason.setVisible(none is not None)
        self.same_words.setVisible(not self.reason.isVisible())

    def _due_words(self, chart: VisitChart) -> str:
        due = next((one for one in chart.follow_ups if one.done_at is None), None)
        if due is None:
            return ""
        start, end = due.due_from.astimezone(), due.due_to.astimezone()
        return f"Due {weekday(start.date())[:-5]} {clock(start)} to {weekday(end.date())[:-5]} {clock(end)}"

    # What a tap does

    def _same(self) -> None:
        """Everything of last time that is not there yet, as one step."""
        previous = self.visit.previous
        if previous is None:
            return
        chart = self.visit.chart
        there = {(one.kind, one.what) for one in chart.follow_ons}
        wanted = [one for one in previous.follow_ons if one.kind is not FollowOnKind.NONE_GIVEN]
        made = [self._again(chart, one) for one in wanted if (one.kind, one.what) not in there]
        gone: list[Pair] = [(one, None) for one in chart.follow_ons if one.kind is FollowOnKind.NONE_GIVEN]
        pairs: list[Pair] = [*gone, *((None, one) for one in made)]
        often = previous.visit.home_frequency
        if often and not chart.visit.home_frequency:
            pairs.append((chart.visit, chart.visit.but(home_frequency=often)))
        self.visit.do(pairs, f"Same as {medium_day(previous.visit.started.date())}")

    def _again(self, chart: VisitChart, one: FollowOn) -> FollowOn:
        return FollowOn(
            patient_id=chart.patient.id,
            visit_id=chart.visit.id,
            kind=one.kind,
            what=one.what,
            exercise=one.exercise,
            dose=one.dose,
            side=one.side,
            progression=Progression.SAME if one.exercise else None,
            note=one.note,
            order=one.order,
        )

    def _ask_reason(self) -> None:
        self.reason.show()
        self.none_given.hide()
        self.same_words.hide()
        self.reason.setFocus()

    def _none_given(self, text: str) -> None:
        chart = self.visit.chart
        before = next((one for one in chart.follow_ons if one.kind is FollowOnKind.NONE_GIVEN), None)
        words = text.strip()
        if not words:
            if before is not None:
                self.visit.remove(before, "Reason taken back")
            return
        if before is not None:
            self.visit.put(before.but(what=words), "No follow-on, reason")
            return
        made = FollowOn(
            patient_id=chart.patient.id, visit_id=chart.visit.id, kind=FollowOnKind.NONE_GIVEN, what=words
        )
        self.visit.put(made, "No follow-on, reason")

    def _set_check(self, way: CheckWay | None) -> None:
        """The plan of the check and its due record, 24 to 48 h after needling, in one step."""
        chart = self.visit.chart
        pairs: list[Pair] = [aftercare_pair(chart, soreness_check=way)]
        pairs += [(one, None) for one in chart.follow_ups if one.done_at is None]
        if way is CheckWay.CALL:
            times = [one.in_at for one in chart.needlings if one.in_at is not None]
            needled = max(times, default=chart.visit.started)
            due = FollowUp(
                patient_id=chart.patient.id,
                episode_id=chart.episode.id,
                about_visit_id=chart.visit.id,
                due_from=needled + timedelta(hours=24),
                due_to=needled + timedelta(hours=48),
                way=way,
            )
            pairs.append((None, due))
        told = {one.id: one.text for one in CHECKS}
        self.visit.do(
            pairs, f"Soreness check: {told[way.value].lower()}" if way else "Soreness check cleared"
        )
