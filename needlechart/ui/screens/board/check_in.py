"""Check-in: what is new, consent today, since last visit, the patient's words, pain now, position, time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.narrative.subjective import comfort
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.rules.measure_text import measurement_text
from needlechart.domain.rules.soreness import (
    HALF_A_DAY,
    LONGER,
    NONE,
    ONE_DAY,
    TWO_DAYS,
    answered,
    carried_lasted,
)
from needlechart.domain.visit import Visit
from needlechart.domain.words import Phase, Position, Side, SinceLast
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.areas.door import AreaDoor
from needlechart.ui.screens.board.consent_card import ConsentCard
from needlechart.ui.screens.board.first_visit_card import FirstVisitCard
from needlechart.ui.screens.board.last_event_card import LastEventCard
from needlechart.ui.screens.board.measure_list import Asked, new_measurement
from needlechart.ui.screens.board.screening_card import ScreeningCard
from needlechart.ui.screens.board.step import StepScreen
from needlechart.ui.screens.board.time_card import TimeLine
from needlechart.ui.screens.parts import Labelled, fitting_row, row
from needlechart.ui.screens.wording import clock, short_day, words_of
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    NumberStrip,
    Text,
    TextArea,
    TextField,
)

SINCE = [Choice(one.value, text) for one, text in zip(SinceLast, ("Better", "Same", "Worse"), strict=True)]
LASTED = [
    Choice(NONE, "None"),
    Choice(HALF_A_DAY, "½ day", spoken="Half a day"),
    *(Choice(text, text[:1].upper() + text[1:]) for text in (ONE_DAY, TWO_DAYS, LONGER)),
]
GLOVES = [Choice("yes", "Worn"), Choice("no", "Not worn")]
WORSE = [
    Choice(text, text[:1].upper() + text[1:])
    for text in ("sitting", "walking", "sleep", "intercourse", "bladder", "bowel")
]


def today_lines(visit: Visit) -> list[str]:
    """Position, hygiene and time of treatment, as they stand beside the cards."""
    position = words_of(visit.position.value) if visit.position else "Position not recorded"
    skin = visit.skin_preparation or "Skin preparation not recorded"
    gloves = {None: "Gloves not recorded", True: "Gloves worn", False: "No gloves"}[visit.gloves]
    local = visit.started.astimezone()
    return [position, skin, gloves, f"{short_day(local.date())}, {clock(local)}"]


def positions() -> list[Choice]:
    """Positions of the catalogue, short for chips."""
    from needlechart.catalogue import positions as catalogue

    short = {Position.RIGHT_SIDE_LYING: "On right side", Position.LEFT_SIDE_LYING: "On left side"}
    return [
        Choice(one.position.value, short.get(one.position, one.label), spoken=one.label)
        for one in catalogue().values()
    ]


class CheckInStep(StepScreen):
    """Step 1."""

    form_wanted = Signal(object, object, object)
    next_text = "Before"

    def build(self) -> None:
        self.screening = ScreeningCard(self)
        self.screening.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.consent = ConsentCard(self)
        self.consent.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.consent.form_wanted.connect(self.form_wanted)
        self.cards.addWidget(self.screening)
        self.cards.addWidget(self.consent)
        pair = fitting_row(gap=12)
        self._since_card = self._since()
        self.first = FirstVisitCard(self)
        self.first.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        pair.addWidget(self._since_card, 42)
        pair.addWidget(self._words(), 58)
        self.cards.addWidget(self.first)
        self.first.hide()
        self._make_pain()
        self.cards.addLayout(pair)
        self.cards.addWidget(self._pain_card)  # what is asked of everyone needs no scrolling
        self.last_events = LastEventCard(self)
        self.last_events.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.cards.addWidget(self.last_events)
        self.cards.addWidget(self._setting())
        self.comfort = self.side.add_block("Comfort plan")
        self.today = self.side.add_block("Today")
        self.to_today = Button("Change below", self.side, kind=ButtonKind.LINK, icon="chevron_down")
        self.to_today.setObjectName("to_today")
        self.to_today.clicked.connect(lambda: self.go_to("position"))
        line = row(gap=0)
        line.addWidget(self.to_today)
        line.addStretch(1)
        self.side.more.addLayout(line)

    def _since(self) -> Card:
        card = Card("Since last visit", self)
        self.since = ChipRow(SINCE, card, label="Since last visit", clearable=True)
        self.since.setObjectName("since_last")
        self.since.chosen.connect(
            lambda value: self._edit(f"Since last visit {value}", since_last=SinceLast(value))
        )
        self.since.cleared.connect(lambda value: self._edit("Since last visit cleared", since_last=None))
        self.lasted = ChipRow(LASTED, card, label="Soreness lasted", clearable=True)
        self.lasted.setObjectName("soreness_lasted")
        self.lasted.chosen.connect(lambda value: self._edit(f"Soreness {value}", soreness_lasted=value))
        self.lasted.cleared.connect(lambda value: self._edit("Soreness cleared", soreness_lasted=""))
        card.body.addWidget(self.since)
        card.body.addWidget(Labelled("Soreness after needling lasted", self.lasted, card))
        self.checked = Text("", card, role="label", colour="muted", wrap=True)
        self.checked.setObjectName("soreness_checked")
        card.body.addWidget(self.checked)
        card.body.addStretch(1)
        return card

    def _words(self) -> Card:
        card = Card("In the patient’s words", self, hint="optional")
        self.worse = ChipRow(WORSE, card, label="Worse with", multi=True, wrap=True)
        self.worse.setObjectName("worse_with")
        self.worse.chosen.connect(lambda value: self._worse())
        self.worse.cleared.connect(lambda value: self._worse())
        self.words = TextArea(card, label="In the patient's words", placeholder="Add words", lines=1)
        self.words.setObjectName("patient_words")
        self.words.committed.connect(lambda text: self._edit("Patient’s words", patient_words=text.strip()))
        self.areas = AreaDoor(self, Phase.BEFORE, card)
        line = row(gap=8)
        line.addWidget(self.words, 1)
        line.addWidget(self.areas.button)
        card.body.addWidget(self.worse)
        card.body.addLayout(line)
        card.body.addStretch(1)
        return card

    def show_visit(self, visit: OpenVisit | None) -> None:
        if visit is not self._visit:
            self.areas.drop()
        super().show_visit(visit)

    def _make_pain(self) -> None:
        card = Card("Pain now", self, hint="0 none, 10 worst")
        self.pain = NumberStrip(card, label="Pain now", clearable=True)
        self.pain.setObjectName("pain_now")
        self.pain.chosen.connect(self._set_pain)
        self.pain.cleared.connect(self._clear_pain)
        card.body.addWidget(self.pain)
        self._pain_card = card

    def _setting(self) -> Card:
        card = Card("Today", self, hint="position, hygiene, reason, time of treatment")
        self.position = ChipRow(positions(), card, label="Position", clearable=True, wrap=True)
        self.position.setObjectName("position")
        self.position.chosen.connect(self._set_position)
        self.position.cleared.connect(lambda value: self._edit("Position cleared", position=None))
        self.reason = TextField(card, label="Reason for needling today", placeholder="As the episode says")
        self.reason.setObjectName("reason")
        self.reason.committed.connect(lambda text: self._edit("Reason today", reason=text.strip()))
        self.time = TimeLine(card)
        self.time.moved.connect(self._move)
        self.skin = TextField(card, label="Skin preparation", placeholder="70 % isopropyl alcohol")
        self.skin.setObjectName("skin_preparation")
        self.skin.committed.connect(
            lambda text: self._edit("Skin preparation", skin_preparation=text.strip())
        )
        self.gloves = ChipRow(GLOVES, card, label="Gloves", clearable=True)
        self.gloves.setObjectName("gloves")
        self.gloves.chosen.connect(lambda value: self._edit("Gloves", gloves=value == "yes"))
        self.gloves.cleared.connect(lambda value: self._edit("Gloves cleared", gloves=None))
        hygiene = row(gap=12)
        hygiene.addWidget(Labelled("Skin preparation", self.skin, card), 1)
        hygiene.addWidget(Labelled("Gloves", self.gloves, card), 1)
        card.body.addWidget(Labelled("Position", self.position, card))
        card.body.addLayout(hygiene)
        line = row(gap=12)
        line.addWidget(Labelled("Reason for needling today", self.reason, card, stretch=True), 1)
        line.addWidget(self.time, 1)
        card.body.addLayout(line)
        return card

    def land(self) -> None:
        """The whole list is read from its beginning, not from "None of these" at its end."""
        begin = self.screening.begin
        if begin is None:
            super().land()
        else:
            begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def targets(self) -> dict[str, QWidget]:
        return {
            **self.screening.targets(),
            **self.consent.targets(),
            "reason": self.reason,
            "position": self.position,
            "skin_preparation": self.skin,
            "started": self.time.day,
            "pain_before": self.pain,
            "pain_now": self.pain,
            "areas": self.areas.button,
            "since_last": self.since,
        }

    def go_to(self, target: str) -> None:
        if target == "no_needling_reason":
            self.consent.ask_why()
        super().go_to(target)

    def last_facts(self, previous: VisitChart) -> list[tuple[str, str]]:
        from needlechart.ui.screens.board.last_visit import facts

        return facts(previous)

    def redraw(self, chart: VisitChart) -> None:
        self.last_events.show_visit(self.visit)
        visit = chart.visit
        self.screening.show_chart(chart, self.visit.previous)
        self.consent.show_chart(chart)
        self._since_card.setVisible(chart.previous is not None)
        self._place_pain(first_visit=chart.previous is None)
        self.first.show_chart(chart)
        self.since.set_value(visit.since_last.value if visit.since_last else None)
        self._show_soreness(visit)
        self.worse.set_values(visit.worse_with)
        self.words.set_value(visit.patient_words)
        self.areas.show_chart(chart)
        self._show_pain(chart)
        self.position.set_value(visit.position.value if visit.position else None)
        self.skin.set_value(visit.skin_preparation)
        self.skin.setPlaceholderText(chart.clinic.skin_preparation or "70 % isopropyl alcohol")
        self.gloves.set_value(None if visit.gloves is None else "yes" if visit.gloves else "no")
        self.reason.set_value(visit.reason)
        self.reason.setPlaceholderText(self._usual_reason(chart))
        self.time.show_visit(visit, chart.patient.birth_date)
        agreed = comfort(chart).removeprefix("Comfort: ")
        self.comfort.setText(f"{agreed[:1].upper()}{agreed[1:]}" or "Not agreed yet")
        self.today.setText("\n".join(today_lines(visit)))

    def _show_soreness(self, visit: Visit) -> None:
        """What was answered to the check is carried, not charted: a tap on it charts it."""
        from needlechart.ui.screens.board.last_visit import soreness_words

        check = answered(self.visit.previous.follow_ups) if self.visit.previous else None
        carried = carried_lasted(check)
        self.lasted.set_value(visit.soreness_lasted or None)
        self.lasted.set_carried(carried or None)
        told = ""
        if check is not None and check.done_at is not None:
            day = short_day(check.done_at.astimezone().date())
            todo = "; tap it to chart it" if carried and not visit.soreness_lasted else ""
            told = f"Soreness check {day}: {soreness_words(check)}{todo}"
        self.checked.setText(told)
        self.checked.setVisible(bool(told))

    def _usual_reason(self, chart: VisitChart) -> str:
        titles = [one.title for one in chart.indications]
        return ", ".join(titles[:2]) or chart.episode.title

    def _place_pain(self, *, first_visit: bool) -> None:
        """At a first visit above the patient's words."""
        if self.first.isHidden() == first_visit:
            self.first.setVisible(first_visit)
            self.cards.removeWidget(self._pain_card)
            self.cards.insertWidget(3 if first_visit else 4, self._pain_card)

    def _show_pain(self, chart: VisitChart) -> None:
        pain = chart.measured(PAIN, Side.UNSTATED, Phase.BEFORE)
        whole = pain is not None and pain.value is not None and pain.value == int(pain.value)
        self.pain.set_value(int(pain.value) if pain and pain.value is not None and whole else None)
        previous = self.visit.previous
        earlier = previous.measured(PAIN, Side.UNSTATED, Phase.BEFORE) if previous else None
        self.pain.set_before(int(earlier.value) if earlier and earlier.value is not None else None)
        kept = f". Now {measurement_text(pain)}" if pain is not None and not whole else ""
        told = f". Bar: before needling last visit, {measurement_text(earlier)}" if earlier else ""
        self._pain_card.set_title("Pain now", f"0 none, 10 worst{kept}{told}")

    def _set_position(self, value: str) -> None:
        """The map opens at the view that is then up."""
        from needlechart.ui.screens.board.free_view import view_turned_up

        position, visit = Position(value), self.visit
        self._edit(f"Position {words_of(value).lower()}", position=position)
        if visit.chart.clinic.turn_view_by_itself:
            visit.stand(view=view_turned_up(position, visit.place.view))

    def _edit(self, text: str, **values: object) -> None:
        self.visit.edit_visit(text, **values)

    def _worse(self) -> None:
        chosen = self.worse.values()
        known = [one.id for one in WORSE]
        ordered = tuple(one for one in known if one in chosen)
        own = tuple(one for one in self.visit.visit.worse_with if one not in known)
        self._edit("Worse with", worse_with=ordered + own)

    def _set_pain(self, value: int) -> None:
        made = new_measurement(self.visit.chart, Asked(PAIN), Phase.BEFORE, value=float(value))
        self.visit.put(made, f"Pain {value}")

    def _clear_pain(self) -> None:
        pain: Measurement | None = self.visit.chart.measured(PAIN, Side.UNSTATED, Phase.BEFORE)
        if pain is not None:
            self.visit.remove(pain, "Pain cleared")

    def _move(self, moment: object) -> None:
        self._edit("Time of treatment", started=moment)
