"""Plan: goals, strengthening, home programme, next visit, needling then, and the sections of the note."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.ghosts import EarlierVisit
from needlechart.domain.record import now
from needlechart.domain.rules.copied import with_copied, without_copied
from needlechart.domain.rules.discharge import DISCHARGE, discharges
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.words import NextNeedling, Side, Strengthening
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.billing_card import BillingCard
from needlechart.ui.screens.board.goals_card import GoalsCard
from needlechart.ui.screens.board.last_visit import pair, plan_facts
from needlechart.ui.screens.board.outcome_part import OutcomePart
from needlechart.ui.screens.board.phrase_typing import PhraseTyping
from needlechart.ui.screens.board.section_card import SectionCard
from needlechart.ui.screens.board.step import StepScreen
from needlechart.ui.screens.parts import Labelled, fitting_row
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import short_day, weekday, words_of
from needlechart.ui.widgets import Card, ChipRow, Choice, TextArea, TextField

WEEKS = {"1 week": 7, "2 weeks": 14, "3 weeks": 21, "4 weeks": 28}
NEXT = [Choice(text, text) for text in (*WEEKS, DISCHARGE)]
STRENGTHS = [
    Choice(one.value, text)
    for one, text in zip(Strengthening, ("Not yet", "Start", "Progress", "Hold"), strict=True)
]
NEEDLING = [
    Choice(one.value, text)
    for one, text in zip(NextNeedling, ("Same sites", "Fewer", "Decide then", "Stop"), strict=True)
]
HOME = [Choice(text, text) for text in ("Unchanged", "Changed", "None")]


class PlanStep(StepScreen):
    """Step 6."""

    next_text = "Review"

    def build(self) -> None:
        self.goals = GoalsCard(self)
        self.goals.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.cards.addWidget(self.goals)
        first = fitting_row(gap=12)
        first.addWidget(self._strengthening(), 53)
        first.addWidget(self._home(), 47)
        self.cards.addLayout(first)
        self.pairs.append(first)
        second = fitting_row(gap=12)
        second.addWidget(self._next(), 53)
        second.addWidget(self._then(), 47)
        self.cards.addLayout(second)
        self.pairs.append(second)
        self.billing = BillingCard(self)
        self.billing.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.sections: dict[str, SectionCard] = {}
        for name in ("assessment", "plan", "subjective", "objective"):
            card = SectionCard(name, self)
            card.edited.connect(lambda text, name=name: self._write(name, text))
            card.composed.connect(lambda name=name: self._compose(name))
            card.copy_wanted.connect(lambda visit_id, name=name: self._copy(name, visit_id))
            card.checked.connect(lambda name=name: self._check(name))
            self.sections[name] = card
            self.cards.addWidget(card)
            if name == "assessment":
                self.cards.addWidget(self._note())
        self.cards.addWidget(self.billing)
        self.today = self.side.add_block("Today")

    def _strengthening(self) -> Card:
        from needlechart.catalogue import follow_ons
        from needlechart.domain.words import FollowOnKind

        card = Card("Strengthening", self)
        self.strength = ChipRow(STRENGTHS, card, label="Strengthening", clearable=True)
        self.strength.setObjectName("strengthening")
        self.strength.chosen.connect(
            lambda value: self._edit(
                f"Strengthening {words_of(value).lower()}", strengthening=Strengthening(value)
            )
        )
        self.strength.cleared.connect(lambda value: self._edit("Strengthening cleared", strengthening=None))
        items = [
            one for one in follow_ons().values() if one.kind is FollowOnKind.STRENGTHENING and one.plan_only
        ]
        choices = [Choice(one.name.lower(), one.name) for one in sorted(items, key=lambda one: one.order)]
        self.strength_of = ChipRow(choices, card, label="Strengthening of", multi=True, wrap=True)
        self.strength_of.setObjectName("strengthening_of")
        self.strength_of.chosen.connect(lambda value: self._set_strength_of())
        self.strength_of.cleared.connect(lambda value: self._set_strength_of())
        card.body.addWidget(self.strength)
        card.body.addWidget(self.strength_of)
        card.body.addStretch(1)
        return card

    def _home(self) -> Card:
        card = Card("Home programme", self)
        self.home_chips = ChipRow(HOME, card, label="Home programme")
        self.home_chips.setObjectName("home_programme_chips")
        self.home_chips.chosen.connect(self._set_home)
        self.home = TextArea(card, label="Home programme", placeholder="Exercises, dose, how often", lines=2)
        self.home.setObjectName("home_programme")
        self.home.committed.connect(lambda text: self._edit("Home programme", home_programme=text.strip()))
        card.body.addWidget(self.home_chips)
        card.body.addWidget(self.home)
        card.body.addStretch(1)
        return card

    def _next(self) -> Card:
        card = Card("Next visit", self)
        self.next_visit = ChipRow(NEXT, card, label="Next visit", clearable=True)
        self.next_visit.setObjectName("next_visit")
        self.next_visit.chosen.connect(self._set_next)
        self.next_visit.cleared.connect(lambda value: self._plan_next("Next visit cleared", None, ""))
        self.next_day = TextField(card, label="Day of the next visit", placeholder="or a day: 31 Mar 2026")
        self.next_day.setObjectName("next_visit_day")
        self.next_day.committed.connect(self._set_next_day)
        self._next_part = Labelled("", self.next_day, card)
        self._next_part.label.hide()
        self.outcome = OutcomePart(card)
        self.outcome.said.connect(self._set_outcome)
        card.body.addWidget(self.next_visit)
        card.body.addWidget(self.outcome)
        card.body.addWidget(self._next_part)
        card.body.addStretch(1)
        return card

    def _then(self) -> Card:
        card = Card("Needling next time", self)
        self.then = ChipRow(NEEDLING, card, label="Needling next time", clearable=True)
        self.then.setObjectName("next_needling")
        self.then.chosen.connect(
            lambda value: self._edit("Needling next time", next_needling=NextNeedling(value))
        )
        self.then.cleared.connect(lambda value: self._edit("Needling next time cleared", next_needling=None))
        card.body.addWidget(self.then)
        card.body.addStretch(1)
        return card

    def _note(self) -> Card:
        card = Card("Plan in words", self, hint="goes into the plan of the note")
        self.plan_note = TextArea(card, label="Plan in words", placeholder="What else is planned", lines=2)
        self.plan_note.setObjectName("plan_note")
        self.plan_note.committed.connect(lambda text: self._edit("Plan", plan_note=text.strip()))
        card.body.addWidget(self.plan_note)
        return card

    def targets(self) -> dict[str, QWidget]:
        return {
            "next_visit": self.next_visit,
            "outcome": self.outcome.chips,
            "goals": self.goals.field,
            **self.billing.targets(),
            **self._texts(),
        }

    def _texts(self) -> dict[str, QWidget]:
        texts: dict[str, QWidget] = {name: card.text for name, card in self.sections.items()}
        return {**texts, "plan_note": self.plan_note, "outcome_words": self.outcome.words}

    def last_facts(self, previous: VisitChart) -> list[tuple[str, str]]:
        return plan_facts(previous)

    def redraw(self, chart: VisitChart) -> None:
        visit = chart.visit
        self.goals.show_chart(chart)
        self.strength.set_value(visit.strengthening.value if visit.strengthening else None)
        self.strength_of.set_values(visit.strengthening_of)
        self._show_home(chart)
        self.next_visit.set_value(visit.next_visit_words or None)
        day = visit.next_visit
        self.next_day.set_value(short_day(day) if day and visit.next_visit_words not in WEEKS else "")
        self._next_part.set_note(weekday(day) if day else "", "muted")
        self.next_day.set_error("")
        self._next_part.setVisible(not discharges(visit))
        self.outcome.show_outcome(chart)
        self.then.set_value(visit.next_needling.value if visit.next_needling else None)
        self.plan_note.set_value(visit.plan_note)
        self.billing.show_chart(chart)
        for card in self.sections.values():
            card.show_chart(chart)
        lines = [f"Pain {pair(chart, PAIN, Side.UNSTATED) or 'not asked'}"]
        rotation = pair(chart, "hip_ir_90", Side.RIGHT)
        squat = pair(chart, "squat_quality", Side.UNSTATED)
        lines += [f"Hip IR right {rotation}"] if rotation else []
        lines += [f"Squat {squat}"] if squat else []
        self.today.setText("\n".join(lines))

    def _show_home(self, chart: VisitChart) -> None:
        words = chart.visit.home_programme
        last = self.visit.previous.visit.home_programme if self.visit.previous else ""
        self.home.set_value(words)
        chosen = None
        if words.strip():
            chosen = "None" if words.strip() == "None" else "Unchanged" if words == last else "Changed"
        self.home_chips.set_value(chosen)
        self.home_chips.set_refusal("Unchanged", "" if last else "No home programme was recorded last time.")

    # What a tap does

    def _edit(self, text: str, **values: object) -> None:
        self.visit.edit_visit(text, **values)

    def _set_strength_of(self) -> None:
        self._edit("Strengthening of", strengthening_of=tuple(sorted(self.strength_of.values())))

    def _set_home(self, value: str) -> None:
        if value == "Unchanged" and self.visit.previous is not None:
            self._edit("Home programme unchanged", home_programme=self.visit.previous.visit.home_programme)
        elif value == "None":
            self._edit("No home programme", home_programme="None")
        else:
            self.home.setFocus()

    def _set_next(self, value: str) -> None:
        day = None if value == DISCHARGE else self._day_of_treatment() + timedelta(days=WEEKS[value])
        said = DISCHARGE if value == DISCHARGE else f"Next visit {value.lower()}"
        self._plan_next(said, day, value)

    def _plan_next(self, said: str, day: date | None, words: str) -> None:
        """When the patient comes again; a proposed outcome goes with the discharge it belonged to."""
        visit, episode = self.visit.visit, self.visit.chart.episode
        after = visit.but(next_visit=day, next_visit_words=words)
        pairs: list[Pair] = [(visit, after)]
        if discharges(visit) and not discharges(after) and episode.ended is None:
            pairs.append((episode, episode.but(outcome="")))
        self.visit.do(pairs, said)

    def _set_outcome(self, outcome: str) -> None:
        self.visit.put(self.visit.chart.episode.but(outcome=outcome), "Outcome at discharge")

    def _set_next_day(self, text: str) -> None:
        try:
            day = read_date(text)
        except Refused as refusal:
            self._refuse_day(str(refusal))
            return
        if day is None:
            self._plan_next("Next visit cleared", None, "")
        elif day <= self._day_of_treatment():
            self._refuse_day("The next visit lies after this one.")
        else:
            self._plan_next(f"Next visit {short_day(day)}", day, "")

    def _refuse_day(self, why: str) -> None:
        self.next_day.set_error(why)
        self._next_part.set_note(why)

    def _day_of_treatment(self) -> date:
        return self.visit.visit.started.astimezone(now().tzinfo).date()

    def set_phrases(self, typing: PhraseTyping) -> None:
        """What the sections offer beside typing a shortcut."""
        for card in self.sections.values():
            card.set_phrases(typing)

    def _write(self, name: str, text: str) -> None:
        values = {name: text, f"{name}_edited": True, "copied": without_copied(self.visit.visit, name)}
        self._edit(f"{name.title()} edited", **values)

    def _compose(self, name: str) -> None:
        values = {name: "", f"{name}_edited": False, "copied": without_copied(self.visit.visit, name)}
        self._edit(f"{name.title()} composed again", **values)

    def show_visit(self, visit: OpenVisit | None) -> None:
        super().show_visit(visit)
        self._offer_visits(None, ())
        if visit is not None and visit.previous is not None and not visit.visit.signed:
            # What cannot be asked is a missing convenience, not a problem to show at the table.
            then = partial(self._offer_visits, visit)
            self.desk.earlier_visits(visit.visit.id, then, lambda problem: None)

    def _offer_visits(self, visit: OpenVisit | None, found: tuple[EarlierVisit, ...]) -> None:
        if visit is None or visit is self._visit:
            for card in self.sections.values():
                card.offer_visits(found)

    def _copy(self, name: str, visit_id: str) -> None:
        """A section of an earlier visit as it printed; without an id the last visit's."""
        visit = self.visit
        previous = visit.previous
        if previous is not None and visit_id in ("", previous.visit.id):
            self._copy_from(name, visit, previous)
        elif visit_id:
            self.desk.earlier_visit(visit_id, partial(self._copy_from, name, visit))

    def _copy_from(self, name: str, visit: OpenVisit, earlier: VisitChart) -> None:
        """Marked as copied until somebody touches it."""
        from needlechart.catalogue import knowledge
        from needlechart.domain.narrative import compose

        if visit is not self._visit:
            return  # another visit is open by now
        text = getattr(compose(earlier, knowledge().measures), name)
        day = earlier.visit.started.date()
        values = {name: text, f"{name}_edited": True, "copied": with_copied(visit.visit, name, day)}
        self._edit(f"{name.title()} copied from {short_day(day)}", **values)

    def _check(self, name: str) -> None:
        self._edit(f"{name.title()} read", copied=without_copied(self.visit.visit, name))
