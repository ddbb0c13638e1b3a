"""Muscles, screening, measures and indications, each table read once, when it is first asked for."""

import re
from collections.abc import Mapping
from functools import lru_cache

from needlechart.catalogue.own import as_of, table
from needlechart.catalogue.reading import Row, by_id, clinical, review
from needlechart.catalogue.types import (
    Access,
    Addressee,
    Concerns,
    Further,
    IndicationDef,
    MeasureDef,
    MeasureSet,
    Muscle,
    ScreeningItem,
)
from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.rules.knowledge import Knowledge
from needlechart.domain.words import (
    AlertLevel,
    Figure,
    Layer,
    Side,
    View,
)

_VIEWS: dict[str, tuple[View, ...]] = {
    "anterior": (View.FRONT,),
    "posterior": (View.BACK,),
    "lateral": (View.LEFT, View.RIGHT),
    "perineal": (View.PELVIC_FLOOR,),
    "medial": (),  # not offered: these muscles are marked in front or back
}


@table
def muscles() -> Mapping[str, Muscle]:
    """Every muscle by its id."""
    return by_id(clinical("muscles.csv"), _muscle)


def _views(row: Row) -> tuple[View, ...]:
    views: list[View] = []
    for word in row.words("views"):
        if word not in _VIEWS:
            raise row.error(f"views: {word!r} is not a view")
        views.extend(_VIEWS[word])
    if not views:
        raise row.error("views: the muscle can be marked nowhere")
    return tuple(views)


def _lengths(row: Row) -> tuple[float, float]:
    shortest, _, longest = row.text("typical_needle_length_mm", needed=True).partition("-")
    try:
        return float(shortest), float(longest or shortest)
    except ValueError:
        raise row.error("typical_needle_length_mm must be a range like 25-40") from None


def _muscle(row: Row) -> Muscle:
    segmental, levels = row.yes("segmental"), row.words("levels")
    if segmental and not levels:
        raise row.error("levels: a segmental muscle needs its levels")
    return Muscle(
        id=row.text("id", needed=True),
        name=row.text("name", needed=True),
        common_name=row.text("common_name"),
        other_names=row.words("other_names"),
        abbreviation=row.text("abbreviation", needed=True),
        group=row.text("group", needed=True),
        layer=row.one_of("layer", Layer),
        views=_views(row),
        segmental=segmental,
        levels=levels,
        midline=row.yes("midline"),
        separate_consent=row.yes("separate_consent"),
        hint_hazard=row.text("hint_hazard", needed=True),
        hint_caution=row.text("hint_caution", needed=True),
        hint_source=row.text("hint_source", needed=True),
        figure_hints={
            figure: (row.text(f"hint_hazard_{figure}"), row.text(f"hint_caution_{figure}"))
            for figure in (Figure.FEMALE, Figure.MALE)
        },
        origin=row.text("origin"),
        insertion=row.text("insertion"),
        innervation=row.text("innervation"),
        action=row.text("action"),
        referral=row.text("typical_pain_referral"),
        relevance=row.text("pelvic_health_relevance"),
        hazards=row.text("nearby_hazards", needed=True),
        caution=row.text("needling_caution", needed=True),
        needle_lengths_mm=_lengths(row),
        access=row.one_of("needling_access", Access),
        **review(row),
    )


@table
def screening() -> Mapping[str, ScreeningItem]:
    """Every contraindication and precaution by its id."""
    groups = {one.group for one in muscles().values()} | {"any"}

    def make(row: Row) -> ScreeningItem:
        region = row.words("body_scope")
        for group in region or ("",):
            if group not in groups:
                raise row.error(f"body_scope: {group!r} is not a muscle group")
        return ScreeningItem(
            id=row.text("id", needed=True),
            level=row.one_of("level", AlertLevel),
            short_name=row.text("short_name", needed=True),
            text=row.text("text", needed=True),
            why=row.text("why", needed=True),
            what_to_do=row.text("what_to_do", needed=True),
            region=region,
            concerns=row.one_of("concerns", Concerns),
            addressee=row.one_of("addressee", Addressee),
            can_go_on=row.yes("can_go_on"),
            check_in_order=row.whole("check_in_order"),
            topic=row.text("topic"),
            asks=_asks(row),
            alert_stands=_alert_stands(row),
            **review(row),
        )

    return by_id(clinical("screening.csv"), make)


def _alert_stands(row: Row) -> bool:
    """Until it is resolved (also where the clinic's own row says nothing), or for the visit alone."""
    value = row.text("alert")
    if value not in ("stands", "visit", ""):
        raise row.error("alert must be stands or visit")
    return value != "visit"


def _asks(row: Row) -> tuple[tuple[Further, str], ...]:
    found = []
    for part in row.words("asks"):
        kind, _, label = part.partition(":")
        if kind not in tuple(Further) or not label.strip():
            raise row.error(f"asks: {part!r} is not a kind and its label")
        found.append((Further(kind), label.strip()))
    return tuple(found)


