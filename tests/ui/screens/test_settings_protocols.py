"""A protocol of the clinic is opened in Settings and each of its needles changed, with the way back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.words import IntensityUnit, Role, Technique, Waveform
from needlechart.ui.main_window import MainWindow
from tests import factories as make
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.conftest import Person

HIPS = "Right deep hip rotators"


@pytest.fixture
def desk(tmp_path: Path, qtbot: object):
    """An administrator is unlocked; the clinic keeps two sizes, one of them in two packs, and a protocol."""
    chief = make.clinician(role=Role.ADMINISTRATOR)
    with open_desk(tmp_path / "chart", clinician=chief) as desk:
        desk.keep(
            make.needle_type(id="short", diameter_mm=0.3, length_mm=50.0, order=0),
            make.needle_type(id="long", diameter_mm=0.3, length_mm=75.0, order=1),
            make.needle_type(id="long-2", diameter_mm=0.3, length_mm=75.0, order=2, lot="B"),
            make.needle_type(id="gone", diameter_mm=0.25, length_mm=40.0, order=3, in_stock=False),
            make.protocol(id="hips"),
            make.protocol_point("hips", id="site", diameter_mm=0.3, length_mm=50.0, depth_mm=40.0),
            make.protocol_point("hips", id="second", number=2, muscle="", muscle_name=""),
        )
        yield desk


@pytest.fixture
def settings(desk: TestDesk, window: MainWindow, person: Person) -> QWidget:
    """Settings with the needle of the first site open."""
    window.show_home(desk)
    person.tap("settings")
    person.tap("protocol_sites_hips")
    person.tap("protocol_needle_site")
    person.wait_for("protocol_depth_site")
    return person.find("settings_screen")


def point(desk: TestDesk, point_id: str = "site") -> ProtocolPoint:
    """As it is on disk."""
    return next(one for one in desk.stored(ProtocolPoint) if one.id == point_id)


def words(person: Person, name: str) -> str:
    label = person.find(name)
    assert isinstance(label, QLabel)
    return label.text()


def test_every_value_of_a_needle_is_changed_and_its_place_stays(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    before = point(desk)
    person.tap("protocol_size_site", "0.30×75")
    person.type("protocol_depth_site", "62,5")
    person.type("protocol_time_site", "2:30")
    person.tap("protocol_technique_site", Technique.PISTONING.value)
    person.until(lambda: point(desk).technique is Technique.PISTONING)

    after = point(desk)
    assert after == before.but(
        length_mm=75.0, depth_mm=62.5, retention_planned_s=150, technique=Technique.PISTONING
    )
    assert words(person, "protocol_words_site").endswith("0.30×75 · 62.5 mm deep · pistoning · 2:30 in")
    assert point(desk, "second").diameter_mm is None


def test_a_size_is_typed_where_the_clinic_keeps_none_like_it(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    person.tap("protocol_needle_second")
    person.type("protocol_diameter_second", "0.25")
    assert point(desk, "second").diameter_mm is None  # half a size is none
    person.type("protocol_length_second", "60")
    person.until(lambda: (point(desk, "second").diameter_mm, point(desk, "second").length_mm) == (0.25, 60.0))
    person.type("protocol_length_second", "75")
    person.type("protocol_diameter_second", "0.3")
    person.until(lambda: point(desk, "second").diameter_mm == 0.3)
    assert person.find("protocol_size_second").value() == "0.30×75"  # type: ignore[attr-defined]


def test_the_sizes_offered_are_those_in_stock_each_once_as_they_are_now(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    offered = person.find("protocol_size_site").ids()  # type: ignore[attr-defined]
    assert offered == ("0.30×50", "0.30×75")
    person.type("needle_diameter", "0.18", leave=False)
    person.type("needle_length", "13", leave=False)
    person.tap("add_needle")
    person.tap("protocol_needle_second")
    person.wait_for("protocol_size_second")
    assert "0.18×13" in person.find("protocol_size_second").ids()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("depth", "60", "The depth is more than the needle’s length."),
        ("depth", "deep", "A depth of 0 to 150 mm, like 40."),
        ("depth", "-3", "A depth of 0 to 150 mm, like 40."),
        ("length", "30", "Change the depth first."),
        ("length", "1000", "like 0.30 and 50."),
        ("diameter", "3", "like 0.30 and 50."),
        ("time", "soon", "like 5:00."),
        ("time", "4:00:00", "like 5:00."),
    ],
)
def test_what_no_needle_is_is_refused_under_its_field_and_nothing_changes(
    settings: QWidget, desk: TestDesk, person: Person, field: str, text: str, said: str
) -> None:
    before = point(desk)
    person.type(f"protocol_{field}_site", text)
    told = [one.text() for one in settings.findChildren(QLabel) if one.isVisible() and said in one.text()]
    assert len(told) == 1
    assert person.find(f"protocol_{field}_site").accessibleDescription() == told[0]
    assert point(desk) == before
    assert not person.sees("bring_back")


def test_a_shorter_needle_of_the_clinic_than_the_depth_is_refused_and_the_old_one_stays_chosen(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    person.tap("protocol_size_site", "0.30×75")
    person.type("protocol_depth_site", "70")
    person.until(lambda: point(desk).depth_mm == 70.0)
    person.tap("protocol_size_site", "0.30×50")
    assert person.find("protocol_size_site").value() == "0.30×75"  # type: ignore[attr-defined]
    assert "Change the depth first" in person.find("protocol_length_site").accessibleDescription()
    assert point(desk).length_mm == 75.0


def test_undo_gives_a_value_back_as_it_was_before_it_was_typed(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    before = point(desk)
    field = person.find("protocol_depth_site")
    person.type("protocol_depth_site", "4", leave=False)
    person.until(lambda: point(desk).depth_mm == 4.0)
    assert QApplication.focusWidget() is field  # a pause in typing takes nothing away
    QTest.keyClicks(field, "2")
    person.until(lambda: point(desk).depth_mm == 42.0)
    undo = person.wait_for("bring_back")
    assert undo.accessibleName() == "Undo: 1 Piriformis: depth changed"
    place, words_at = (person.find(name) for name in ("bring_back", "protocol_words_site"))
    below = place.mapTo(settings, place.rect().center()).y() - words_at.mapTo(settings, QPoint()).y()
    assert 0 < below < 100  # at the needle, not at the end of the card

    person.tap("bring_back")
    person.until(lambda: point(desk) == before)
    person.until(lambda: person.find("protocol_depth_site").text() == "40")  # type: ignore[attr-defined]
    assert not person.sees("bring_back")


def test_a_technique_is_cleared_and_comes_back(settings: QWidget, desk: TestDesk, person: Person) -> None:
    person.tap("protocol_technique_site", Technique.IN_SITU.value)
    person.until(lambda: point(desk).technique is Technique.IN_SITU)
    person.tap("protocol_technique_site", Technique.IN_SITU.value)
    person.until(lambda: point(desk).technique is None)
    person.tap("bring_back")
    person.until(lambda: not person.sees("bring_back"))


def test_a_new_name_counts_at_once_and_is_undone(settings: QWidget, desk: TestDesk, person: Person) -> None:
    person.type("protocol_name_hips", "Hips", leave=False)
    person.until(lambda: desk.stored(Protocol)[0].name == "Hips")
    assert QApplication.focusWidget() is person.find("protocol_name_hips")
    assert person.find("remove_protocol_hips").accessibleName() == "Take Hips off the list"
    assert person.find("protocol_needle_second").accessibleName() == "Change site 2 of Hips"
    person.tap("bring_back")
    person.until(lambda: desk.stored(Protocol)[0].name == HIPS)
    person.until(lambda: person.find("protocol_name_hips").text() == HIPS)  # type: ignore[attr-defined]


def test_several_needles_of_a_mark_are_told_apart(
    settings: QWidget, desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.keep(make.protocol_point("hips", id="zz-again", diameter_mm=0.3, length_mm=75.0))
    settings.protocols.refresh()  # type: ignore[attr-defined]
    person.wait_for("protocol_needle_zz-again")
    assert person.find("protocol_needle_zz-again").accessibleName() == f"Change needle 1b of {HIPS}"
    person.tap("protocol_needle_zz-again")
    person.type("protocol_depth_zz-again", "70")
    person.until(lambda: point(desk, "zz-again").depth_mm == 70.0)
    assert words(person, "protocol_words_zz-again").startswith("1b Piriformis, right · 0.30×75 · 70 mm deep")
    assert point(desk).depth_mm == 40.0


def test_a_needle_is_changed_by_the_keyboard_alone_in_the_order_of_reading(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    start = person.find("protocol_needle_site")
    start.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
    assert seen == [
        "remove_point_site",
        "chip-0.30×50",
        "protocol_diameter_site",
        "protocol_length_site",
        "protocol_depth_site",
        "protocol_time_site",
        seen[6],
        "protocol_needle_second",
    ]
    assert seen[6].startswith("chip-")


def test_settings_say_both_places_from_which_marks_become_a_protocol(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    said = words(person, "protocols_from")
    assert "menu beside the marks to repeat" in said
    assert "menu of any site" in said
    person.tap("remove_protocol_hips")
    person.until(lambda: words(person, "protocols_from").startswith("None yet."))


def test_a_current_is_told_taken_out_and_goes_with_its_mark_and_both_come_back(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    current = make.protocol_current("hips", id="current")
    desk.keep(current)
    settings.protocols.refresh()  # type: ignore[attr-defined]
    person.wait_for("protocol_current_current")
    told = "Current between 1 and 2 · 2 Hz · 200 µs · intensity in mA · 10 min"
    assert words(person, "protocol_current_current") == told
    spoken = person.find("remove_current_current").accessibleName()
    assert spoken == f"Take out of {HIPS}: Current between 1 and 2"

    person.tap("remove_current_current")
    person.until(lambda: desk.stored(ProtocolCurrent) == [])
    person.tap("bring_back")
    person.until(lambda: desk.stored(ProtocolCurrent) == [current])
    person.wait_for("protocol_current_current")

    before = point(desk, "second")
    person.tap("remove_point_second")
    person.until(lambda: desk.stored(ProtocolCurrent) == [])
    assert [one.id for one in desk.stored(ProtocolPoint)] == ["site"]
    assert not person.sees("protocol_current_current")
    person.tap("bring_back")
    person.until(lambda: desk.stored(ProtocolCurrent) == [current])
    assert point(desk, "second") == before


def open_current(
    settings: QWidget, desk: TestDesk, person: Person, *others: ProtocolCurrent
) -> ProtocolCurrent:
    """A current between the two sites of the protocol, its fields open."""
    current = make.protocol_current("hips", id="current")
    desk.keep(current, *others)
    settings.protocols.refresh()  # type: ignore[attr-defined]
    person.wait_for("change_current_current")
    assert (
        person.find("change_current_current").accessibleName() == f"Change of {HIPS}: Current between 1 and 2"
    )
    person.tap("change_current_current")
    person.wait_for("current_waveform_current")
    return current


def stored_current(desk: TestDesk) -> ProtocolCurrent:
    return next(one for one in desk.stored(ProtocolCurrent) if one.id == "current")


def test_every_setting_of_a_current_is_changed_with_the_values_of_the_board_and_undone(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    before = open_current(settings, desk, person)
    assert not person.sees("current_second_hz_current")
    person.tap("current_waveform_current", Waveform.DENSE_DISPERSE.value)
    person.tap("chip_hz_4")
    person.tap("chip_second_hz_100")  # a second frequency belongs to this waveform
    person.tap("chip_microseconds_other")
    person.type("microseconds_typed", "220")
    person.tap("current_unit_current", "level")
    person.tap("chip_minutes_20")
    wanted = before.but(
        waveform=Waveform.DENSE_DISPERSE,
        hz=4.0,
        second_hz=100.0,
        microseconds=220,
        intensity_unit=IntensityUnit.LEVEL,
        minutes=20.0,
    )
    person.until(lambda: stored_current(desk) == wanted)
    told = "Current between 1 and 2 · dense-disperse · 4 and 100 Hz · 220 µs · intensity as level · 20 min"
    assert words(person, "protocol_current_current") == told

    undo = person.find("bring_back")
    assert undo.accessibleName() == "Undo: Current between 1 and 2: minutes changed"
    person.tap("bring_back")
    person.until(lambda: stored_current(desk) == wanted.but(minutes=10.0))


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [("hz", "500", "Hz"), ("hz", "fast", "Write a number."), ("microseconds", "200.5", "Write whole")],
)
def test_what_no_device_gives_is_refused_under_its_field(
    settings: QWidget, desk: TestDesk, person: Person, field: str, text: str, said: str
) -> None:
    before = open_current(settings, desk, person)
    person.tap(f"chip_{field}_other")
    person.type(f"{field}_typed", text)
    assert said in words(person, f"{field}_typed_refusal")
    assert stored_current(desk) == before


def test_the_ends_of_a_current_change_places_go_to_another_site_or_to_a_pad_but_to_no_taken_one(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    desk.keep(*(make.protocol_point("hips", id=f"more{number}", number=number) for number in (3, 4)))
    taken = make.protocol_current("hips", id="other", first_number=4, second_number=None, pad=True)
    before = open_current(settings, desk, person, taken)

    person.tap("current_first_current", "2")
    person.until(lambda: stored_current(desk) == before.but(first_number=2, second_number=1))
    person.tap("current_second_current", "3")
    person.until(lambda: stored_current(desk).ends == (2, 3))
    person.tap("current_second_current", "4")
    assert stored_current(desk).ends == (2, 3)
    person.tap("current_second_current", "pad")
    person.until(lambda: stored_current(desk) == before.but(first_number=2, second_number=None, pad=True))
    assert words(person, "protocol_current_current").startswith("Current between 2 and a pad · ")
    assert person.find("remove_current_current").accessibleName().endswith("Current between 2 and a pad")
