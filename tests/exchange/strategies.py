"""Any record of any kind, made from its field types; references point at the records of `BASE`."""

from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import PARENTS
from needlechart.domain.record import Invalid, Record, field_types, new_id, optional_part, required_fields
from needlechart.exchange.plain import EXCHANGED
from needlechart.exchange.ranges import RANGES, SAID
from tests import factories

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(8999, 1, 1), timezones=ZONES)
DATES = st.dates(date(1900, 1, 1), date(2200, 1, 1))

GOAL = factories.goal(id="goal")
POINT = factories.point(id="point")
PROTOCOL = factories.protocol(id="protocol")
BASE: dict[tuple[type[Record], str], Record] = {
    (type(one), one.id): one
    for one in (
        factories.clinic(),
        factories.clinician(),
        factories.patient(),
        factories.episode(),
        factories.visit(),
        GOAL,
        POINT,
        PROTOCOL,
    )
}


def known(kind: type[Record], record_id: str) -> Record | None:
    return BASE.get((kind, record_id))


def _reference(name: str) -> str:
    kind = Clinician if name == "clinician_id" else PARENTS[name]
    return next(record_id for base_kind, record_id in BASE if base_kind is kind)


def _value(kind: type[Record], name: str, hint: Any) -> st.SearchStrategy[Any]:
    inner, optional = optional_part(hint)
    low_high = RANGES.get((kind.__name__, name))
    if get_origin(inner) is tuple:
        part = _value(kind, "", get_args(inner)[0])
        return st.lists(part, max_size=4).map(tuple)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        plain: st.SearchStrategy[Any] = st.sampled_from(inner)
    elif inner is datetime:
        plain = MOMENTS
    elif inner is date:
        plain = DATES
    elif inner is bool:
        plain = st.booleans()
    elif inner is int:
        plain = st.integers(*(low_high or (-(2**63), 2**63 - 1)))
    elif inner is float:
        low, high = low_high or (None, None)
        plain = st.floats(low, high, allow_nan=False, allow_infinity=False)
    else:
        plain = TEXTS.filter(str.strip) if name in SAID.get(kind.__name__, ()) else TEXTS
    return st.none() | plain if optional else plain


@st.composite
def record_of(draw: st.DrawFn, kind: type[Record]) -> Record:
    """A record of a kind that the domain accepts; every field may have any value it can hold."""
    values: dict[str, Any] = {"id": new_id()}
    required = required_fields(kind)
    for name, hint in field_types(kind).items():
        if name == "id":
            continue
        if name in PARENTS or name == "clinician_id":
            values[name] = _reference(name) if name in required else ""
        elif name == "status":
            continue  # signed needs a seal; tested with real ones
        elif name == "cosigner_id":
            values[name] = ""
        elif name in required or draw(st.booleans()):
            values[name] = draw(_value(kind, name, hint))
    try:
        return kind(**values)
    except Invalid as error:
        for name in (error.path, "ended", "depth_mm", "outline", "due_to", "needles_reason", "columns"):
            if name in values and name not in required:
                del values[name]
        if "outline" in values:
            values["outline"] = (0.0, 0.0, 5.0, 0.0, 5.0, 5.0)
        if "due_to" in values:
            values["due_to"] = values["due_from"]
        if "given_name" in values:
            values.update(given_name="Any", birth_date=None)
        if "value" in field_types(kind):
            values["value"] = 1.0
        return kind(**values)


ANY = st.sampled_from([kind for kind in EXCHANGED if kind.__name__ != "Seal"]).flatmap(record_of)
