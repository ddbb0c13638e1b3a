"""The clinical tables are whole, typed and say where every row comes from."""

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from needlechart import catalogue
from needlechart.catalogue import CatalogueError
from needlechart.catalogue.reading import by_id, read_table
from needlechart.catalogue.tables import _measure, _muscle
from needlechart.domain.rules.checks import CHECKS
from needlechart.domain.rules.requirement import RequirementLevel
from needlechart.domain.words import (
    AlertLevel,
    Figure,
    FollowOnKind,
    Position,
    Severity,
    Side,
    Step,
    Technique,
    View,
)

TABLES = (
    catalogue.muscles,
    catalogue.screening,
    catalogue.measures,
    catalogue.measure_sets,
    catalogue.indications,
    catalogue.aftercare,
    catalogue.follow_ons,
    catalogue.adverse_events,
    catalogue.needles,
    catalogue.techniques,
    catalogue.positions,
    catalogue.first_visit_answers,
    catalogue.symptom_qualities,
)


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.__name__)
def test_every_row_has_its_source_and_no_reviewer_yet(table) -> None:
    assert table()
    for key, one in table().items():
        assert key == one.id
        assert one.source
        assert not one.reviewed


def test_values_and_tables_are_frozen() -> None:
    muscle = catalogue.muscles()["piriformis"]
    with pytest.raises(FrozenInstanceError):
        muscle.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        catalogue.muscles()["piriformis"] = muscle  # type: ignore[index]


def test_every_muscle_can_be_marked_and_has_a_hint_of_two_sentences() -> None:
    assert len(catalogue.muscles()) == 43
    for one in catalogue.muscles().values():
        assert one.views
        hints = [text for figure in Figure for text in one.hint_for(figure)]
        assert all(text.endswith(".") and len(text) <= 110 for text in hints), one.id
        assert 13 <= one.needle_lengths_mm[0] <= one.needle_lengths_mm[1] <= 125
        assert one.levels or not one.segmental
        assert one.separate_consent == (one.group == "pelvic_floor")
    assert len({one.abbreviation.casefold() for one in catalogue.muscles().values()}) == 43


def test_what_the_board_asks_of_single_muscles() -> None:
    muscles = catalogue.muscles()
    assert muscles["lumbar_multifidus"].levels[:5] == ("L1", "L2", "L3", "L4", "L5")
    assert muscles["external_anal_sphincter"].midline
    assert sum(one.midline for one in muscles.values()) == 1
    assert {key for key, one in muscles.items() if not one.needled} == {
        "transversus_abdominis",
        "obturator_externus",
        "deep_transverse_perineal",
    }
    assert muscles["gluteus_medius"].views == (View.BACK, View.LEFT, View.RIGHT)
    assert muscles["bulbospongiosus"].views == (View.PELVIC_FLOOR,)


def test_screening_covers_every_level_and_some_cannot_be_overridden() -> None:
    items = catalogue.screening()
    assert {one.level for one in items.values()} == {AlertLevel.ABSOLUTE, AlertLevel.RELATIVE}
    assert {key for key, one in items.items() if not one.can_go_on} == {
        "consent_refused_or_withdrawn",
        "unable_to_consent",
        "not_permitted_by_law",
    }
    assert [one.short_name for one in catalogue.check_in_findings()] == [
        "Blood thinner",
        "Pregnant or may be",
        "Fever or infection",
        "Skin broken here",
        "Surgery or procedure",
        "New allergy",
        "Implant or device",
        "Fall or injury",
        "Other",
    ]


def test_change_values_are_never_more_certain_than_the_source() -> None:
    measures = catalogue.measures()
    assert measures["hip_ir_90"].change_value == 7.5
    assert measures["hip_ir_90"].change_kind == "detectable"
    assert measures["nprs_now"].change_value == 1.5
    for unknown in ("ppt", "fsfi", "hoos", "hagos_pain", "twitch_count", "nprs_tampon", "thomas_angle"):
        assert measures[unknown].change_value is None, unknown
    for one in measures.values():
        assert one.change_value is None or one.change_text, one.id
        digits = f"{one.change_value:g}" if one.change_value is not None else ""
        own = "by definition of the scale" in one.change_text
        worded = one.change_text.startswith(("as ", "one ", "1 per"))
        assert own or worded or digits in one.change_text, one.id


