"""What a new needle begins with."""

from typing import Any

from needlechart.domain.clinic import NeedleType
from needlechart.domain.needling import Needling

_FROM_SAME_MUSCLE = (
    "diameter_mm",
    "length_mm",
    "maker",
    "product",
    "technique",
    "retention_planned_s",
    "insertions",
    "guidance",
    "response_sought",
    "depth_mm",
)
_FROM_ANOTHER_SITE = (
    "diameter_mm",
    "length_mm",
    "maker",
    "product",
    "technique",
    "retention_planned_s",
    "insertions",
    "lot",
    "expiry",
)


def needling_defaults(
    last_use: Needling | None,
    previous_site: Needling | None,
    clinic_needle: NeedleType | None,
) -> dict[str, Any]:
    """Field values of a new `Needling`.

    From this clinician's last use on this muscle, else from the previous site of this visit, else
    the clinic's default needle. Depth comes from the same muscle alone; twitch, pain and what was
    measured never carry. ``carried`` says that these are proposals until the twitch is tapped.
    """
    if last_use is not None:
        values = _taken(last_use, _FROM_SAME_MUSCLE)
        values.update(_same_pack(values, previous_site))
    elif previous_site is not None:
        values = _taken(previous_site, _FROM_ANOTHER_SITE)
    elif clinic_needle is not None:
        values = {
            "diameter_mm": clinic_needle.diameter_mm,
            "length_mm": clinic_needle.length_mm,
            "maker": clinic_needle.maker,
            "product": clinic_needle.product,
            "lot": clinic_needle.lot,
            "expiry": clinic_needle.expiry,
        }
        values = {name: value for name, value in values.items() if value not in (None, "")}
    else:
        values = {}
    if values:
        values["carried"] = True
    return values


def _taken(source: Needling, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(source, name) for name in names}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _same_pack(values: dict[str, Any], previous: Needling | None) -> dict[str, Any]:
    """Lot and expiry of this visit's pack, if the needle is the same; never those of an earlier visit."""
    if previous is None:
        return {}
    for name in ("diameter_mm", "length_mm", "maker", "product"):
        if values.get(name, "") != (getattr(previous, name) or ""):
            return {}
    return _taken(previous, ("lot", "expiry"))
