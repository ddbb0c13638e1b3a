"""What else is recorded of the selected needle: folded with the findings, one tap away.

Rows 12 to 22 of the documentation standard that the first level of the entry does not show.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.catalogue import Offer, offered, techniques
from needlechart.domain.needling import Needling
from needlechart.domain.rules.time_words import minutes_seconds
from needlechart.domain.words import NeedleState, Tissue, Tolerance, Twitch
from needlechart.ui.screens.board.needling_panel.durations import read_duration
from needlechart.ui.screens.board.needling_panel.pack_rows import PackRows
from needlechart.ui.screens.board.needling_panel.row import GAP, EntryRow, GroupTitle, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.needling_panel.stepper import Stepper
from needlechart.ui.screens.board.needling_panel.typed_field import TypedField
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Chip, ChipRow, Choice, TextField

_TISSUES = (
    (Tissue.SKIN, "Skin"),
    (Tissue.FASCIA, "Fascia"),
    (Tissue.MUSCLE, "Muscle"),
    (Tissue.BONE, "Bone"),
)
_TOLERANCES = ((Tolerance.WELL, "Well"), (Tolerance.FAIRLY, "Fairly"), (Tolerance.POORLY, "Poorly"))
_PRESSURE_S = (10, 20, 30, 60)
"""Pressure time varies, 10 to 60 s (documentation standard, field 22)."""


def recorded_more(needle: Needling | None) -> int:
    """How many of these are facts."""
    if needle is None or needle.carried:
        return 0
    usual = techniques()[needle.technique.value].sought if needle.technique else ""
    found = (
        needle.tissue,
        needle.passes,
        needle.response_sought if needle.response_sought != usual else "",  # nobody had to say it
        needle.response_obtained,
        needle.twitch_count,
        needle.tolerance,
        needle.pressure_s,
    )
    return sum(value not in (None, "") for value in found)


class NeedleMore(QWidget):
    """Each value is one step of undo; a second tap on a chosen chip takes it back."""

    def __init__(
        self, session: Session, theme: Theme, parent: QWidget, *, referred: EntryRow, bleeding: EntryRow
    ) -> None:
        """``referred`` and ``bleeding``: rows of the findings that stand among these."""
        super().__init__(parent)
        self.setObjectName("needle_more")
        self._session = session
        self._theme = theme
        self.tissue = self._chips("tissue", "Tissue reached", [(one.value, words) for one, words in _TISSUES])
        self.sought = self._offers("sought", "Response sought", Offer.RESPONSE_SOUGHT)
        self.obtained = self._offers("obtained", "Response obtained as well", Offer.RESPONSE_OBTAINED)
        self.tolerance = self._chips(
            "tolerated", "Tolerated", [(one.value, words) for one, words in _TOLERANCES]
        )
        self.pressure = self._chips(
            "pressure", "Pressure after, in seconds", [(str(one), str(one)) for one in _PRESSURE_S]
        )
        self.sought_words = self._words("sought_words", "Response sought, in words")
        self.obtained_words = self._words("obtained_words", "Response obtained, in words")
        self.passes = Stepper("Passes", "passes", ("One pass less", "One more pass"), theme, self)
        self.twitches = Stepper(
            "Twitches\ncounted",
            "twitches",
            ("One twitch less", "One more twitch"),
            theme,
            self,
            least=2,
        )
        self.at_once = Chip("At once", self)
        self.at_once.setObjectName("stayed_at_once")
        self.at_once.setAccessibleName("Withdrawn at once, retention 0")
        self.stayed = TypedField("stayed", "How long it stayed", "Like 5:00", theme, self)
        self.pack = PackRows(session, theme, self)
        self._lay_out(referred, bleeding)
        self._connect()

    def _chips(
        self, name: str, label: str, words: Sequence[tuple[str, str]], *, wrap: bool = False
    ) -> ChipRow:
        choices = [Choice(value, text, spoken=f"{label}: {text.lower()}") for value, text in words]
        chips = ChipRow(choices, self, label=label, clearable=True, wrap=wrap)
        chips.setObjectName(f"more_{name}")
        tighten(chips)
        for value, _ in words:
            chips.chip(value).setObjectName(f"chip_{name}_{value}")
        return chips

    def _offers(self, name: str, label: str, offer: Offer) -> ChipRow:
        """Words from the catalogue; several may be true."""
        texts = offered(offer)
        choices = [Choice(text, text, spoken=f"{label}: {text.lower()}") for text in texts]
        chips = ChipRow(choices, self, label=label, multi=True, wrap=True)
        chips.setObjectName(f"more_{name}")
        tighten(chips)
        for number, text in enumerate(texts):
            chips.chip(text).setObjectName(f"chip_{name}_{number}")
        return chips

    def _words(self, name: str, label: str) -> TextField:
        field = TextField(self, label=label, placeholder="Other words")
        field.setObjectName(name)
        return field

    def _lay_out(self, referred: EntryRow, bleeding: EntryRow) -> None:
        theme = self._theme
        stayed = EntryRow("Stayed,\nmin:s", theme, self)
        stayed.add(self.at_once, 0)
        stayed.add(self.stayed)
        self.rows: tuple[EntryRow, ...] = (
            self.passes,
            EntryRow("Tissue\nreached", theme, self, self.tissue),
            EntryRow("Response\nsought", theme, self, self.sought),
            EntryRow("Sought,\nin words", theme, self, self.sought_words),
            self.twitches,
            EntryRow("Obtained\nas well", theme, self, self.obtained),
            EntryRow("Obtained,\nin words", theme, self, self.obtained_words),
            stayed,
            EntryRow("Tolerated", theme, self, self.tolerance),
            EntryRow("Pressure\ns", theme, self, self.pressure),
            *self.pack.rows,
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(GAP))
        passes, tissue, sought, sought_words, twitches, obtained, obtained_words, *after = self.rows
        groups = (
            ("", (passes, tissue)),
            ("Response", (sought, sought_words, twitches, obtained, obtained_words, referred)),
            ("Time and tolerance", (*after[: -len(self.pack.rows)], bleeding)),
            ("Pack", (self.pack,)),
        )
        for words, parts in groups:
            if words:
                box.addWidget(GroupTitle(words, theme, self))
            for part in parts:
                box.addWidget(part)

    def _connect(self) -> None:
        self.tissue.chosen.connect(lambda value: self._set("Tissue reached", tissue=Tissue(value)))
        self.tissue.cleared.connect(lambda value: self._set("No tissue", tissue=None))
        self.tolerance.chosen.connect(lambda value: self._set("Tolerance", tolerance=Tolerance(value)))
        self.tolerance.cleared.connect(lambda value: self._set("No tolerance", tolerance=None))
        self.pressure.chosen.connect(lambda value: self._set("Pressure", pressure_s=int(value)))
        self.pressure.cleared.connect(lambda value: self._set("No pressure", pressure_s=None))
        for chips, field, what in (
            (self.sought, "response_sought", "Response sought"),
            (self.obtained, "response_obtained", "Response"),
        ):
            for signal in (chips.chosen, chips.cleared):
                signal.connect(
                    lambda value, chips=chips, field=field, what=what: self._tell(chips, field, what)
                )
        self.sought_words.committed.connect(
            lambda text: self._set("Response sought", response_sought=text.strip())
        )
        self.obtained_words.committed.connect(
            lambda text: self._set("Response", response_obtained=text.strip())
        )
        self.passes.stepped.connect(self._set_passes)
        self.twitches.stepped.connect(self._set_twitches)
        self.stayed.typed.connect(self._set_stayed)
        self.at_once.clicked.connect(lambda: self._set("Withdrawn at once", retention_s=0))

    # Showing

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        self.setEnabled(needle is not None)
        if needle is None:
            return
        self.tissue.set_value(needle.tissue)
        self.tolerance.set_value(needle.tolerance)
        self.pressure.set_value(None if needle.pressure_s is None else str(needle.pressure_s))
        self.passes.show_value(needle.passes)
        self.twitches.show_value(needle.twitch_count)
        self.twitches.setVisible(needle.twitch in (Twitch.SEVERAL, Twitch.STRONG))
        for chips, words, said in (
            (self.sought, self.sought_words, needle.response_sought),
            (self.obtained, self.obtained_words, needle.response_obtained),
        ):
            chips.set_values(_parts(said))
            words.set_value(said)
        self.at_once.setChecked(needle.retention_s == 0)
        told = "" if needle.retention_s is None else minutes_seconds(needle.retention_s)
        self.stayed.show_value(told)
        self.pack.refresh()

    def all_rows(self) -> Sequence[EntryRow]:
        """For the layout class."""
        return self.rows

    # What a person does

    def _set(self, what: str, **values: object) -> None:
        needle = self._session.needle
        if needle is not None:
            label = self._session.needles.label(needle)
            self._session.visit.put(needle.but(**values), f"{what} on site {label}")

    def _tell(self, chips: ChipRow, field: str, what: str) -> None:
        """The chosen words in their order, before what was typed beside them."""
        needle = self._session.needle
        if needle is None:
            return
        offers = dict.fromkeys(offered(_OFFERS[field]))
        own = [part for part in _parts(getattr(needle, field)) if part not in offers]
        chosen = [text for text in offers if text in chips.values()]
        self._set(what, **{field: ", ".join([*chosen, *own])})

    def _set_passes(self, passes: int) -> None:
        self._set(f"{passes} passes", passes=passes)

    def _set_twitches(self, count: int) -> None:
        self._set(f"{count} twitches", twitch_count=count)

    def _set_stayed(self, text: str) -> None:
        with self.stayed.keeping():
            needle, seconds = self._session.needle, read_duration(text)
            if needle is not None and not (seconds is None and needle.state is NeedleState.PLANNED):
                self._set("Retention", retention_s=seconds)


_OFFERS = {"response_sought": Offer.RESPONSE_SOUGHT, "response_obtained": Offer.RESPONSE_OBTAINED}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