def test_a_word_scale_has_a_word_for_every_step() -> None:
    for one in catalogue.measures().values():
        if one.words and not one.graded:
            assert len(one.words) == one.max - one.min + 1
    assert catalogue.measures()["squat_quality"].words == ("Cannot", "Guarded", "Partial", "Full")
    assert catalogue.measures()["mmt_muscle"].graded


def test_no_two_measures_go_by_the_same_name() -> None:
    rows = catalogue.measures().values()
    for name in ("name", "full_name", "short_name"):
        assert len({getattr(one, name).casefold() for one in rows}) == len(rows), name


def test_measure_sets_begin_with_pain() -> None:
    sets = catalogue.measure_sets()
    assert next(iter(sets)) == "hip_and_groin"
    for one in sets.values():
        assert one.measures[0] == ("nprs_now", Side.UNSTATED)
    assert ("hip_ir_90", Side.RIGHT) in sets["hip_and_groin"].measures


def test_closed_sets_have_a_row_for_every_word() -> None:
    assert set(catalogue.techniques()) == set(Technique)
    sought = {one.sought for one in catalogue.techniques().values()}
    assert sought <= set(catalogue.offered(catalogue.Offer.RESPONSE_SOUGHT)), "its chip shows it"
    assert set(catalogue.positions()) == set(Position)
    kinds = {one.kind for one in catalogue.follow_ons().values()}
    assert kinds >= {FollowOnKind.GUIDED_MOVEMENT, FollowOnKind.RETRAINING, FollowOnKind.MANUAL_THERAPY}
    assert {one.severity for one in catalogue.adverse_events().values()} == set(Severity)


def test_five_facts_are_told_and_have_words_for_the_note() -> None:
    told = [one for one in catalogue.aftercare().values() if one.group == "told"]
    assert [one.short_name for one in told] == [
        "Soreness",
        "Gentle movement",
        "Water",
        "Heat or ice",
        "When to call",
    ]
    assert all(one.note_words and one.heading for one in told)


def test_the_table_of_what_a_signature_needs_has_a_check_for_every_row() -> None:
    rows = catalogue.requirements()
    assert {one.id for one in rows} == set(CHECKS)
    required = {one.id for one in rows if one.level is RequirementLevel.REQUIRED}
    assert required >= {
        "screening",
        "consent_today",
        "site_side",
        "site_muscle",
        "site_twitch",
        "pain_before",
        "pain_after",
        "needles_in",
        "needles_count",
        "adverse_event",
        "follow_on",
        "aftercare",
    }
    assert [one.step for one in rows if one.id == "next_visit"] == [Step.PLAN]


def test_a_faulty_table_says_file_row_and_why(tmp_path: Path) -> None:
    good = Path(__file__).parents[2] / "resources" / "clinical" / "muscles.csv"
    head, first, *_ = good.read_text(encoding="utf-8").splitlines()
    faulty = tmp_path / "muscles.csv"
    faulty.write_text("\n".join((head, first, first)), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"muscles\.csv, row 3: rectus_abdominis stands twice"):
        by_id(read_table(faulty), _muscle)
    faulty.write_text(head + "\n" + first.replace(",superficial,", ",shallow,"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"row 2: layer must be one of: surface"):
        by_id(read_table(faulty), _muscle)
    faulty.write_text(head + "\nonly,three,cells", encoding="utf-8")
    with pytest.raises(CatalogueError, match="3 cells, the head has"):
        read_table(faulty)


def test_a_measure_whose_change_has_no_kind_is_refused(tmp_path: Path) -> None:
    good = Path(__file__).parents[2] / "resources" / "clinical" / "measures.csv"
    head, first, *_ = good.read_text(encoding="utf-8").splitlines()
    faulty = tmp_path / "measures.csv"
    faulty.write_text(head + "\n" + first.replace(",important,", ",,"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="row 2: change_kind"):
        by_id(read_table(faulty), _measure)


def test_importing_the_catalogue_reads_nothing_and_loads_only_the_standard_library() -> None:
    code = (
        "import sys; import needlechart.catalogue as c;"
        "from needlechart.catalogue.tables import muscles; assert muscles.cache_info().currsize == 0;"
        "heavy = {'sqlalchemy', 'reportlab', 'PySide6', 'cryptography'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
