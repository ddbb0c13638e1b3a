"""Episodes of care: why the patient comes, by code and side; several, each ends with an outcome."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.chart import PatientChart
from needlechart.domain.episode import Episode, Indication
from needlechart.domain.patient import Patient
from needlechart.domain.record import Invalid, now
from needlechart.domain.rules.discharge import OUTCOMES, outcome_of, outcome_parts
from needlechart.domain.rules.laterality import code_side_warning, side_words
from needlechart.domain.words import Side
from needlechart.ui.screens.home.indication import IndicationPicker, expired_warning, like_a_code
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import short_day
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    Hairline,
    IconButton,
    Tag,
    TagKind,
    Text,
    TextField,
)

SIDES = [
    Choice(Side.RIGHT.value, "Right"),
    Choice(Side.LEFT.value, "Left"),
    Choice(Side.BOTH.value, "Both"),
    Choice(Side.MIDLINE.value, "Midline"),
]


NO_CODE = "This is no code of ICD-10-CM; it is kept as words."


class EpisodesCard(Card):
    """``did(pairs, text)``."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Episodes of care", parent)
        self._patient: Patient | None = None
        self._shown: object = None
        self._list = column(gap=10)
        self.body.addLayout(self._list)
        self.title_field = TextField(
            self, label="New episode", placeholder="Left hip pain after the marathon"
        )
        self.title_field.setObjectName("new_episode_title")
        self.title_field.returnPressed.connect(self._add)
        add = Button("New episode", self, icon="plus", padding=12)
        add.setObjectName("new_episode")
        add.clicked.connect(self._add)
        line = row(gap=8)
        line.addWidget(self.title_field, 1)
        line.addWidget(add)
        self.body.addLayout(line)

    def show_chart(self, chart: PatientChart) -> None:
        """Open ones first, then the newest."""
        self._patient = chart.patient
        shown = (chart.patient.id, chart.episodes, chart.indications)
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._list)
        ordered = sorted(chart.episodes, key=lambda one: (one.ended is not None, -one.started.toordinal()))
        first_visits = {
            one.id: min(
                (v.visit.started.date() for v in chart.visits if v.visit.episode_id == one.id), default=None
            )
            for one in ordered
        }
        for index, one in enumerate(ordered):
            if index:
                self._list.addWidget(Hairline(self))
            indications = [two for two in chart.indications if two.episode_id == one.id]
            part = EpisodePart(one, indications, chart.patient, first_visits[one.id], self)
            part.did.connect(self.did)
            self._list.addWidget(part)
        if not ordered:
            self._list.addWidget(Text("No episode yet", self, role="secondary", colour="muted"))

    def _add(self) -> None:
        words = self.title_field.text().strip()
        if not words or self._patient is None:
            self.title_field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.title_field.set_value("")
        made = Episode(patient_id=self._patient.id, title=words, started=now().date())
        self.did.emit([(None, made)], "Episode added")


class EpisodePart(QWidget):
    """One episode: title, indications, start and end."""

    did = Signal(object, str)

    def __init__(
        self,
        episode: Episode,
        indications: list[Indication],
        patient: Patient,
        first_visit: date | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._episode = episode
        self._patient = patient
        self._first_visit = first_visit
        self._count = len(indications)
        box = column(self, gap=8)
        line = row(gap=8)
        title = TextField(self, label="Title of the episode")
        title.setObjectName(f"episode_{episode.id}")
        title.set_value(episode.title)
        title.committed.connect(self._rename)
        line.addWidget(title, 1)
        box.addLayout(line)
        box.addWidget(Text(self._dates(), self, role="secondary", colour="muted", wrap=True))
        for one in indications:
            box.addWidget(IndicationLine(one, self))
        if episode.ended is None:
            self._add_open(box, episode)
        else:
            self._add_ended(box, episode)

    def _add_open(self, box: QVBoxLayout, episode: Episode) -> None:
        self.picker = IndicationPicker(self, keep=False)
        self.picker.setObjectName(f"indications_{episode.id}")
        self.picker.changed.connect(self._add_indication)
        box.addWidget(Labelled("Add an indication, by code or words", self.picker, self))
        end = Button("Discharge", self, padding=12)
        end.setObjectName(f"discharge_{episode.id}")
        end.clicked.connect(lambda: self._end.setVisible(self._end.isHidden()))
        box.addWidget(end, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self._ending())

    def _add_ended(self, box: QVBoxLayout, episode: Episode) -> None:
        again = Button("Open again", self, padding=12)
        again.setObjectName(f"reopen_episode_{episode.id}")
        again.clicked.connect(lambda: self._change("Episode open again", ended=None, outcome=""))
        box.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)

    def _dates(self) -> str:
        one = self._episode
        if one.ended is None:
            return f"since {short_day(one.started)}"
        outcome = f": {one.outcome}" if one.outcome else ""
        return f"{short_day(one.started)} to {short_day(one.ended)}{outcome}"

    def _ending(self) -> QWidget:
        self._end = QWidget(self)
        box = column(self._end, gap=8)
        self.outcome = ChipRow(
            [Choice(one, one) for one in OUTCOMES], self._end, label="Outcome", clearable=True, wrap=True
        )
        self.outcome.setObjectName(f"outcome_{self._episode.id}")
        self.outcome.chosen.connect(self.outcome.set_value)
        self.outcome.cleared.connect(lambda value: self.outcome.set_value(None))
        self.words = TextField(self._end, label="Outcome in words", placeholder="In words, if wanted")
        self.words.setObjectName(f"outcome_words_{self._episode.id}")
        chosen, said = outcome_parts(self._episode.outcome)  # proposed in the plan of a draft
        self.outcome.set_value(chosen or None)
        self.words.set_value(said)
        self.day = TextField(self._end, label="Ended on", placeholder="3 Mar 2026")
        self.day.setObjectName(f"ended_{self._episode.id}")
        self.day.set_value(short_day(now().date()))
        self._day_part = Labelled("Ended on", self.day, self._end, stretch=True)
        keep = Button("End this episode", self._end, kind=ButtonKind.OUTLINE, icon="check")
        keep.setObjectName(f"end_{self._episode.id}")
        keep.clicked.connect(self._discharge)
        box.addWidget(Labelled("Outcome", self.outcome, self._end))
        line = row(gap=8)
        line.addWidget(Labelled("In words", self.words, self._end, stretch=True), 2)
        line.addWidget(self._day_part, 1)
        box.addLayout(line)
        foot = row(gap=8)
        foot.addStretch(1)
        foot.addWidget(keep)
        box.addLayout(foot)
        self._end.hide()
        return self._end

    def _rename(self, text: str) -> None:
        if text.strip():
            self._change("", title=text.strip())

    def _change(self, said: str, **values: object) -> None:
        self.did.emit([(self._episode, self._episode.but(**values))], said)

    def _add_indication(self) -> None:
        for place, one in enumerate(self.picker.take()):
            made = Indication(
                patient_id=self._episode.patient_id,
                episode_id=self._episode.id,
                code=one.code,
                title=one.title,
                side=one.side,
                since=now().date(),
                order=self._count + place,
            )
            self.did.emit([(None, made)], "Indication added")

    def _discharge(self) -> None:
        said = outcome_of(self.outcome.value() or "", self.words.text())
        try:
            if not said:
                raise Refused("Say the outcome first.")
            day = read_date(self.day.text(), latest=now().date()) or now().date()
            self._change("Episode ended", ended=day, outcome=said)
        except Refused as refusal:
            self._refuse(str(refusal))
        except Invalid as error:
            self._refuse(f"{error.why[:1].upper()}{error.why[1:]}.")

    def _refuse(self, why: str) -> None:
        self._day_part.set_note(why)
        self.day.set_error(why)