@table
def check_in_findings() -> tuple[ScreeningItem, ...]:
    """The findings asked at every visit, in the order of their chips."""
    chips = [one for one in screening().values() if one.check_in_order]
    return tuple(sorted(chips, key=lambda one: one.check_in_order))


@table
def measures() -> Mapping[str, MeasureDef]:
    """Every measure by its id."""
    return by_id(clinical("measures.csv"), _measure)


_BETTER = {"yes": True, "no": False, "neutral": None}
_CHANGE_KINDS = ("", "important", "detectable", "unspecified")


def _measure(row: Row) -> MeasureDef:
    better = row.text("higher_is_better")
    if better not in _BETTER:
        raise row.error("higher_is_better must be yes, no or neutral")
    low, high, step = row.number("min"), row.number("max"), row.number("step")
    if low >= high or step <= 0:
        raise row.error("min must be below max, and step above 0")
    change, change_kind = row.optional_number("change_value"), row.text("change_kind")
    if change_kind not in _CHANGE_KINDS or (change is None) != (change_kind == ""):
        raise row.error("change_kind says what change_value is: important, detectable or unspecified")
    if change is not None and change <= 0:
        raise row.error("change_value must be above 0")
    return MeasureDef(
        id=row.text("id", needed=True),
        name=row.text("name", needed=True),
        full_name=row.text("full_name", needed=True),
        short_name=row.text("short_name", needed=True),
        caption=row.text("caption"),
        phrase=row.text("phrase", needed=True),
        kind=row.text("kind", needed=True),
        unit=row.text("unit"),
        min=low,
        max=high,
        step=step,
        sided=row.yes("sided"),
        higher_is_better=_BETTER[better],
        words=row.words("words"),
        normal=row.text("normal"),
        change_value=change,
        change_kind=change_kind,
        change_relative=row.yes("change_relative"),
        detectable_value=_detectable(row, change),
        change_population=row.text("change_population", needed=change is not None),
        change_source=row.text("change_source", needed=change is not None),
        change_text=row.text("minimal_detectable_or_important_change"),
        loinc=row.text("loinc_code"),
        licence_note=row.text("licence_note"),
        **review(row),
    )


def _detectable(row: Row, change: float | None) -> float | None:
    value = row.optional_number("detectable_value")
    if value is not None and (change is None or not 0 < value <= change):
        raise row.error("detectable_value stands beside a change_value and is not above it")
    return value


@table
def measure_sets() -> Mapping[str, MeasureSet]:
    """Sets of measures asked together, by id; the first is the one to begin with."""

    def make(row: Row) -> MeasureSet:
        pairs = []
        for part in row.words("measures"):
            measure, _, side = part.partition(":")
            if measure not in measures():
                raise row.error(f"measures: {measure!r} is not a measure")
            if measures()[measure].sided != bool(side) or side not in ("", "right", "left"):
                raise row.error(f"measures: {measure} has a side it should not have, or none")
            pairs.append((measure, Side(side) if side else Side.UNSTATED))
        return MeasureSet(
            id=row.text("id", needed=True),
            name=row.text("name", needed=True),
            measures=tuple(pairs),
            headings=row.words("headings"),
            **review(row),
        )

    return by_id(clinical("measure_sets.csv"), make)


ICD_FORM = re.compile(r"[A-TV-Z][0-9][0-9AB](?:\.[0-9A-KXZ]{1,4})?\Z", re.IGNORECASE | re.ASCII)
"""Form of an ICD-10-CM code: letter, digit, digit (or A, B), then up to four more after the point."""


@table
def indications() -> Mapping[str, IndicationDef]:
    """Every indication by heading and code, e.g. ``hip pain/M25.551``."""

    def make(row: Row) -> IndicationDef:
        code, heading = row.text("icd10cm", needed=True), row.text("indication", needed=True)
        if not ICD_FORM.match(code):
            raise row.error("icd10cm is not in the form of a code")
        return IndicationDef(
            id=f"{heading}/{code}",
            heading=heading,
            code=code,
            title=row.text("code_title", needed=True),
            side=row.one_of("side", Side),
            valid_to=row.text("valid_to"),
            description=row.text("description"),
            **review(row),
        )

    return by_id(clinical("indications.csv"), make)


@table
def knowledge() -> Knowledge:
    """What the rules of the domain take from the catalogues."""
    return _knowledge(measures())


def _knowledge(of_measures: Mapping[str, MeasureDef]) -> Knowledge:
    sided = (Side.RIGHT, Side.LEFT, Side.BOTH)
    return Knowledge(
        muscles=muscles(),
        measures=of_measures,
        screening=screening(),
        code_sides={one.code: one.side for one in indications().values() if one.side in sided},
    )


def knowledge_of(chart: VisitChart) -> Knowledge:
    """What a note is written with: for a signed visit the measures as they stood when it was signed."""
    if chart.seal is None:
        return knowledge()
    return _knowledge(_measures_as_of(chart.content))


@lru_cache(maxsize=16)
def _measures_as_of(rows: tuple[CatalogueRow, ...]) -> Mapping[str, MeasureDef]:
    with as_of(rows):
        return by_id(clinical("measures.csv"), _measure)
