"""Anything new: "Nothing new" or single findings with their details; a first visit asks the whole list.

The whole list is read in groups, absolute contraindications first in each; "None of these" stands at its end.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.catalogue import Addressee, ScreeningItem
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.site_screening import brought_up
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.words import AlertLevel, Answer
from needlechart.ui.screens.board import screening_steps as steps
from needlechart.ui.screens.board.finding_row import FindingRow
from needlechart.ui.screens.board.screening_group import ScreeningGroup, choices
from needlechart.ui.screens.parts import column, empty
from needlechart.ui.screens.wording import count, medium_day
from needlechart.ui.widgets import Button, Card, ChipRow, Choice

NONE = "none"
WHOLE = "whole_list"
JUDGED = {Addressee.CLINICIAN: "You judge", Addressee.SITE: "At the sites marked today"}
"""Groups of what the patient is not asked; the patient's own have their titles in the catalogue."""
FURTHER = "Anything else"


class ScreeningCard(Card):
    """``did(pairs, text)`` is one step of the visit.

    A yes raises its alert in the same step, with region, severity and words of the catalogue; as long as the
    visit is a draft, the alert goes when the answer goes. What has an alert from before is known: "Nothing
    new" keeps it as a yes that is unchanged. A first visit shows the whole list until it is reviewed, which
    it is once every item has an answer; then it folds.
    """

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Anything new?", parent, hint="asked every visit")
        self._chart: VisitChart | None = None
        self._first = False
        self._wish: bool | None = None
        self._shown: tuple[str, ...] = ()
        self._rows: dict[str, FindingRow] = {}
        self._built: tuple[tuple[str, str], ...] | None = ()
        self.chips = ChipRow((), self, label="Anything new", multi=True, wrap=True)
        self.chips.setObjectName("screening")
        self.chips.chosen.connect(self._chosen)
        self.chips.cleared.connect(self._cleared)
        self._groups: list[ScreeningGroup] = []
        self._read = column(gap=4)
        self._details = column(gap=14)
        self.body.addLayout(self._read)
        self.body.addWidget(self.chips)
        self.body.addLayout(self._details)
        self.rest = Button("", self, icon="check", padding=12)
        self.rest.setObjectName("screening_rest")
        self.rest.clicked.connect(self._no_to_the_rest)
        self.body.addWidget(self.rest)

    @property
    def begin(self) -> QWidget | None:
        """Where reading the whole list begins, while it is open."""
        return self._groups[0].line if self._groups else None

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        begin = self.begin or self.chips
        return {"screening_reviewed": begin, "screening": begin}

    def show_chart(self, chart: VisitChart, previous: VisitChart | None) -> None:
        """The answers of this visit."""
        other = self._chart is None or self._chart.visit.id != chart.visit.id
        self._chart = chart
        self._first = previous is None
        if other:
            self._wish = None
        if previous is None:
            self.set_title("Does any of this apply?", "the whole list at the first visit")
        else:
            self.set_title(
                f"Anything new since {medium_day(previous.visit.started.date())}?", "asked every visit"
            )
        self._show(chart)

    def _show(self, chart: VisitChart) -> None:
        """What is offered and what was answered."""
        self._offer(chart)
        new = self._new(chart)
        nothing = {NONE} if chart.visit.screening_reviewed and not new else set()
        self.chips.set_values(new | nothing)
        for group in self._groups:
            group.set_values(new)
        self._show_rest(chart)
        self._show_details(chart)

    @property
    def _whole(self) -> bool:
        """Whether the whole list is shown: as was wished, else at a first visit until it is answered."""
        if self._wish is not None or self._chart is None:
            return bool(self._wish)
        return self._first and not self._chart.visit.screening_reviewed

    def _yes(self, chart: VisitChart) -> list[ScreeningAnswer]:
        return [one for one in chart.screening if one.answer is Answer.YES]

    def _new(self, chart: VisitChart) -> frozenset[str]:
        """What was found today and not before."""
        return frozenset(one.item for one in self._yes(chart) if not one.unchanged)

    def _items(self) -> list[ScreeningItem]:
        """What is asked now, the findings of every visit first."""
        from needlechart.catalogue import check_in_findings, screening

        first = list(check_in_findings())
        if not self._whole:
            return first
        return first + [one for one in screening().values() if one not in first and self._applies(one)]

    def _applies(self, item: ScreeningItem) -> bool:
        """What is about a site is asked once a marked site brings it up, not before."""
        from needlechart.catalogue import knowledge

        chart = self._chart
        if item.addressee is not Addressee.SITE:
            return True
        return chart is not None and item.id in brought_up(chart, knowledge(), chart.points)

    def _offer(self, chart: VisitChart) -> None:
        from needlechart.catalogue import screening

        items = self._items()
        shown = {one.id for one in items}
        items += [
            screening()[one.item]
            for one in self._yes(chart)
            if one.item not in shown and one.item in screening()
        ]
        self._offer_groups(items if self._whole else [])
        words = "None of these" if self._first else "Nothing new"
        some = self._whole and bool(self._new(chart))  # then the rest is what is answered with no
        keys = (words, str(self._whole), str(some), *(one.id for one in items))
        if keys == self._shown:
            return
        self._shown = keys
        self.chips.setAccessibleName("Does any of this apply" if self._first else "Anything new")
        offered = [] if some else [Choice(NONE, words, tick=True, alone=True)]
        if not self._whole:
            offered += choices(items, divider=True)
        offered.append(Choice(WHOLE, "Short list" if self._whole else "The whole list", icon="list"))
        self.chips.set_choices(offered)

    def _offer_groups(self, items: list[ScreeningItem]) -> None:
        """The whole list by its groups, in the order in which the catalogue begins them."""
        from needlechart.catalogue import screening

        place = {key: number for number, key in enumerate(screening())}
        found: dict[str, list[ScreeningItem]] = {}
        for one in sorted(items, key=lambda one: (one.addressee is not Addressee.PATIENT, place[one.id])):
            found.setdefault(_title(one), []).append(one)
        for asked in found.values():
            asked.sort(key=lambda one: (one.level is not AlertLevel.ABSOLUTE, place[one.id]))
        if [tuple(asked) for asked in found.values()] == [group.items for group in self._groups]:
            return
        empty(self._read)
        self._built = None
        self._groups = [ScreeningGroup(_key(asked[0]), title, asked, self) for title, asked in found.items()]
        for group in self._groups:
            group.chosen.connect(self._chosen)
            group.cleared.connect(self._cleared)
            self._read.addWidget(group)

    def _show_rest(self, chart: VisitChart) -> None:
        """Findings leave the others unanswered: one tap says no to them."""
        open_items = self._unanswered(chart)
        wanted = bool(open_items) and bool(self._yes(chart)) and (self._whole or self._first)
        self.rest.setVisible(wanted)
        if wanted:
            self.rest.set_text(f"No to the other {count(len(open_items), 'question')}")

    def _unanswered(self, chart: VisitChart) -> list[ScreeningItem]:
        answered = {one.item for one in chart.screening}
        return [one for one in self._items() if one.id not in answered]

    def _show_details(self, chart: VisitChart) -> None:
        from needlechart.catalogue import screening

        alerts = {**steps.raised_here(chart), **steps.known_before(chart)}
        findings = self._yes(chart)
        wanted = tuple((one.item, alerts[one.item].id if one.item in alerts else "") for one in findings)
        if wanted != self._built:
            self._built = wanted
            for place in (self._details, *(group.details for group in self._groups)):
                empty(place)
            self._rows = {}
            for one in findings:
                part = FindingRow(one, screening().get(one.item), alerts.get(one.item), self)
                part.edited.connect(self._edited)
                part.alert_wanted.connect(self._raise_by_hand)
                part.alert_unwanted.connect(self._no_alert)
                part.no_longer.connect(self._no_longer)
                self._rows[one.item] = part
                self._place_of(one.item).addWidget(part)
        for one in findings:
            self._rows[one.item].show_answer(one)

    def _place_of(self, item: str) -> QVBoxLayout:
        """Where a finding is described: under its group, else under the short list."""
        groups = (group for group in self._groups if item in group.chips.ids())
        group = next(groups, None)
        return group.details if group is not None else self._details

    # What a tap does

    def _toggle_whole(self) -> None:
        self._wish = not self._whole
        if self._chart is not None:
            self._show(self._chart)

    def _chosen(self, value: str) -> None:
        if value == WHOLE:
            self._toggle_whole()
            return
        chart = self._need()
        if value == NONE:
            gone = steps.nothing_found(chart, [one.id for one in self._items()])
            self._wish = None
            self.did.emit(gone, "None of these" if self._first else "Nothing new")
            return
        left = [one for one in self._unanswered(chart) if one.id != value]
        pairs = steps.found(chart, value, reviewed=not (self._first and left))
        self.did.emit(pairs, steps.item_words(value))

    def _no_to_the_rest(self) -> None:
        chart = self._need()
        pairs = steps.no_to_the_rest(chart, [one.id for one in self._unanswered(chart)])
        self._wish = None
        self.did.emit(pairs, "No to the rest")

    def _cleared(self, value: str) -> None:
        chart = self._need()
        if value == WHOLE:
            return
        if value == NONE:
            if not self.chips.values():
                self.did.emit(steps.nothing_answered(chart), "Screening cleared")
            return
        answer = next((one for one in chart.screening if one.item == value), None)
        if answer is None or NONE in self.chips.values():
            return  # "Nothing new" takes everything back in its own step
        reviewed = len(chart.screening) > 1 and not self._first
        self.did.emit(steps.taken_back(chart, answer, reviewed=reviewed), f"{answer.item_text} taken back")

    def _no_longer(self, item: str) -> None:
        self.did.emit(steps.no_longer(self._need(), item), f"No longer: {steps.item_words(item)}")

    def _edited(self, before: ScreeningAnswer, after: ScreeningAnswer, what: str) -> None:
        self.did.emit(steps.edited(self._need(), before, after), what)

    def _raise_by_hand(self, item: str) -> None:
        chart = self._need()
        answer = next(one for one in chart.screening if one.item == item)
        self.did.emit(steps.raised_by_hand(chart, answer), f"Alert: {answer.item_text}")

    def _no_alert(self, item: str) -> None:
        """The answer stays, its alert goes."""
        raised = steps.raised_here(self._need()).get(item)
        if raised is not None:
            self.did.emit([(raised, None)], f"No alert: {raised.text}")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart


def _title(item: ScreeningItem) -> str:
    """What heads the group of an item."""
    return JUDGED.get(item.addressee) or item.topic or FURTHER


def _key(item: ScreeningItem) -> str:
    """The name of its group for who looks for it."""
    if item.addressee is not Addressee.PATIENT:
        return item.addressee.value
    return "".join(one if one.isalnum() else "_" for one in _title(item).casefold())
