"""The details of one thing given: picture, side, dose, easier or harder, taken home."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.catalogue import FollowOnItem, follow_ons, pictograms
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.home_programme import TAKEN_HOME
from needlechart.domain.treatment import FollowOn
from needlechart.domain.words import FollowOnKind, Progression, Side
from needlechart.editing.change import Pair
from needlechart.ui.screens.board.follow_on_list import home_of, key_of, taken_back
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    IconButton,
    Text,
    TextField,
)
from needlechart.ui.widgets.pictogram import PictogramView

SIDES = [Choice("right", "Right"), Choice("left", "Left"), Choice("both", "Both")]
AGAINST_LAST = [Choice("easier", "Easier"), Choice("same", "Same"), Choice("harder", "Harder")]


class FollowOnDetails(Card):
    """``did(pairs, text)`` is one step of the visit; ``closed()``; ``opened(key)`` after a step on."""

    did = Signal(object, str)
    closed = Signal()
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("follow_on_details")
        self._chart: VisitChart | None = None
        self._shown: FollowOn | None = None
        self._item: FollowOnItem | None = None
        self._compact = False
        self.home = Button("Take home", self, icon="plus")
        self.home.setObjectName("take_home")
        self.home.clicked.connect(self._toggle_home)
        self.back = Button("Take back", self, kind=ButtonKind.LINK, icon="trash")
        self.back.setObjectName("take_back")
        self.back.clicked.connect(self._take_back)
        shut = IconButton("close", "Close the details", self)
        shut.setObjectName("close_details")
        shut.clicked.connect(self.closed)
        for part in (self.home, self.back, shut):
            self.head.addWidget(part)
        line = row(gap=14)
        self.picture = PictogramView(self, width=128)
        line.addWidget(self.picture)
        right = column(gap=6)
        right.addLayout(self._how())
        right.addLayout(self._how_much())
        line.addLayout(right, 1)
        self.body.addLayout(line)
        self.body.addLayout(self._steps())

    def _how(self) -> QHBoxLayout:
        """On which side, and against the last time."""
        line = row(gap=14)
        self.side = ChipRow(SIDES, self, label="Side", clearable=True)
        self.side.setObjectName("follow_on_side")
        self.side.chosen.connect(lambda value: self._edit(side=Side(value)))
        self.side.cleared.connect(lambda value: self._edit(side=Side.UNSTATED))
        self._side_part = Labelled("Side", self.side, self, stretch=True)
        self.step = ChipRow(AGAINST_LAST, self, label="Against the last time", clearable=True)
        self.step.setObjectName("follow_on_progression")
        self.step.chosen.connect(lambda value: self._edit(progression=Progression(value)))
        self.step.cleared.connect(lambda value: self._edit(progression=None))
        line.addWidget(self._side_part, 1)
        line.addWidget(Labelled("Against the last time", self.step, self, stretch=True), 1)
        return line

    def _how_much(self) -> QHBoxLayout:
        """The dose, from the catalogue or in words, and a note."""
        line = row(gap=8)
        self.doses = ChipRow((), self, label="Dose")
        self.doses.setObjectName("follow_on_doses")
        self.doses.chosen.connect(lambda value: self._edit(dose=value))
        self.dose = TextField(self, label="Dose in words", placeholder="dose")
        self.dose.setObjectName("follow_on_dose")
        self.dose.committed.connect(lambda text: self._edit(dose=text.strip()))
        self.note = TextField(self, label="Note to this exercise", placeholder="note, prints on the handout")
        self.note.setObjectName("follow_on_note")
        self.note.committed.connect(lambda text: self._edit(note=text.strip()))
        line.addWidget(self.doses, 3)
        line.addWidget(self.dose, 2)
        line.addWidget(self.note, 3)
        return line

    def _steps(self) -> QHBoxLayout:
        line = row(gap=8)
        self.easier = Button("", self, icon="arrow_down")
        self.easier.setObjectName("easier_exercise")
        self.easier.clicked.connect(lambda: self._swap(Progression.EASIER))
        self.harder = Button("", self, icon="arrow_up")
        self.harder.setObjectName("harder_exercise")
        self.harder.clicked.connect(lambda: self._swap(Progression.HARDER))
        self.words = Text("", self, role="secondary", colour="muted", wrap=True)
        line.addWidget(self.easier)
        line.addWidget(self.harder)
        line.addWidget(self.words, 1)
        return line

    def set_compact(self, *, compact: bool) -> None:
        """Without room the picture and the words go."""
        self._compact = compact
        self.picture.setVisible(not compact and self._item is not None)
        self.words.setVisible(not compact)

    def show_given(self, chart: VisitChart, key: str) -> bool:
        """The details of what was given under that key; False (and hidden) when it is not given."""
        self._chart = chart
        mine = (one for one in chart.follow_ons if one.kind is not FollowOnKind.HOME_PROGRAMME)
        one = next((one for one in mine if key_of(one) == key), None) if key else None
        self._shown, self._item = one, None
        self.setVisible(one is not None)
        if one is None:
            return False
        item = self._item = follow_ons().get(one.exercise)
        self.set_title(one.what)
        self.picture.show_picture(pictograms().get(item.pictogram) if item else None, one.what)
        self.set_compact(compact=self._compact)
        self._side_part.setVisible(item is None or item.sided or one.side is not Side.UNSTATED)
        self.side.set_value(one.side.value if one.side is not Side.UNSTATED else None)
        asks = item is not None and item.sided and one.side is Side.UNSTATED
        self._side_part.set_note("Which side? It can be signed without." if asks else "", "caution")
        self.step.set_value(one.progression.value if one.progression else None)
        doses = item.doses if item else ()
        self.doses.set_choices([Choice(dose, dose) for dose in doses])
        self.doses.setVisible(bool(doses))
        self.doses.set_value(one.dose or None)
        self.dose.set_value("" if one.dose in doses else one.dose)
        self.note.set_value(one.note)
        self._show_home(chart, one)
        self._show_steps(item)
        return True

    def _show_home(self, chart: VisitChart, one: FollowOn) -> None:
        self.home.setVisible(one.kind in TAKEN_HOME)
        at_home = home_of(chart, one) is not None
        self.home.set_text("In the home programme" if at_home else "Take home")
        self.home.set_kind(ButtonKind.CURRENT if at_home else ButtonKind.QUIET)

    def _show_steps(self, item: FollowOnItem | None) -> None:
        known = {key: one for key, one in follow_ons().items() if not one.hidden}
        for button, key, word in (
            (self.easier, item.easier if item else "", "Easier"),
            (self.harder, item.harder if item else "", "Next step"),
        ):
            button.setVisible(key in known)
            if key in known:
                button.set_text(f"{word}: {known[key].name}")
        words = f"Gets harder: {item.progression}." if item and item.progression else ""
        if item is not None and words and not item.reviewed:
            words += " Not reviewed."
        self.words.setText(words)

    # What a tap does

    def _edit(self, **values: object) -> None:
        """The same in the home programme, if it is there."""
        if self._shown is None or self._chart is None:
            return
        pairs: list[Pair] = [(self._shown, self._shown.but(**values))]
        home = home_of(self._chart, self._shown)
        if home is not None:
            pairs.append((home, home.but(**values)))
        self.did.emit(pairs, self._shown.what)

    def _take_back(self) -> None:
        if self._shown is not None and self._chart is not None:
            self.did.emit(taken_back(self._chart, self._shown), f"{self._shown.what} taken back")

    def _toggle_home(self) -> None:
        if self._shown is None or self._chart is None:
            return
        home = home_of(self._chart, self._shown)
        if home is not None:
            self.did.emit([(home, None)], f"{home.what}: not at home")
        else:
            self.did.emit([(None, at_home(self._chart, self._shown))], f"{self._shown.what}: at home too")

    def _swap(self, step: Progression) -> None:
        """The exercise before or after it on its ladder; the side stays, the dose begins anew."""
        if self._shown is None or self._item is None or self._chart is None:
            return
        key = self._item.harder if step is Progression.HARDER else self._item.easier
        item = follow_ons()[key]
        changed = {
            "what": item.name,
            "exercise": item.id,
            "dose": item.dose,
            "progression": step,
            "side": self._shown.side if item.sided else Side.UNSTATED,
        }
        pairs: list[Pair] = [(self._shown, self._shown.but(**changed, kind=item.kind))]
        home = home_of(self._chart, self._shown)
        if home is not None:
            pairs.append((home, home.but(**changed)))
        self.opened.emit(item.id)
        self.did.emit(pairs, item.name)


def at_home(chart: VisitChart, one: FollowOn) -> FollowOn:
    """The same exercise as part of the home programme."""
    return FollowOn(
        patient_id=chart.patient.id,
        visit_id=chart.visit.id,
        kind=FollowOnKind.HOME_PROGRAMME,
        what=one.what,
        exercise=one.exercise,
        dose=one.dose,
        side=one.side,
        progression=one.progression,
        note=one.note,
        order=one.order,
    )
