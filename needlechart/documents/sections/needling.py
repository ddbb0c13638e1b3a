"""The needling: body maps, site table, current, counts."""

from collections.abc import Sequence
from typing import Any

from needlechart.atlas.atlas import Atlas
from needlechart.documents import style
from needlechart.documents.body_map import MapMark, MapPicture, MarkStyle, draw
from needlechart.documents.marks import badge, side_cell, site_cell
from needlechart.documents.strips import Strip, baseline, heading, paragraph
from needlechart.documents.table import Cell, Column, table
from needlechart.documents.text import Line, Span, lines_of, one_line
from needlechart.documents.wording import NOT_RECORDED, NOT_STATED, PAIN, TECHNIQUE, TWITCH, number
from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import needle_size
from needlechart.domain.narrative.objective import no_needling
from needlechart.domain.needling import Needling
from needlechart.domain.rules.laterality import side_words
from needlechart.domain.rules.needle_count import needle_count, needle_label
from needlechart.domain.rules.time_words import clock, minutes_seconds
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import NeedleState, PainReproduced, Side, Twitch, View

MAP_WIDTH = 175.5
MAP_HEIGHT = 190.0
MAP_GAP = 10.3
SIDE_LINE = 15.0
LEGEND = 2 * (MAP_WIDTH + MAP_GAP)
COLUMNS = (
    Column("Site", 0, 18),
    Column("Side", 21, 52),
    Column("Muscle", 76, 112),
    Column("Needle mm", 192, 50),
    Column("Depth mm", 236, 43, right=True),
    Column("Technique", 289, 68),
    Column("Twitch", 359, 46),
    Column("Pain reproduced", 407, style.COLUMN - 407),
)


def needling(chart: VisitChart, atlas: Atlas) -> list[Strip]:
    """Maps and table, or the reason why nothing was needled where a person's own O may not say it."""
    said = no_needling(chart)
    if said and not chart.points and not chart.visit.objective_edited:
        return []
    strips = [heading("Needling" if not said else "Sites found", "O", gap=11.0)]
    if said and chart.visit.objective_edited:
        strips += paragraph(said)
    elif not chart.points:
        strips += paragraph("No sites marked.")
    strips += maps(chart, atlas)
    strips += table(COLUMNS, _rows(chart), padding=3.5, gap=7.0)
    return strips


# the maps


def views_of(chart: VisitChart) -> list[View]:
    """Front and back together as soon as one of them is used; any other view only if it is used."""
    used = {point.view for point in chart.points}
    views = [View.FRONT, View.BACK] if used & {View.FRONT, View.BACK} else []
    return views + [view for view in (View.RIGHT, View.LEFT, View.PELVIC_FLOOR) if view in used]


def maps(chart: VisitChart, atlas: Atlas) -> list[Strip]:
    """One or two views with a short legend beside them, else rows of three with the legend below.

    Each mark stands on its own view only.
    """
    pictures = [_picture(chart, view) for view in views_of(chart)]
    legend = _legend(chart)
    if not pictures:
        return []
    if len(pictures) < 3 and sum(len(span.text) for part in legend for span in part) < 400:
        return [_map_row(pictures, atlas, (MAP_WIDTH, MAP_HEIGHT), legend)]
    width = (style.COLUMN - 2 * MAP_GAP) / 3
    rows = [pictures[start : start + 3] for start in range(0, len(pictures), 3)]
    strips = [_map_row(some, atlas, (width, width * 1.12), []) for some in rows]
    sides = Span("R and L are the patient’s right and left. ", colour=style.INK)
    told = [Span(f"{one.text} ", bold=one.bold, colour=one.colour) for part in legend for one in part]
    return strips + paragraph([sides, *told], style.SMALL, gap=4.0)


def _picture(chart: VisitChart, view: View) -> MapPicture:
    return MapPicture(
        view=view,
        figure=chart.patient.figure,
        marks=tuple(_mark(chart, point) for point in chart.points if point.view is view),
    )


def _mark(chart: VisitChart, point: TriggerPoint) -> MapMark:
    needled = any(one.was_in for one in chart.needlings_of(point))
    return MapMark(str(point.number), point.x, point.y, MarkStyle.NEEDLED if needled else MarkStyle.FOUND)


def _map_row(
    pictures: Sequence[MapPicture], atlas: Atlas, size: tuple[float, float], legend: list[list[Span]]
) -> Strip:
    broken = [lines_of(part, style.SMALL, style.COLUMN - LEGEND) for part in legend]
    beside = sum(len(lines) * 11.8 + 2.5 for lines in broken) + 2 * SIDE_LINE + 4
    height = max(size[1], beside if broken else 0.0)

    def paint(canvas: Any, x: float, top: float) -> None:
        left = x + style.INDENT
        for index, picture in enumerate(pictures):
            at = left + index * (size[0] + MAP_GAP)
            draw(canvas, picture, atlas, at, top - size[1], *size)
        if broken:
            _paint_legend(canvas, broken, left + len(pictures) * (size[0] + MAP_GAP), top)

    return Strip(height, paint, gap=2.0 if legend else 6.0)


