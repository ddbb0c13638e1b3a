"""What painting and erasing do to symptom areas: records before and after, for one step of the visit."""

from __future__ import annotations

from collections.abc import Sequence

from needlechart.atlas.cells import Cells
from needlechart.atlas.outlines import cells_of
from needlechart.atlas.painting import BodySurface, tidy
from needlechart.domain.record import new_id
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.words import Phase, Side, View

Pair = tuple[SymptomArea | None, SymptomArea | None]
"""A record before and after; None before: it is new, None after: it is gone."""


def painted(
    body: BodySurface,
    areas: Sequence[SymptomArea],
    cells: Cells,
    fresh: SymptomArea,
    selected: str = "",
) -> list[Pair]:
    """Paint on the body: what touches the selected area, else one of the same quality, makes that one larger.

    ``areas`` are those of the view and phase of ``fresh``, which says what a new area is like (its outline is
    not read). Areas of another quality keep what they have: two may overlap. Off the body nothing happens.
    """
    view = fresh.view
    cells = body.on_body(view, cells)
    if not cells:
        return []
    near = cells.grown()
    touched = [one for one in areas if cells_of([one.outline]).touches(near)]
    target = next((one for one in touched if one.id == selected), None)
    if target is None:
        target = next((one for one in touched if one.quality == fresh.quality), None)
    if target is None:
        return [(None, one) for one in _pieces(body, cells, fresh)]
    alike = [one for one in touched if one is not target and _alike(one, target)]
    whole = cells_of([target.outline, *(one.outline for one in alike)]) | cells
    pieces = _pieces(body, whole, target)
    if not pieces:
        return []
    pairs: list[Pair] = [(target, pieces[0]), *((None, one) for one in pieces[1:])]
    return [pair for pair in [*pairs, *((one, None) for one in alike)] if pair[0] != pair[1]]


def erased(body: BodySurface, areas: Sequence[SymptomArea], cells: Cells) -> list[Pair]:
    """Take a surface away from every area; what falls apart is several areas with the same words."""
    pairs: list[Pair] = []
    for one in areas:
        mine = cells_of([one.outline])
        if not mine.touches(cells):
            continue
        pieces = _pieces(body, mine - cells, one, fill=False)
        pairs.append((one, pieces[0] if pieces else None))
        pairs += [(None, piece) for piece in pieces[1:]]
    return pairs


def copied(areas: Sequence[SymptomArea], visit_id: str, phase: Phase) -> list[Pair]:
    """The same places for another visit or phase; how strong it is now must be asked again."""
    fresh = [
        SymptomArea(
            patient_id=one.patient_id,
            visit_id=visit_id,
            phase=phase,
            view=one.view,
            outline=one.outline,
            side=one.side,
            region=one.region,
            percent=one.percent,
            quality=one.quality,
            atlas_version=one.atlas_version,
        )
        for one in areas
    ]
    return [(None, one) for one in fresh]


def percent_of(body: BodySurface, areas: Sequence[SymptomArea]) -> float | None:
    """Share of the body's surface of all areas together, what overlaps in a view counted once.

    Front, back and sides show some skin twice: so does their sum. None without an area outside the schematic.
    """
    views = {one.view for one in areas} - {View.PELVIC_FLOOR}
    shares = [
        body.percent(view, cells_of([one.outline for one in areas if one.view is view]).count)
        for view in sorted(views)
    ]
    return sum(share for share in shares if share is not None) if shares else None


def _alike(one: SymptomArea, other: SymptomArea) -> bool:
    return _feel(one) == _feel(other)


def _feel(one: SymptomArea) -> tuple[object, ...]:
    return one.quality, one.intensity, one.intensity_not_stated, one.note


def _pieces(body: BodySurface, cells: Cells, like: SymptomArea, *, fill: bool = True) -> list[SymptomArea]:
    """One record for each piece, the largest first under the id of ``like``."""
    found = [(cells_of([outline]), outline) for outline in tidy(cells, fill=fill)]
    found.sort(key=lambda pair: -pair[0].count)
    made: list[SymptomArea] = []
    for mine, outline in found:
        side: Side = body.side(like.view, mine)
        values = {
            "outline": outline,
            "side": side,
            "region": body.words(like.view, mine),
            "percent": _rounded(body.percent(like.view, mine.count)),
        }
        made.append(_like(like, **values) if made else like.but(**values))
    return made


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _like(like: SymptomArea, **values: object) -> SymptomArea:
    """Another area with the same words and an id of its own."""
    return like.but(id=new_id(), **values)
