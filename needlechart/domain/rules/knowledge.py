"""What the rules need to know from the catalogues, as small protocols; the catalogue's values fit them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from needlechart.domain.words import AlertLevel, Side


class MuscleFacts(Protocol):
    """What a rule asks of a muscle."""

    @property
    def group(self) -> str:
        """Muscle group, as alerts name regions."""

    @property
    def segmental(self) -> bool:
        """Whether it is charted with a spinal level."""

    @property
    def separate_consent(self) -> bool:
        """Whether it needs the separate consent for perineal or internal work."""

    @property
    def needled(self) -> bool:
        """Whether needling it needs no further reason."""


class MeasureFacts(Protocol):
    """What a rule asks of a measure; see `needlechart.catalogue.MeasureDef` for the meaning."""

    @property
    def phrase(self) -> str:
        """Its name inside a sentence."""

    @property
    def short_name(self) -> str:
        """Its name on a chip."""

    @property
    def unit(self) -> str:
        """The unit as the catalogue writes it."""

    @property
    def higher_is_better(self) -> bool | None:
        """The good direction; None if there is none."""

    @property
    def words(self) -> tuple[str, ...]:
        """The steps of a word scale or the grades of a graded one, lowest first."""

    @property
    def graded(self) -> bool:
        """Whether the words are grades like 4+."""

    @property
    def change_value(self) -> float | None:
        """The smallest change that counts; None if no source states it."""

    @property
    def change_kind(self) -> str:
        """``important``, ``detectable``, ``unspecified`` or empty."""

    @property
    def detectable_value(self) -> float | None:
        """The measuring error, where it is known beside an important change."""

    @property
    def change_relative(self) -> bool:
        """Whether `change_value` is in percent of the value before."""


class ScreeningFacts(Protocol):
    """What a rule asks of a screening item."""

    @property
    def level(self) -> AlertLevel:
        """How strictly it stands against needling."""

    @property
    def short_name(self) -> str:
        """Its words on a chip."""

    @property
    def region(self) -> tuple[str, ...]:
        """Muscle groups it concerns; ``("any",)`` means all."""

    @property
    def concerns(self) -> str:
        """``needling`` or ``stimulation``."""

    @property
    def addressee(self) -> str:
        """Whom it asks: ``patient``, ``clinician``, or ``site`` for what only a marked site brings up."""

    @property
    def can_go_on(self) -> bool:
        """Whether a clinician may go on with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Catalogue values by id; a rule that finds no entry makes no claim.

    ``code_sides`` holds the diagnosis codes that name a side, with that side.
    """

    muscles: Mapping[str, MuscleFacts] = field(default_factory=dict)
    measures: Mapping[str, MeasureFacts] = field(default_factory=dict)
    screening: Mapping[str, ScreeningFacts] = field(default_factory=dict)
    code_sides: Mapping[str, Side] = field(default_factory=dict)


NOTHING = Knowledge()
"""For callers without catalogues."""

PAIN = "nprs_now"
"""The measure every visit begins and ends with: pain now, 0 to 10."""

PAIN_MEASURES = (PAIN, "vas_pain")
"""Measures of pain now; one of them, before and after, is what a signature needs."""
