"""How a change is read: the values that the catalogue of measures states, for what was measured."""

from needlechart.catalogue import MeasureDef, measures
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.measure_text import unit_text
from needlechart.domain.words import Phase
from needlechart.ui.screens.wording import with_unit

AID = "A memory aid. Where a value comes from: tap the measure’s name, then About this measure."

_SENTENCES = {
    "detectable": "{name}: under {value} is measuring error{who}.",
    "important": "{name}: {value} or more is an important change{who}.",
    "unspecified": "{name}: a change of {value} is often taken as real{who}.",
}


def reading(chart: VisitChart) -> str:
    """One line for each measure taken before needling whose change has a stated value, and what it is."""
    asked = dict.fromkeys(one.measure for one in chart.measurements if one.phase is Phase.BEFORE)
    known = [measures()[one] for one in asked if one in measures()]
    lines = [line for one in known if (line := change_words(one))]
    return "\n".join([*lines, AID]) if lines else AID


def change_words(measure: MeasureDef) -> str:
    """What its change value says and who says it; empty without one."""
    if measure.change_value is None:
        return ""
    unit = "%" if measure.change_relative else measure.unit
    value = with_unit(measure.change_value, unit)
    value = f"{value} of the value before" if measure.change_relative else value
    study = measure.change_source.partition(",")[0]
    who = f" ({study})" if study[-4:].isdigit() else ""
    return _SENTENCES[measure.change_kind].format(name=measure.short_name, value=value, who=who)


def about_words(measure: MeasureDef) -> str:
    """All that the catalogue knows of a measure, for the line under its row."""
    reach = f"{with_unit(measure.min, '')} to {with_unit(measure.max, '')}{unit_text(measure.unit)}"
    said = [measure.full_name, reach]
    better = {True: "higher is better", False: "lower is better", None: ""}[measure.higher_is_better]
    said += [better, f"usual: {measure.normal}" if measure.normal else "", change_words(measure).rstrip(".")]
    if measure.change_value is not None:
        said += [f"in: {measure.change_population}", f"source: {measure.change_source}"]
    elif measure.change_text:
        said.append(f"no change value: {measure.change_text}")
    said += [f"licence: {measure.licence_note}" if measure.licence_note else ""]
    seen = f"reviewed by {measure.reviewed_by}, {measure.reviewed_on}" if measure.reviewed else "not reviewed"
    return "; ".join([part for part in said if part] + [seen]) + "."
