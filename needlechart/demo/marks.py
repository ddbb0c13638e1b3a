"""Marks, needles, current and painted areas of one fictional visit."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from needlechart import catalogue
from needlechart.atlas.atlas import load
from needlechart.atlas.outlines import cells_of, outlines_of
from needlechart.atlas.painting import BodySurface
from needlechart.demo.ids import Dice
from needlechart.demo.places import Place, near, place_of
from needlechart.demo.plans import Spot, Start
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import (
    Guidance,
    NeedleState,
    PainReproduced,
    Perceived,
    Phase,
    PointKind,
    Presence,
    Technique,
    Tissue,
    Twitch,
    Waveform,
)

if TYPE_CHECKING:
    from needlechart.demo.visits import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the body map of a visit holds."""

    points: tuple[TriggerPoint, ...]
    needlings: tuple[Needling, ...]
    stimulations: tuple[Stimulation, ...]
    areas: tuple[SymptomArea, ...]

    @property
    def needles_in(self) -> int:
        """Needles that went in."""
        return sum(one.was_in for one in self.needlings)


def marks_of(day: "Day", visit_id: str, dice: Dice) -> Marks:
    """The marks of a visit; from the second one on they repeat those of the visit before."""
    spots = day.folder.plan.spots
    kept = spots if day.share > 0.3 else spots[: max(1, len(spots) - 1)]
    points = tuple(_point(day, visit_id, spot, number, dice) for number, spot in enumerate(kept, 1))
    needlings = tuple(
        _needling(day, point, order, dice) for order, point in enumerate(points) if not point.not_needled
    )
    current = _current(day, points, dice)
    return Marks(points=points, needlings=needlings, stimulations=current, areas=_areas(day, points, dice))


def _point(day: "Day", visit_id: str, spot: Spot, number: int, dice: Dice) -> TriggerPoint:
    before = next((one for one in day.previous if _same(one, spot)), None)
    if before is None:
        place = near(place_of(spot), spot, dice)
    else:
        place = Place(
            view=before.view, layer=before.layer, x=before.x, y=before.y, muscle_name=before.muscle_name
        )
    at = day.started + timedelta(minutes=10 + number)
    active = dice.chance(0.4 + 0.5 * min(1, day.share))
    stopped = day.trouble in ("stopped", "faint") and number == len(day.folder.plan.spots)
    return TriggerPoint(
        id=dice.id_at(at),
        patient_id=day.folder.patient.id,
        visit_id=visit_id,
        number=number,
        view=place.view,
        layer=place.layer,
        x=place.x,
        y=place.y,
        muscle=spot.muscle,
        muscle_name=place.muscle_name,
        side=spot.side,
        spinal_level=spot.level,
        kind=PointKind.ACTIVE if active else PointKind.LATENT,
        taut_band=Presence.PRESENT,
        tenderness=float(max(1, min(10, round(dice.near(7 * day.share + 1, 0.7))))),
        referral=_referral(spot) if active else "",
        jump_sign=Presence.PRESENT if dice.chance(0.3 * day.share) else Presence.ABSENT,
        not_needled="Stopped before this site" if stopped else "",
        carried_from=before.id if before else "",
    )


def _same(point: TriggerPoint, spot: Spot) -> bool:
    return (point.muscle, point.side, point.spinal_level) == (spot.muscle, spot.side, spot.level)


def _referral(spot: Spot) -> str:
    """The first place the catalogue names."""
    return catalogue.muscles()[spot.muscle].referral.split(";")[0].split(",")[0].strip().lower()


def _needling(day: "Day", point: TriggerPoint, order: int, dice: Dice) -> Needling:
    muscle = catalogue.muscles()[point.muscle]
    shortest, longest = muscle.needle_lengths_mm
    length = min((30.0, 40.0, 50.0, 60.0, 75.0), key=lambda one: abs(one - (shortest + longest) / 2))
    in_situ = day.folder.plan.electrical or muscle.separate_consent or (point.muscle == "obturator_internus")
    in_at = day.started + timedelta(minutes=14 + 2 * order)
    needle = Needling(
        id=dice.id_at(in_at),
        patient_id=point.patient_id,
        visit_id=point.visit_id,
        trigger_point_id=point.id,
        state=NeedleState.OUT,
        diameter_mm=0.25 if muscle.separate_consent or length < 50 else 0.3,
        length_mm=length,
        maker="Madeup Medical",
        lot=f"FICT-{dice.whole(1, 6):03d}",
        insertions=1,
        passes=None if in_situ else dice.whole(4, 14),
        depth_mm=float(5 * round(length * 0.7 / 5)),
        tissue=Tissue.MUSCLE,
        technique=Technique.IN_SITU if in_situ else Technique.PISTONING,
        response_sought="local twitch",
        guidance=Guidance.PALPATION,
        in_at=in_at,
    )
    if day.folder.plan.electrical:
        needle = needle.but(technique=Technique.ELECTRICAL)
    return _still_in(day, needle, order) or _out(day, needle, in_at, dice)


