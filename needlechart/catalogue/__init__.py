"""Clinical content read from resources, typed and checked.

Nothing is read before it is asked for; each table is read once.
"""

from needlechart.catalogue.finding import (
    MuscleMatch,
    find_indication,
    find_measure,
    find_muscle,
    icd_form_ok,
    icd_known,
)
from needlechart.catalogue.reading import CatalogueError
from needlechart.catalogue.tables import (
    check_in_findings,
    indications,
    knowledge,
    measure_sets,
    measures,
    muscles,
    screening,
)
from needlechart.catalogue.treatment_tables import (
    adverse_events,
    aftercare,
    follow_ons,
    needles,
    positions,
    requirements,
    techniques,
)
from needlechart.catalogue.types import (
    Access,
    Addressee,
    AdverseEventKind,
    AdviceGroup,
    AftercareFact,
    Concerns,
    FollowOnItem,
    IndicationDef,
    MeasureDef,
    MeasureSet,
    Muscle,
    NeedleSize,
    PositionDef,
    ScreeningItem,
    TechniqueDef,
)

__all__ = [
    "Access",
    "Addressee",
    "AdverseEventKind",
    "AdviceGroup",
    "AftercareFact",
    "CatalogueError",
    "Concerns",
    "FollowOnItem",
    "IndicationDef",
    "MeasureDef",
    "MeasureSet",
    "Muscle",
    "MuscleMatch",
    "NeedleSize",
    "PositionDef",
    "ScreeningItem",
    "TechniqueDef",
    "adverse_events",
    "aftercare",
    "check_in_findings",
    "find_indication",
    "find_measure",
    "find_muscle",
    "follow_ons",
    "icd_form_ok",
    "icd_known",
    "indications",
    "knowledge",
    "measure_sets",
    "measures",
    "muscles",
    "needles",
    "positions",
    "requirements",
    "screening",
    "techniques",
]
