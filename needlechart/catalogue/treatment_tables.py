"""The clinical tables on treatment and signing, each read once, when it is first asked for."""

from collections.abc import Mapping

from needlechart.catalogue.own import table
from needlechart.catalogue.pictograms import pictograms
from needlechart.catalogue.reading import Row, by_id, clinical, review
from needlechart.catalogue.types import (
    AdverseEventKind,
    AdviceGroup,
    AftercareFact,
    EventRate,
    FirstVisitAnswer,
    FirstVisitGroup,
    FollowOnItem,
    NeedleSize,
    Offer,
    OfferedWords,
    Pattern,
    PositionDef,
    StimulationCaution,
    SymptomQuality,
    TechniqueDef,
)
from needlechart.domain.rules.checks import CHECKS
from needlechart.domain.rules.rates import Counted
from needlechart.domain.rules.requirement import Requirement, RequirementLevel
from needlechart.domain.words import FollowOnKind, Position, Severity, Step, Technique, View


@table
def aftercare() -> Mapping[str, AftercareFact]:
    """Every advice by its id, in the order of the handout."""

    def make(row: Row) -> AftercareFact:
        return AftercareFact(
            id=row.text("id", needed=True),
            group=row.one_of("group", AdviceGroup),
            short_name=row.text("short_name"),
            heading=row.text("heading"),
            text=row.text("text", needed=True),
            note_words=row.text("note_words"),
            pictogram=_pictogram(row),
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("aftercare.csv"), make)


@table
def follow_ons() -> Mapping[str, FollowOnItem]:
    """Every follow-on item by its id."""

    def make(row: Row) -> FollowOnItem:
        return FollowOnItem(
            id=row.text("id", needed=True),
            kind=row.one_of("kind", FollowOnKind),
            name=row.text("name", needed=True),
            dose=row.text("dose"),
            doses=row.words("doses"),
            sided=row.yes("sided"),
            easier=row.text("easier"),
            harder=row.text("harder"),
            progression=row.text("progression"),
            pictogram=_pictogram(row),
            handout_text=row.text("handout_text"),
            order=row.whole("order"),
            first=row.yes("first"),
            plan_only=row.yes("plan_only"),
            **review(row),
        )

    return by_id(clinical("follow_on.csv"), make)


def _pictogram(row: Row) -> str:
    name = row.text("pictogram")
    if name and name not in pictograms():
        raise row.error(f"pictogram: {name!r} is not a pictogram")
    return name


@table
def adverse_events() -> Mapping[str, AdverseEventKind]:
    """Every kind of adverse event by its id."""

    def make(row: Row) -> AdverseEventKind:
        return AdverseEventKind(
            id=row.text("id", needed=True),
            short_name=row.text("short_name", needed=True),
            text=row.text("text", needed=True),
            severity=row.one_of("severity", Severity),
            severity_note=row.text("severity_note"),
            rate=row.text("rate"),
            chip_order=row.whole("chip_order"),
            **review(row),
        )

    return by_id(clinical("adverse_events.csv"), make)


@table
def event_rates() -> Mapping[str, EventRate]:
    """Published rates of adverse events."""
    groups = ("any_mild", "significant")

    def make(row: Row) -> EventRate:
        kind, events = row.text("kind", needed=True), row.text("events")
        if kind not in adverse_events() and kind not in groups:
            raise row.error(f"kind: {kind!r} is not a kind of event")
        return EventRate(
            id=row.text("id", needed=True),
            kind=kind,
            percent=row.optional_number("percent"),
            upper=row.optional_number("upper"),
            events=row.whole("events") if events else None,
            treatments=row.whole("treatments"),
            per=row.one_of("per", Counted) if row.text("per") else Counted.SESSION,
            study=row.text("study", needed=True),
            population=row.text("population"),
            note=row.text("note"),
            **review(row),
        )

    return by_id(clinical("event_rates.csv"), make)


@table
def needles() -> Mapping[str, NeedleSize]:
    """Usual needle sizes by id."""

    def make(row: Row) -> NeedleSize:
        return NeedleSize(
            id=row.text("id", needed=True),
            diameter_mm=row.number("diameter_mm"),
            length_mm=row.number("length_mm"),
            use=row.text("use"),
            first=row.yes("first"),
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("needles.csv"), make)