def _still_in(day: "Day", needle: Needling, order: int) -> Needling | None:
    """The last two needles of the draft are still in the body, their clocks running."""
    if day.start is not Start.NEEDLES_IN or order < len(day.folder.plan.spots) - 2:
        return None
    return needle.but(
        state=NeedleState.IN,
        technique=Technique.IN_SITU,
        passes=None,
        twitch=Twitch.ONE,
        twitch_count=1,
        pain=PainReproduced.LOCAL,
        retention_planned_s=600,
        clock_started=needle.in_at,
    )


def _out(day: "Day", needle: Needling, in_at: datetime, dice: Dice) -> Needling:
    seconds = 60 * dice.whole(8, 12) if needle.technique is not Technique.PISTONING else dice.whole(15, 45)
    strong = [Twitch.SEVERAL, Twitch.STRONG] if day.share > 0.5 else [Twitch.NONE, Twitch.ONE]
    twitch = dice.choose((*strong, Twitch.ONE, Twitch.SEVERAL))
    counts = {
        Twitch.NONE: 0,
        Twitch.ONE: 1,
        Twitch.SEVERAL: dice.whole(2, 4),
        Twitch.STRONG: dice.whole(3, 7),
    }
    referred = dice.chance(0.5 * day.share)
    return needle.but(
        twitch=twitch,
        twitch_count=counts[twitch],
        pain=PainReproduced.REFERRED if referred else PainReproduced.LOCAL,
        familiar=referred or None,
        retention_s=seconds,
        out_at=in_at + timedelta(seconds=seconds),
        bleeding=dice.chance(0.08),
        pressure_s=dice.choose((15, 30, 60)),
    )


def _current(day: "Day", points: tuple[TriggerPoint, ...], dice: Dice) -> tuple[Stimulation, ...]:
    """Current between right and left of each level."""
    if not day.folder.plan.electrical:
        return ()
    levels: dict[str, list[TriggerPoint]] = {}
    for point in points:
        if point.spinal_level:
            levels.setdefault(point.spinal_level, []).append(point)
    return tuple(
        Stimulation(
            id=dice.id_at(day.started + timedelta(minutes=18)),
            patient_id=pair[0].patient_id,
            visit_id=pair[0].visit_id,
            first_point_id=pair[0].id,
            second_point_id=pair[1].id,
            waveform=Waveform.ASYMMETRIC_BIPHASIC,
            hz=2.0,
            microseconds=250,
            intensity=float(dice.whole(2, 6)),
            perceived=Perceived.VISIBLE_TWITCH,
            minutes=10.0,
            device="Pretend Stim 2",
        )
        for pair in levels.values()
        if len(pair) == 2
    )


def _areas(day: "Day", points: tuple[TriggerPoint, ...], dice: Dice) -> tuple[SymptomArea, ...]:
    """The first mark's painful area, painted before and (smaller) after."""
    if not points or day.index > 2 or day.folder.plan.pelvic_floor:
        return ()
    phases = ((Phase.BEFORE, 16.0), (Phase.AFTER, 9.0)) if day.finished else ((Phase.BEFORE, 16.0),)
    first = points[0]
    body = BodySurface(load())
    return tuple(
        SymptomArea(
            id=dice.id_at(day.started + timedelta(minutes=6)),
            patient_id=first.patient_id,
            visit_id=first.visit_id,
            phase=phase,
            view=first.view,
            **_placed(body, first, _blob(first, radius * (0.6 + 0.4 * min(1, day.share)), dice)),
            quality=dice.choose(("aching", "pulling", "burning")),
            intensity=float(
                max(1, round(day.folder.plan.pain * day.share * (1 if phase is Phase.BEFORE else 0.6)))
            ),
        )
        for phase, radius in phases
    )


def _placed(body: BodySurface, point: TriggerPoint, blob: tuple[float, ...]) -> dict[str, Any]:
    """The area as the screen would keep it: on the body, with side, region and share."""
    cells = body.on_body(point.view, cells_of([blob]))
    return {
        "outline": outlines_of(cells)[0],
        "side": body.side(point.view, cells),
        "region": body.words(point.view, cells),
        "percent": body.percent(point.view, cells.count),
    }


def _blob(point: TriggerPoint, radius: float, dice: Dice) -> tuple[float, ...]:
    """A round outline of twelve corners that stays on the mark's side of the body."""
    outline: list[float] = []
    reach = min(radius, abs(point.x) - 0.5) if point.x else radius
    for step in range(12):
        angle = 2 * math.pi * step / 12
        far = max(1.0, dice.near(1.0, 0.06)) * 0.9
        outline.append(round(point.x + reach * far * math.cos(angle), 1))
        outline.append(round(point.y + radius * far * math.sin(angle), 1))
    return tuple(outline)
