"""One row of the table of what a signature needs."""

from dataclasses import dataclass
from enum import StrEnum

from needlechart.domain.words import Step


class RequirementLevel(StrEnum):
    """`REQUIRED` keeps a visit from being signed, `RECOMMENDED` is only shown, `OFF` is neither."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What is looked for (``id`` names the check), where it is entered, how strictly, and why."""

    id: str
    step: Step
    level: RequirementLevel
    title: str
    why: str
    source: str = ""
