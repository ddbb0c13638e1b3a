"""Which measures are asked at a visit: those of the last visit, else a set, and what was added."""

from collections.abc import Iterable
from dataclasses import dataclass

from needlechart.catalogue import MeasureDef, indications, measure_sets, measures
from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.words import MeasureState, Phase, Side


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure on a side, by its catalogue id."""

    measure: str
    side: Side = Side.UNSTATED


def planned_measures(chart: VisitChart, previous: VisitChart | None) -> list[Asked]:
    """Pain first, then what this visit or the last one measured, else the patient's or the first set."""
    asked = _of(chart.measurements)
    earlier = _of(previous.measurements) if previous else []
    base = [Asked(PAIN), *(earlier or set_measures(first_set(chart)))]
    return list(dict.fromkeys([*base, *asked]))


def _of(measurements: Iterable[Measurement]) -> list[Asked]:
    ordered = sorted(measurements, key=lambda one: one.order)
    return [Asked(one.measure, one.side) for one in ordered if one.phase is not Phase.FOLLOW_UP]


def first_set(chart: VisitChart) -> str:
    """The patient's set, else the first that begins with an indication of the episode, else the first."""
    sets = {key: one for key, one in measure_sets().items() if not one.hidden}
    if chart.patient.measure_set in sets:
        return chart.patient.measure_set
    codes = {one.code for one in chart.indications if one.code}
    headings = {one.heading for one in indications().values() if one.code in codes} if codes else set()
    fits = (key for key, one in sets.items() if headings & set(one.headings))
    return next(fits, next(iter(sets), ""))


def set_measures(name: str) -> list[Asked]:
    """The measures of a set; none for an unknown one."""
    chosen = measure_sets().get(name)
    return [Asked(measure, side) for measure, side in chosen.measures] if chosen else []


def definition(measure: str) -> MeasureDef | None:
    """The catalogue's entry, None for a measure of the clinic's own."""
    return measures().get(measure)


def new_measurement(
    chart: VisitChart,
    asked: Asked,
    phase: Phase,
    *,
    value: float | None = None,
    text: str = "",
    state: MeasureState = MeasureState.MEASURED,
    order: int = 0,
    note: str = "",
    doubt: str = "",
) -> Measurement:
    """A measurement with the words that are shown; replaces the one of the same measure, side and phase."""
    from needlechart.domain.record import now

    known = definition(asked.measure)
    before = chart.measured(asked.measure, asked.side, phase)
    name = known.name if known else asked.measure.removeprefix("own:")
    values = {
        "measure_name": name,
        "unit": known.unit if known else "",
        "value": value,
        "text": text,
        "state": state,
        "taken_at": now(),
        "order": order,
        "note": note,
        "doubt": doubt,
    }
    if before is not None:
        return before.but(**values)
    return Measurement(
        patient_id=chart.patient.id,
        visit_id=chart.visit.id,
        measure=asked.measure,
        side=asked.side,
        phase=phase,
        **values,  # type: ignore[arg-type]
    )
