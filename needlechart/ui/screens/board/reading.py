"""How a change is read: the values that the catalogue of measures states, for what was measured."""

from needlechart.catalogue import MeasureDef, measures
from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Phase
from needlechart.ui.screens.wording import with_unit

AID = "Memory aid; the source of each value is in the list of measures."

_SENTENCES = {
    "detectable": "{name}: under {value} is measuring error.",
    "important": "{name}: {value} or more is an important change.",
    "unspecified": "{name}: {value} is often used as a change that counts.",
}


def reading(chart: VisitChart) -> str:
    """One line for each measure taken before needling whose change has a stated value, and what it is."""
    asked = dict.fromkeys(one.measure for one in chart.measurements if one.phase is Phase.BEFORE)
    known = [measures()[one] for one in asked if one in measures()]
    lines = [line for one in known if (line := _line(one))]
    return "\n".join([*lines, AID]) if lines else AID


def _line(measure: MeasureDef) -> str:
    if measure.change_value is None or measure.change_relative:
        return ""
    value = with_unit(measure.change_value, measure.unit)
    return _SENTENCES[measure.change_kind].format(name=measure.short_name, value=value)