def _paint_legend(canvas: Any, broken: list[list[Line]], x: float, top: float) -> None:
    for side in (Side.RIGHT, Side.LEFT):
        badge(canvas, x, top - 9.2, side)
        one_line(f"patient’s {side_words(side)}", style.SMALL).draw(canvas, x + 17, top - 9.2)
        top -= SIDE_LINE
    top -= 4
    for lines in broken:
        for line in lines:
            line.draw(canvas, x, top - baseline(style.SMALL))
            top -= style.SMALL.leading
        top -= 2.5


def _legend(chart: VisitChart) -> list[list[Span]]:
    parts = ["Circles carry the site number in the table."]
    if any(not any(one.was_in for one in chart.needlings_of(point)) for point in chart.points):
        parts.append("A thin circle was found and not needled.")
    legend = [[Span(part, colour=style.INK)] for part in parts]
    count = needle_count(chart)
    legend.append([Span(f"Needles: {count.words}", bold=True, colour=style.INK)])
    visit = chart.visit
    said = []
    if visit.needles_out is not None and visit.needles_out_at is not None:
        said.append(f"counted {clock(visit.needles_out_at)}")
    elif visit.needles_out is not None:
        said.append("counted")
    if count.put_in and count.balanced and count.counted:
        said.append("none missing")
    elif not count.balanced:
        said.append(f"difference: {count.reason or 'no reason stated'}")
    legend += [[Span(", ".join(said), colour=style.INK)]] if said else []
    return legend


# the table


def _rows(chart: VisitChart) -> list[list[Cell]]:
    rows = []
    for point in chart.points:
        needles = chart.needlings_of(point)
        if not needles:
            rows.append(_row(chart, point, None))
        rows += [_row(chart, point, one) for one in needles]
    return rows


def _row(chart: VisitChart, point: TriggerPoint, one: Needling | None) -> list[Cell]:
    label = str(point.number) if one is None else needle_label(chart, one)
    named = [
        site_cell(label),
        side_cell(point.side, side_words(point.side) or NOT_STATED),
        Cell(muscle_words(point), style.TABLE_BOLD),
    ]
    if one is None or not one.was_in:
        return [*named, *_not_needled(point, one)]
    return [
        *named,
        Cell(_spaced(needle_size(one.diameter_mm, one.length_mm)) or NOT_STATED),
        Cell(number(one.depth_mm) if one.depth_mm is not None else NOT_RECORDED),
        Cell(technique_words(one)),
        Cell(twitch_words(one)),
        Cell(pain_words(one)),
    ]


def _not_needled(point: TriggerPoint, one: Needling | None) -> list[Cell]:
    discarded = one is not None and one.state is NeedleState.DISCARDED
    said = "discarded" if discarded else "not needled"
    why = point.not_needled or (one.reason if one is not None else "")
    return [Cell("–"), Cell("–"), Cell(f"{said}: {why}" if why else said), Cell("–"), Cell("–")]


def muscle_words(point: TriggerPoint) -> str:
    """Muscle and spinal level as they were shown; ``muscle not stated`` where none was named."""
    name = point.muscle_name or point.muscle or "muscle not stated"
    return f"{name} {point.spinal_level}".strip()


def technique_words(one: Needling) -> str:
    """Technique and time in place: ``In situ 5:00``."""
    name = TECHNIQUE[one.technique] if one.technique is not None else NOT_STATED
    return f"{name} {minutes_seconds(one.retention_s)}" if one.retention_s is not None else name


def twitch_words(one: Needling) -> str:
    """The twitch, with its number where several were counted."""
    if one.twitch is None:
        return NOT_STATED
    several = one.twitch in (Twitch.SEVERAL, Twitch.STRONG) and one.twitch_count is not None
    return f"{TWITCH[one.twitch]} ({one.twitch_count})" if several else TWITCH[one.twitch]


def pain_words(one: Needling) -> str:
    """Pain on needling, where it went, and whether the patient knew it."""
    if one.pain is None:
        return {True: "familiar pain", False: "not familiar", None: NOT_STATED}[one.familiar]
    said = PAIN[one.pain] + (f" to {one.referred_to}" if one.referred_to else "")
    if one.pain is PainReproduced.NONE and not one.familiar:
        return said
    familiar = {True: ", familiar", False: ", not familiar", None: ""}[one.familiar]
    return said + familiar


def _spaced(size: str) -> str:
    return size.replace("×", " × ")
