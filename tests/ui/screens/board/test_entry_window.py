"""Rows 10 to 22 of the documentation standard: each by its control, in the database and in the note."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.record import now
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import (
    Answer,
    Guidance,
    IntensityUnit,
    NeedleState,
    Perceived,
    PointKind,
    Presence,
    Side,
    Tissue,
    Tolerance,
    Twitch,
    Waveform,
)
from needlechart.ui.screens.board.needling_panel.durations import read_duration
from needlechart.ui.screens.typed import Refused
from tests import factories as make
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.board.conftest import Draft, planned, printed, settle, two_sites
from tests.ui.screens.conftest import Person


def needle(desk: TestDesk, needle_id: str = "needle-one") -> Needling:
    (found,) = desk.stored(Needling, id=needle_id)
    return found


def test_every_field_of_the_standard_is_one_tap_behind_the_first_level(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("chip_twitch_several")
    person.tap("chip_familiar")
    person.tap("chip_pain_referred")  # with it the site is complete and the next one is selected
    person.tap("tile_1")
    person.tap("more_findings")
    for name in (
        "chip_kind_active",
        "chip_band_present",
        "chip_tender_7",
        "chip_jump_present",
        "chip_guidance_palpation",
        "chip_bleeding_yes",
        "insertions_more",
        "passes_more",
        "passes_more",
        "chip_tissue_muscle",
        "chip_sought_1",
        "chip_obtained_1",
        "twitches_more",
        "twitches_more",
        "chip_tolerated_well",
        "chip_pressure_30",
    ):
        person.tap(name)
    person.type("finding_referral", "groin <b>")
    person.type("finding_referred_to", "lower abdomen")
    person.type("finding_direction", "towards the pubis")
    person.type("stayed", "1:30")
    person.type("pack_maker", "Hallow & Sons")
    person.type("pack_product", "H-type")
    person.type("pack_lot", "A1/7")
    person.type("pack_expiry", "3 March 2031")
    settle(board, person)

    (point,) = desk.stored(TriggerPoint, id="one")
    assert (point.kind, point.taut_band, point.jump_sign) == (
        PointKind.ACTIVE,
        Presence.PRESENT,
        Presence.PRESENT,
    )
    assert (point.tenderness, point.referral) == (7, "groin <b>")
    one = needle(desk)
    assert (one.twitch, one.twitch_count, one.familiar) == (Twitch.SEVERAL, 3, True)
    assert (one.insertions, one.passes, one.tissue) == (2, 1, Tissue.MUSCLE)
    assert (one.response_sought, one.response_obtained) == (
        "Local twitch, Ache",
        "Grasp of the needle",
    )
    assert (one.referred_to, one.direction) == ("lower abdomen", "towards the pubis")
    assert (one.guidance, one.tolerance) == (Guidance.PALPATION, Tolerance.WELL)
    assert (one.bleeding, one.pressure_s, one.retention_s) == (True, 30, 90)
    assert (one.maker, one.product, one.lot, one.expiry) == (
        "Hallow & Sons",
        "H-type",
        "A1/7",
        date(2031, 3, 3),
    )
    note = printed(desk)
    for words in ("groin <b>", "Hallow & Sons", "A1/7", "towards the pubis", "lower abdomen"):
        assert words in note
    for words in ("ocal twitch", "rasp of the needle", "insertions 2", "passes 1", "3 Mar 2031"):
        assert words in note


def test_a_second_tap_takes_a_value_back_and_each_tap_is_one_undo(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    assert board.visit is not None
    person.tap("chip_twitch_one")
    person.tap("more_findings")
    before = board.visit.history.count
    for _ in range(2):
        person.tap("chip_tissue_bone")
        person.tap("chip_sought_1")
        person.tap("chip_tolerated_poorly")
    settle(board, person)
    one = needle(desk)
    assert (one.tissue, one.response_sought, one.tolerance) == (None, "Local twitch", None)
    assert board.visit.history.count == before + 6


def test_lot_and_maker_are_said_once_for_all_needles_of_the_pack(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("more_findings")
    person.type("pack_lot", "B2")
    settle(board, person)
    assert {one.lot for one in desk.stored(Needling)} == {"B2"}

    person.tap("chip_needle_more")
    assert board.visit is not None
    board.visit.undo()
    settle(board, person)
    assert {one.lot for one in desk.stored(Needling)} == {""}


def test_a_pack_of_the_clinic_is_one_tap_and_an_expired_one_is_said(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    past, ahead = now().date() - timedelta(days=1), now().date() + timedelta(days=400)
    old = make.needle_type(id="old", length_mm=50.0, lot="OLD", expiry=past, order=0)
    fresh = make.needle_type(id="fresh", length_mm=50.0, lot="NEW", expiry=ahead, order=1)
    one, two, first, second = two_sites()
    assert isinstance(first, Needling)
    board = draft(one, two, first.but(carried=True), second, old, fresh)
    person.tap("chip_needle_0.30×50")
    settle(board, person)
    assert needle(desk).lot == "NEW"  # the pack that is good, though it stands second
    assert not person.sees("needle_expired")

    person.tap("more_findings")
    person.tap("chip_pack_2")
    settle(board, person)
    assert needle(desk).lot == "OLD"
    assert "Lot OLD expired" in person.find("needle_expired").text()  # type: ignore[attr-defined]
    person.tap("chip_twitch_one")
    settle(board, person)
    assert needle(desk).state is NeedleState.IN  # warned, not stopped
    board.show_step(board.current.REVIEW)
    person.until(lambda: any("expired" in text.lower() for text in texts(board)))


def texts(board: object) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [one.text() for one in board.findChildren(QLabel) if one.isVisible()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("5:00", 300),
        ("0:40", 40),
        ("90 s", 90),
        ("2 min", 120),
        ("7", 420),
        ("0", 0),
        ("", None),
        (" 3:05 ", 185),
    ],
)
def test_durations_are_read_as_they_are_written(typed: str, seconds: int | None) -> None:
    assert read_duration(typed) == seconds


@pytest.mark.parametrize("typed", ["-1", "5:99", "1:2:3", "five", "1000000", "4 h", "٣", "99999 min", "5:"])
def test_what_is_no_retention_is_refused_in_place_and_nothing_is_kept(
    desk: TestDesk, draft: Draft, person: Person, typed: str
) -> None:
    with pytest.raises(Refused):
        read_duration(typed)
    if typed != "five":
        return
    board = draft()
    person.tap("chip_twitch_one")
    person.tap("more_findings")
    person.type("stayed", typed)
    settle(board, person)
    assert person.find("stayed_refusal").text() == "Write minutes and seconds, like 5:00."  # type: ignore[attr-defined]
    assert needle(desk).retention_s is None
    person.type("stayed", "4:00")
    settle(board, person)
    assert not person.sees("stayed_refusal")
    assert needle(desk).retention_s == 240


def test_a_found_site_is_kept_with_its_reason(desk: TestDesk, draft: Draft, person: Person) -> None:
    board = draft()
    editor = board.stack.currentWidget().panel.editor  # type: ignore[union-attr,attr-defined]
    editor._ask_why_not()
    person.tap("reason_3")
    settle(board, person)

    (point,) = desk.stored(TriggerPoint, id="one")
    assert point.not_needled == "No longer tender"
    assert desk.stored(Needling, trigger_point_id="one") == []
    assert "no longer tender" in printed(desk).lower()


# Electrical stimulation


def test_a_current_has_every_field_and_joins_the_two_sites(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("chip_estim_on")
    person.tap("tile_2")
    person.tap("chip_estim_on")
    settle(board, person)
    assert {one.first_point_id for one in desk.stored(Stimulation)} == {"one", "two"}  # each its own
    person.tap("chip_to_site_1")
    settle(board, person)
    (current,) = desk.stored(Stimulation)
    assert {current.first_point_id, current.second_point_id} == {"one", "two"}

    person.tap("more_findings")
    for name in (
        "chip_hz_2",
        "stim_more",
        "stim_more",
        "chip_unit_level",
        "chip_minutes_15",
        "chip_waveform_dense_disperse",
        "chip_second_hz_100",
        "chip_microseconds_200",
        "chip_perceived_tingling",
        "chip_waveform_asymmetric_biphasic",
        "chip_negative_1",
    ):
        person.tap(name)
    person.type("stim_device", "Pulse 4, checked Jan 2026")
    person.type("stim_note", "pad edge dry")
    settle(board, person)

    (current,) = desk.stored(Stimulation)
    assert (current.hz, current.second_hz, current.microseconds, current.minutes) == (2, 100, 200, 15)
    assert (current.intensity, current.intensity_unit) == (1.0, IntensityUnit.LEVEL)
    assert (current.waveform, current.polarity) == (Waveform.ASYMMETRIC_BIPHASIC, "negative at site 2")
    assert (current.perceived, current.device) == (Perceived.TINGLING, "Pulse 4, checked Jan 2026")
    note = printed(desk)
    for words in (
        "2 Hz",
        "100 Hz",
        "200 µs",
        "level 1",
        "15 min",
        "negative at site 2",
        "Pulse 4",
        "pad edge dry",
    ):
        assert words in note


@pytest.mark.parametrize(
    ("row", "typed", "why"),
    [
        ("hz", "0.4", "Must be between 0.5 and 300 Hz."),
        ("hz", "301", "Must be between 0.5 and 300 Hz."),
        ("microseconds", "49", "Must be between 50 and 1000 microseconds."),
        ("microseconds", "1001", "Must be between 50 and 1000 microseconds."),
        ("microseconds", "60.5", "Write whole microseconds."),
        ("minutes", "61", "Must be between 0 and 60 minutes."),
        ("minutes", "ten", "Write a number."),
    ],
)
def test_a_value_beyond_the_limits_is_refused_in_place(
    desk: TestDesk, draft: Draft, person: Person, row: str, typed: str, why: str
) -> None:
    board = draft()
    person.tap("chip_estim_on")
    person.tap("more_findings")
    person.tap(f"chip_{row}_other")
    person.type(f"{row}_typed", typed)
    settle(board, person)

    assert person.find(f"{row}_typed_refusal").text() == why  # type: ignore[attr-defined]
    (current,) = desk.stored(Stimulation)
    assert (current.hz, current.microseconds, current.minutes) == (None, None, None)


def test_limits_themselves_are_kept_and_get_a_chip(desk: TestDesk, draft: Draft, person: Person) -> None:
    board = draft()
    person.tap("chip_estim_on")
    for row, typed in (("hz", "0.5"), ("minutes", "60")):
        person.tap(f"chip_{row}_other")
        person.type(f"{row}_typed", typed)
    settle(board, person)
    (current,) = desk.stored(Stimulation)
    assert (current.hz, current.minutes) == (0.5, 60)
    assert person.find("chip_hz_0.5").isChecked()  # type: ignore[attr-defined]


def test_a_site_of_another_pair_refuses_and_a_pad_is_an_end_of_its_own(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    third = point_at("pectineus", Side.RIGHT, id="three", number=3)
    board = draft(*two_sites(), third, planned(third))
    person.tap("chip_estim_on")
    person.tap("chip_to_site_2")
    person.tap("tile_3")
    person.tap("chip_estim_on")
    person.tap("chip_to_site_1")  # dashed: a tap says why, and changes nothing
    settle(board, person)
    pairs = {(one.first_point_id, one.second_point_id) for one in desk.stored(Stimulation)}
    assert pairs == {("one", "two"), ("three", "")}

    person.tap("chip_to_pad")
    settle(board, person)
    (padded,) = desk.stored(Stimulation, first_point_id="three")
    assert padded.pad
    assert "a pad" in printed(desk)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("implants_metalwork", "device or implant"),
        ("possible_pregnancy", "Pregnant or may be"),
        ("epilepsy", "Seizures"),
    ],
)
def test_what_was_answered_stands_beside_the_current(
    desk: TestDesk, draft: Draft, person: Person, item: str, words: str
) -> None:
    answer = ScreeningAnswer(
        patient_id=make.PATIENT, visit_id=make.VISIT, item=item, item_text=item, answer=Answer.YES
    )
    draft(*two_sites(), answer)
    person.tap("chip_estim_on")
    told = person.find("stim_caution").accessibleName()
    assert words in told
    assert "Not across the chest" in told


def test_a_site_over_the_chest_is_said_from_its_place(desk: TestDesk, draft: Draft, person: Person) -> None:
    low, high = (
        two_sites()[0],
        make.point(id="high", number=2, x=60.0, y=250.0, muscle="", muscle_name="near ribs"),
    )
    assert isinstance(low, TriggerPoint)
    draft(low, high, planned(low), planned(high))
    person.tap("chip_estim_on")
    assert "over the chest" not in person.find("stim_caution").accessibleName()
    person.tap("chip_to_site_2")
    assert "over the chest" in person.find("stim_caution").accessibleName()


def test_needle_sizes_and_depths_that_cannot_be_are_refused_where_they_are_typed(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    row = board.stack.currentWidget().panel.editor.needle  # type: ignore[union-attr,attr-defined]
    for typed in ("0.30 x 1000", "0.30 x 0", "0 x 50"):
        row.type_size()
        QTest.keyClicks(row.field, typed)
        QTest.keyClick(row.field, Qt.Key.Key_Return)
        assert person.find("needle_size_refusal").text().startswith("The ")  # type: ignore[attr-defined]
    for _ in range(60):
        person.tap("depth_more")
    settle(board, person)
    one = needle(desk)
    assert (one.diameter_mm, one.length_mm, one.depth_mm) == (0.3, 50, 50)


def test_what_the_technique_seeks_is_recorded_with_the_twitch_and_can_be_said_otherwise(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    point = point_at("adductor_longus", Side.RIGHT, id="one", number=1)
    board = draft(point, planned(point, response_sought=""))
    person.tap("chip_twitch_one")
    settle(board, person)
    assert needle(desk).response_sought == "Local twitch"
    label = board.stack.currentWidget().panel.editor.twitch.label  # type: ignore[attr-defined]
    person.until(lambda: label.text() == "Twitch,\nsought")
    person.tap("more_findings")
    person.tap("chip_sought_0")
    person.tap("chip_sought_4")
    settle(board, person)
    assert needle(desk).response_sought == "None"
    person.until(lambda: label.text() == "Twitch,\nnot sought")
    person.tap("chip_sought_4")
    settle(board, person)
    assert needle(desk).response_sought == ""
    assert "sought: " not in printed(desk)


def test_a_technique_said_after_the_twitch_brings_what_it_seeks(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    point = point_at("adductor_longus", Side.RIGHT, id="one", number=1)
    board = draft(point, planned(point, response_sought="", technique=None))
    person.tap("chip_twitch_one")
    settle(board, person)
    assert needle(desk).response_sought == ""
    person.tap("chip_technique_winding")
    settle(board, person)
    assert needle(desk).response_sought == "Grasp"
    person.tap("undo")
    settle(board, person)
    assert (needle(desk).technique, needle(desk).response_sought) == (None, "")


@pytest.mark.parametrize(
    ("entry", "reached"),
    [("site_sought", "chip_sought_0"), ("site_bleeding", "chip_bleeding_yes"), ("site_lot", "pack_lot")],
)
def test_an_entry_of_review_leads_to_the_field_behind_the_dots(
    draft: Draft, person: Person, entry: str, reached: str
) -> None:
    point = point_at("adductor_longus", Side.RIGHT, id="one", number=1)
    went_in = planned(point, state=NeedleState.IN, twitch=Twitch.ONE, response_sought="")
    board = draft(point, went_in)
    board.rail.review.click()
    if entry != "site_sought":  # what is not required is folded into one line
        person.tap("review_details")
    person.tap(f"fix_{entry}_{went_in.id}")
    field = person.wait_for(reached)
    person.until(lambda: field.hasFocus() or field.isAncestorOf(QApplication.focusWidget()))
    person.until(lambda: not field.visibleRegion().isEmpty())
