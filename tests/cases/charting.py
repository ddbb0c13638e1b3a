"""What a therapist does in the real window, in words of the clinic; each act goes through real widgets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.domain.record import R
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.board.review import ReviewStep
from needlechart.ui.tab_order import stops
from needlechart.ui.widgets import PassphraseField
from tests.cases.case import day
from tests.cases.hands import Hands, Keyboard
from tests.cases.saving import name_file, save_dialog
from tests.driving import shown, until, wait_for

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
STEPS = ("check_in", "before", "needling", "after", "follow_on", "plan", "review")
QUICK_MS = 20
"""A second of the signing countdown in these tests; its five seconds are tested elsewhere."""


class Therapist:
    """Somebody in front of the main window, with the hands given."""

    def __init__(self, qtbot: QtBot, session: Session, hands: Hands) -> None:
        self.qtbot = qtbot
        self.session = session
        self.window = session.window
        self.hands = hands
        self.notice: Callable[[str], None] = lambda moment: None
        """Called after every act, with its name; for whoever wants to look."""

    # The small things

    def widget(self, name: str, inside: str = "") -> QWidget:
        """The visible widget of a name, waited for."""
        root = wait_for(self.qtbot, self.window, inside) if inside else self.window
        return wait_for(self.qtbot, root, name)

    def press(self, name: str, inside: str = "") -> None:
        """Use a button."""
        self.hands.press(self.widget(name, inside))
        QApplication.processEvents()

    def choose(self, row: str, value: str) -> None:
        """A chip of a row, by its id."""
        self.press(f"chip-{value}", inside=row)

    def write(self, name: str, text: str, inside: str = "") -> None:
        """Fill a field."""
        self.hands.write(self.widget(name, inside), text)
        QApplication.processEvents()

    def saved(self) -> None:
        """Everything of the open visit is on disk."""
        visit = self.visit
        until(self.qtbot, lambda: visit.queue.waiting == 0)

    @property
    def visit(self) -> OpenVisit:
        """The visit on the board."""
        board = self.window.nav.board
        assert board is not None
        assert board.visit is not None
        return board.visit

    # Home and patient

    def unlock(self, passphrase: str) -> None:
        """Open the chart."""
        fields = self.window.findChildren(PassphraseField)
        field = next(one for one in fields if one.isVisible()).edit
        self.hands.write(field, passphrase)
        self.hands.press(self.button("Unlock"))
        wait_for(self.qtbot, self.window, "home")
        self.notice("home")

    def button(self, words: str) -> QWidget:
        """A visible button by what it says."""
        for one in self.window.findChildren(QAbstractButton):
            if one.isVisible() and one.text() == words:
                return one
        raise AssertionError(f"no button says {words!r}")

    def register(self, told: dict[str, Any]) -> None:
        """A new patient with the signed form of consent; what is not known stays empty."""
        if isinstance(self.hands, Keyboard):
            self.hands.key(Qt.Key.Key_N, CONTROL)
        else:
            self.press("new_patient")
        for name in ("given_name", "family_name"):
            self.write(name, told[name])
        self.choose("sex", told["sex"])
        self.choose("figure", told["figure"])
        self.write("indication", told["episode"])
        self.write("episode_title", told["episode"])
        self.notice("new patient")
        self.press("add_patient")
        shown_name = self.widget("patient_name", inside="patient")
        until(self.qtbot, lambda: told["family_name"] in shown_name.text())  # type: ignore[attr-defined]
        self.notice("patient")
        self.written_consent(day(told["consent_days_ago"]))

    def written_consent(self, signed: str) -> None:
        """The signed form, recorded in Details."""
        self.press("details")
        self.press("paper_form")
        self.write("consent_day", signed)
        self.press("record_consent")
        self.notice("details")
        self.press("details_back")
        wait_for(self.qtbot, self.window, "start_visit")

    def start_visit(self) -> None:
        """A new visit of the patient that is shown."""
        self.press("start_visit")
        wait_for(self.qtbot, self.window, "board")
        until(
            self.qtbot, lambda: self.window.nav.board is not None and self.window.nav.board.visit is not None
        )

    def back_to_patient(self) -> None:
        """Leave the visit."""
        if isinstance(self.hands, Keyboard):
            self.hands.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        else:
            self.press("back", inside="board")
        wait_for(self.qtbot, self.window, "visits")
        self.notice("patient")

    # The visit

    def go(self, step: str) -> None:
        """Turn to a step, by the rail or by its key."""
        if isinstance(self.hands, Keyboard):
            self.hands.key(
                Qt.Key(Qt.Key.Key_1 + STEPS.index(step)) if step != "review" else Qt.Key.Key_0, CONTROL
            )
        else:
            self.press("rail_review" if step == "review" else f"rail_{step}")
        wait_for(self.qtbot, self.window, f"step_{step}")
        QApplication.processEvents()  # Qt shows a part that was just made with the next event

    def check_in(self, *, reason: str, treated: str) -> None:
        """Nothing new, agrees to needling as planned, why, and the day of a late entry."""
        self.go("check_in")
        self.choose("screening", "none")
        self.choose("consent_today", "agreed")
        self.write("reason", reason)
        self.write("treatment_day", treated)
        self.notice("check-in")

    def measure(self, step: str, measure: str, value: str, *, side: str = "unstated", find: str = "") -> None:
        """A value of a measure, added by name where it is not asked yet; ``not stated`` is a value too."""
        row = f"measure_{measure}_{side}"
        if not shown(self.widget(f"step_{step}"), row):
            self.type_measure(step, find, measure)
        if value in ("Not stated", "Not done"):
            self.measure_menu(row)
            self.hands.pick(value)
        elif shown(self.widget(row), "measure_value"):
            self.write("measure_value", value, inside=row)
        else:
            self.press(f"chip-{value}", inside=row)
        self.notice(f"{step} {measure}")

    def measure_menu(self, row: str) -> None:
        """What else can be said of a measure: its name, or Alt+Down on its value."""
        if isinstance(self.hands, Keyboard):
            self.hands.reach(stops(self.widget(row))[0])
            self.hands.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        else:
            self.press("measure_more", inside=row)

    def type_measure(self, step: str, find: str, measure: str) -> None:
        """Find a measure by typing, and take it from what is offered."""
        field = self.widget("add_measure", inside=f"step_{step}")
        self.hands.write(field, find)
        self.press(f"chip-{measure}", inside=f"step_{step}")

    # The needles

    def place_by_name(self, typed: str) -> None:
        """``N``, a few letters of the muscle with level and side, Enter."""
        assert isinstance(self.hands, Keyboard)
        before = len(self.visit.chart.points)
        self.hands.key(Qt.Key.Key_N)
        field = self.widget("new_by_name")
        until(self.qtbot, field.hasFocus)
        QTest.keyClicks(field, typed)
        self.hands.key(Qt.Key.Key_Return)
        until(self.qtbot, lambda: len(self.visit.chart.points) == before + 1)
        self.notice(f"placed {typed}")

    def all_out_of_one(self) -> None:
        """The one needle out by its own button."""
        self.press("needle_out")
        until(self.qtbot, lambda: not self.visit.chart.needles_still_in)

    def place_on_map(self, x: float, y: float) -> None:
        """A tap on the body in the view that is shown, at a place of the atlas."""
        before = len(self.visit.chart.points)
        pane = self.widget("map_front")
        assert isinstance(pane, BodyMapView)
        pane.router._since_tap.invalidate()  # apart in time from the tap before
        place = pane.viewportTransform().map(pane.body_scene.frame.to_scene(x, y))
        QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
        until(self.qtbot, lambda: len(self.visit.chart.points) == before + 1)
        self.notice("placed on the map")

    def site_menu(self, words: str) -> None:
        """An entry of the menu of the selected site."""
        self.press("site_menu")
        self.hands.pick(words)
        QApplication.processEvents()

    def site_note(self, words: str) -> None:
        """The note of the selected site."""
        if not shown(self.window, "site_note"):
            self.site_menu("Note")
        self.write("site_note", words)

    def technique(self, words: str) -> None:
        """A technique that stands behind the dots."""
        self.press("chip_technique_more")
        self.hands.pick(words)
        QApplication.processEvents()

    def all_out(self) -> None:
        """Every needle out, in one act."""
        self.press("all_out")
        until(self.qtbot, lambda: not self.visit.chart.needles_still_in)
        self.notice("all out")

    # After the needles

    def no_follow_on(self, because: str) -> None:
        """Nothing is known to have followed; the five facts of aftercare are told."""
        self.go("follow_on")
        self.press("none_given")
        self.write("none_given_reason", because)
        self.choose("aftercare_told", "all")
        self.notice("follow-on")

    def plan(self, *, home: str = "", words: str = "") -> None:
        """The home programme, and what else is planned."""
        self.go("plan")
        if home:
            self.write("home_programme", home)
        if words:
            self.write("plan_note", words)
        self.notice("plan")

    # Signing

    def sign(self) -> None:
        """Sign now, and wait until it is sealed."""
        self.go("review")
        review = self.widget("step_review")
        assert isinstance(review, ReviewStep)
        until(self.qtbot, lambda: bool(review.pages.pages))
        self.notice("review")
        assert not review.sign.button.why_not, review.sign.button.why_not
        review.sign._second.setInterval(QUICK_MS)
        if isinstance(self.hands, Keyboard):
            self.hands.key(Qt.Key.Key_S, CONTROL | SHIFT)
        else:
            self.press("sign_now")
        wait_for(self.qtbot, self.window, "notice_sealed")
        self.notice("signed")

    def save_pdf(self, path: Path) -> bytes:
        """Save the note as the program offers it; gives the bytes on disk."""
        if isinstance(self.hands, Keyboard):
            self.hands.key(Qt.Key.Key_S, CONTROL)
        else:
            self.press("save_pdf")
        known = ("notice_explain", "notice_saved")
        until(self.qtbot, lambda: any(shown(self.window, one) for one in known) or save_dialog() is not None)
        if shown(self.window, "notice_saved"):  # into the folder used last; this one has a name of its own
            self.press("action-elsewhere", inside="notice_saved")
        if shown(self.window, "notice_explain"):
            self.press("action-save", inside="notice_explain")
        until(self.qtbot, lambda: save_dialog() is not None)
        name_file(self.qtbot, self.hands, path)
        wait_for(self.qtbot, self.window, "notice_saved")
        self.window.activateWindow()  # what a window manager does when a dialog goes
        until(self.qtbot, self.window.isActiveWindow)
        self.press("action-dismiss", inside="notice_saved")
        return path.read_bytes()

    # The database

    def stored(self, kind: type[R], **equal: object) -> list[R]:
        """Records as the database holds them."""
        return list(
            self.session.database.submit(lambda store: store.select(kind, **equal)).result(timeout=60)
        )

    def checked(self) -> bool:
        """Whether database, seals and audit chain are sound."""
        report = self.session.database.submit(lambda store: store.check()).result(timeout=60)
        return report.sound
