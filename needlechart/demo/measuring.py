"""What is measured before and after at a fictional visit."""

from datetime import timedelta
from typing import TYPE_CHECKING

from needlechart import catalogue
from needlechart.catalogue import MeasureDef
from needlechart.demo.ids import Dice
from needlechart.domain.measure import Measurement
from needlechart.domain.record import Record
from needlechart.domain.words import Phase, Side

if TYPE_CHECKING:
    from needlechart.demo.visits import Day

TYPICAL: dict[str, tuple[float, float]] = {
    "hip_ir_90": (24, 38),
    "hip_er_90": (32, 44),
    "squat_quality": (1, 3),
    "lumbar_flexion_incl": (34, 52),
    "slr": (58, 78),
    "nprs_intercourse": (7, 2),
    "pfm_tone": (2, 0),
    "adductor_tenderness": (3, 1),
    "odi": (34, 14),
    "tug": (14, 10),
    "hip_flexion": (92, 112),
    "hip_abduction": (24, 36),
}
"""With all the trouble, and with none; own rough numbers for a fictional clinic. Others are left out."""


def measurements(day: "Day", visit_id: str, dice: Dice) -> list[Record]:
    """The patient's set of measures, before and (if the visit is over) after the needles."""
    asked = _asked(day)
    found: list[Record] = []
    phases = (Phase.BEFORE, Phase.AFTER) if day.finished else (Phase.BEFORE,)
    values: dict[tuple[str, Side], float] = {}
    for phase in phases:
        for order, (measure, side) in enumerate(asked):
            if phase is Phase.AFTER and measure.kind == "questionnaire":
                continue
            at = day.started + timedelta(minutes=7 if phase is Phase.BEFORE else 33)
            before = values.get((measure.id, side))
            value = _value(day, measure, side, before, dice)
            values[measure.id, side] = value
            found.append(_measurement(day, visit_id, measure, side, phase, value, order, dice.id_at(at)))
    return found


def _asked(day: "Day") -> list[tuple[MeasureDef, Side]]:
    known = catalogue.measures()
    pairs = list(catalogue.measure_sets()[day.folder.plan.measure_set].measures)
    pairs += [(name, Side.UNSTATED) for name, _, _ in day.folder.plan.extra]
    wanted = [(known[name], side) for name, side in dict.fromkeys(pairs)]
    extra = {name for name, _, _ in day.folder.plan.extra}
    return [
        (one, side) for one, side in wanted if one.id in TYPICAL or one.id in extra or one.id == "nprs_now"
    ]


def _ends(day: "Day", measure: MeasureDef, side: Side) -> tuple[float, float]:
    """Value with all the trouble and with none."""
    plan = day.folder.plan
    for name, worst, best in plan.extra:
        if name == measure.id:
            return worst, best
    if measure.id == "nprs_now":
        return float(plan.pain), 0.0
    worst, best = TYPICAL[measure.id]
    if measure.id == "hip_ir_90":
        worst, best = plan.rotation[0], plan.rotation[1]
    if side is plan.side.opposite and side is not plan.side:
        worst = best - (best - worst) * 0.3
    return worst, best


def _value(day: "Day", measure: MeasureDef, side: Side, before: float | None, dice: Dice) -> float:
    """Nearer to no trouble after the needles; never beyond what the measure can show."""
    worst, best = _ends(day, measure, side)
    share = day.share if before is None else max(0.0, day.share - 0.22)
    step = measure.step or 1
    raw = best + (worst - best) * share
    value = dice.near(raw, abs(worst - best) * 0.06)
    if before is not None and day.trouble != "stopped":
        value = max(value, before) if best > worst else min(value, before)
    value = round(value / step) * step
    return round(max(measure.min, min(measure.max, value)), 2)


def _measurement(
    day: "Day",
    visit_id: str,
    measure: MeasureDef,
    side: Side,
    phase: Phase,
    value: float,
    order: int,
    record_id: str,
) -> Measurement:
    word = measure.words[int(value)] if measure.words and 0 <= value < len(measure.words) else ""
    return Measurement(
        id=record_id,
        patient_id=day.folder.patient.id,
        visit_id=visit_id,
        measure=measure.id,
        measure_name=measure.name,
        phase=phase,
        unit=measure.unit,
        side=side,
        value=value,
        text=word,
        taken_at=day.started + timedelta(minutes=7 if phase is Phase.BEFORE else 33),
        order=order,
    )
