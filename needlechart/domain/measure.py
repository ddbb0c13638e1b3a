"""One value of a measure."""

from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.record import Invalid, Record
from needlechart.domain.words import MeasureState, Phase, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Record):
    """A number, a word, or the statement that there is none.

    ``measure`` is a catalogue id (or ``own:`` and a name the clinic gave); ``measure_name`` and
    ``unit`` are the words that were shown. ``text`` carries a word of a scale or a graded value
    like ``4+``. In the state `CHANGE` the value is a change whose end points are not known. ``doubt``
    says why a value that is kept is judged implausible. An ``order`` keeps the sequence in which the
    clinician asks.
    """

    patient_id: str
    visit_id: str
    measure: str
    measure_name: str
    phase: Phase
    unit: str = ""
    side: Side = Side.UNSTATED
    value: float | None = None
    text: str = ""
    state: MeasureState = MeasureState.MEASURED
    taken_at: datetime | None = None
    order: int = 0
    note: str = ""
    doubt: str = ""

    def check(self) -> None:
        """What was measured has a number or a word."""
        if not self.measure.strip():
            raise Invalid("measure", "the measurement names no measure")
        if self.state is MeasureState.MEASURED and self.value is None and not self.text:
            raise Invalid("value", "a measured value is a number or a word")
        if self.state is MeasureState.CHANGE and self.value is None:
            raise Invalid("value", "a change is a number")