@table
def techniques() -> Mapping[str, TechniqueDef]:
    """Every technique by its id (the word of `Technique`)."""

    def make(row: Row) -> TechniqueDef:
        return TechniqueDef(
            id=row.text("id", needed=True),
            technique=row.one_of("id", Technique),
            short_name=row.text("short_name", needed=True),
            text=row.text("text", needed=True),
            phrase=row.text("phrase", needed=True),
            note=row.text("note"),
            sought=row.text("sought"),
            first=row.yes("first"),
            stays=row.yes("stays"),
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("techniques.csv"), make)


@table
def positions() -> Mapping[str, PositionDef]:
    """Every position by its id (the word of `Position`)."""

    def make(row: Row) -> PositionDef:
        try:
            views = tuple(View(word) for word in row.words("views"))
        except ValueError:
            raise row.error("views holds a word that is not a view") from None
        return PositionDef(
            id=row.text("id", needed=True),
            position=row.one_of("id", Position),
            label=row.text("label", needed=True),
            phrase=row.text("phrase", needed=True),
            views=views,
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("positions.csv"), make)


@table
def first_visit_answers() -> Mapping[str, FirstVisitAnswer]:
    """Goals and comforts offered at a first visit, by id."""

    def make(row: Row) -> FirstVisitAnswer:
        return FirstVisitAnswer(
            id=row.text("id", needed=True),
            group=row.one_of("group", FirstVisitGroup),
            short_name=row.text("short_name", needed=True),
            text=row.text("text", needed=True),
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("first_visit.csv"), make)


@table
def offered_words() -> Mapping[str, OfferedWords]:
    """Every offered answer by its id."""

    def make(row: Row) -> OfferedWords:
        return OfferedWords(
            id=row.text("id", needed=True),
            offer=row.one_of("list", Offer),
            text=row.text("text", needed=True),
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("offered_words.csv"), make)


def offered(offer: Offer) -> tuple[str, ...]:
    """The answers to one question, in their order."""
    found = [one for one in offered_words().values() if one.offer is offer]
    return tuple(one.text for one in sorted(found, key=lambda one: one.order))


@table
def stimulation_cautions() -> Mapping[str, StimulationCaution]:
    """Every caution about electrical stimulation by its id, in the order in which they are shown."""

    def make(row: Row) -> StimulationCaution:
        return StimulationCaution(
            id=row.text("id", needed=True),
            text=row.text("text", needed=True),
            screening=row.words("screening"),
            regions=row.words("regions"),
            above_y=row.optional_number("above_y"),
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("stimulation_cautions.csv"), make)


_STRICT = {RequirementLevel.OFF: 0, RequirementLevel.RECOMMENDED: 1, RequirementLevel.REQUIRED: 2}


@table
def requirements() -> tuple[Requirement, ...]:
    """What a signature needs, in the order in which it is shown."""

    def make(row: Row) -> Requirement:
        level = row.one_of("level", RequirementLevel)
        if row.key not in CHECKS:
            raise row.error("a check of that name is not in the program")
        if (
            row.program is not None
            and _STRICT[level] < _STRICT[row.program.one_of("level", RequirementLevel)]
        ):
            raise row.error("level: a clinic can ask for more than the program, not for less")
        return Requirement(
            id=row.text("id", needed=True),
            step=row.one_of("step", Step),
            level=level,
            title=row.text("title", needed=True),
            why=row.text("why", needed=True),
            source=row.text("source", needed=True),
        )

    return tuple(by_id(clinical("completeness.csv"), make).values())


@table
def symptom_qualities() -> Mapping[str, SymptomQuality]:
    """What pain and other symptoms feel like, by id, in the order of the chips."""

    def make(row: Row) -> SymptomQuality:
        return SymptomQuality(
            id=row.text("id", needed=True),
            name=row.text("name", needed=True),
            pattern=row.one_of("pattern", Pattern),
            order=row.whole("order"),
            **review(row),
        )

    return by_id(clinical("symptom_qualities.csv"), make)
