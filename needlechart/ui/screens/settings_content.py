"""Settings: how much of the clinical content a clinician has reviewed, counted from the tables themselves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.atlas.body_regions import BodyRegion, body_regions
from needlechart.atlas.reviews import plate_names, reviews
from needlechart.catalogue import (
    adverse_events,
    aftercare,
    consent_forms,
    event_rates,
    first_visit_answers,
    follow_ons,
    indications,
    measure_sets,
    measures,
    muscles,
    needles,
    offered_words,
    pictograms,
    positions,
    screening,
    stimulation_cautions,
    symptom_qualities,
    techniques,
)
from needlechart.catalogue.types import Reviewed
from needlechart.ui.screens.parts import column, empty
from needlechart.ui.widgets import Button, Card, Text

MEMORY_AIDS = "Texts are memory aids, not advice. Each row of a table names its source."


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of one table are reviewed."""

    name: str
    reviewed: int
    rows: int

    @property
    def words(self) -> str:
        """As it is shown, e.g. ``Muscles: 0 of 44 reviewed``."""
        return f"{self.name}: {self.reviewed} of {self.rows} reviewed"


def review_counts() -> tuple[Count, ...]:
    """Every table with clinical content, then the plates of the atlas. Raises CatalogueError, AtlasError."""
    plates = reviews()
    done = [name for name in plate_names() if name in plates and plates[name].reviewed]
    return (
        _count("Muscles", muscles().values()),
        _count("Screening", screening().values()),
        _count("Measures", measures().values()),
        _count("Sets of measures", measure_sets().values()),
        _count("Indications", indications().values()),
        _count("Techniques", techniques().values()),
        _count("Positions", positions().values()),
        _count("Qualities of symptoms", symptom_qualities().values()),
        _count("Needles", needles().values()),
        _count("Current, cautions", stimulation_cautions().values()),
        _count("Words offered", offered_words().values()),
        _count("Adverse events", adverse_events().values()),
        _count("Published event rates", event_rates().values()),
        _count("Follow-on care", follow_ons().values()),
        _count("Pictograms", pictograms().values()),
        _count("Aftercare advice", aftercare().values()),
        _count("Consent forms", consent_forms().values()),
        _count("Answers of a first visit", first_visit_answers().values()),
        _count("Regions of the body", body_regions()),
        Count("Body map plates", len(done), len(plate_names())),
    )


def _count(name: str, rows: Collection[Reviewed] | Collection[BodyRegion]) -> Count:
    return Count(name, sum(row.reviewed and bool(row.reviewed_on) for row in rows), len(rows))


class ContentCard(Card):
    """One line for each table; ``opened()`` leads to the tables, ``events()`` to the event rates."""

    opened = Signal()
    events = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Clinical content", parent, hint="reviewed by a clinician")
        self.setObjectName("clinical_content")
        self._lines = column(gap=4)
        self.body.addLayout(self._lines)
        self.refresh()
        button = Button("Read and correct the content", self, icon="list")
        button.setObjectName("open_content")
        button.clicked.connect(self.opened)
        rates = Button("Adverse event rates", self, icon="list")
        rates.setObjectName("open_event_rates")
        rates.clicked.connect(self.events)
        self.body.addWidget(button)
        self.body.addWidget(rates)

    def refresh(self) -> None:
        """Counted anew."""
        empty(self._lines)
        for line in (*_lines(review_counts()), MEMORY_AIDS):
            self._lines.addWidget(Text(line, self, role="secondary", colour="muted", wrap=True))


def _lines(counts: Iterable[Count]) -> list[str]:
    return [f"{count.words}." for count in counts]