class IndicationLine(QWidget):
    """Code and title with the side, and what does not fit."""

    def __init__(self, indication: Indication, part: EpisodePart) -> None:
        super().__init__(part)
        from needlechart.catalogue import icd_known

        self._indication = indication
        self._emit: Callable[[object, str], None] = part.did.emit
        known = icd_known(indication.code) if indication.code else None
        box = column(self, gap=4)
        line = row(gap=8)
        if indication.code:
            line.addWidget(Tag(indication.code, self, kind=TagKind.PLAIN))
        unknown = " (not in our list)" if indication.code and known is None else ""
        title = indication.title if "not in our list" in indication.title else f"{indication.title}{unknown}"
        line.addWidget(Text(title, self, wrap=True), 1)
        remove = IconButton("close", f"Remove {indication.code} {indication.title}".strip(), self)
        remove.setObjectName(f"remove_indication_{indication.id}")
        remove.clicked.connect(lambda: self._emit([(indication, None)], "Indication removed"))
        line.addWidget(remove)
        box.addLayout(line)
        in_code = known.side if known is not None else Side.UNSTATED
        box.addWidget(self._side_chips() if in_code is Side.UNSTATED else self._side_of_code(in_code))
        warnings = [
            code_side_warning(indication.code, known.side, indication.side) if known else "",
            expired_warning(indication.code, now().date()),
            NO_CODE if not indication.code and like_a_code(indication.title) else "",
        ]
        told = " ".join(one for one in warnings if one)
        self.warning = Text(told, self, role="label", colour="caution", wrap=True)
        self.warning.setObjectName(f"warning_{indication.id}")
        self.warning.setVisible(bool(told))
        box.addWidget(self.warning)

    def _side_chips(self) -> ChipRow:
        """The side is asked where the code leaves it open."""
        one = self._indication
        chips = ChipRow(SIDES, self, label=f"Side of {one.code or one.title}", clearable=True)
        chips.setObjectName(f"side_{one.id}")
        chips.set_value(None if one.side is Side.UNSTATED else one.side.value)
        chips.chosen.connect(lambda value: self._set_side(Side(value)))
        chips.cleared.connect(lambda value: self._set_side(Side.UNSTATED))
        return chips

    def _side_of_code(self, side: Side) -> QWidget:
        """A code that holds its side is not asked again; another side that came with it can be corrected."""
        part = QWidget(self)
        line = row(part, gap=8)
        words = side_words(side)
        told = Text(
            f"{words[:1].upper()}{words[1:]}, as the code says", part, role="secondary", colour="muted"
        )
        told.setObjectName(f"code_side_{self._indication.id}")
        line.addWidget(told)
        if self._indication.side is not side:
            take = Button(f"Take {words}", part, padding=10)
            take.setObjectName(f"take_side_{self._indication.id}")
            take.clicked.connect(lambda: self._set_side(side))
            line.addWidget(take)
        line.addStretch(1)
        return part

    def _set_side(self, side: Side) -> None:
        self._emit([(self._indication, self._indication.but(side=side))], "")
