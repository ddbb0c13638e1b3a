"""Home, patient, visit, settings: one level up and down, each screen made when it is first shown."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from needlechart.atlas.style import PlateStyle
from needlechart.domain.consent import Consent
from needlechart.domain.needles_in import NeedlesIn, needles_in_of
from needlechart.domain.patient import Patient
from needlechart.domain.rules.permissions import Act
from needlechart.domain.words import ConsentKind
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.editing.open_visit import OpenVisit
from needlechart.settings import Look
from needlechart.ui.behind_settings import BehindSettings
from needlechart.ui.letting_go import let_go
from needlechart.ui.made_screens import make_board, make_home, make_patient, make_settings
from needlechart.ui.regions import turn_region
from needlechart.ui.screens.allowed import READS, READS_SAFE, why_not
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.board_notices import say_restored
from needlechart.ui.screens.bring_back import offer_back
from needlechart.ui.screens.home.screen import HomeScreen
from needlechart.ui.screens.patient.screen import PatientScreen
from needlechart.ui.screens.settings import SettingsScreen
from needlechart.ui.theme import Theme
from needlechart.ui.visit_keys import VisitKeys
from needlechart.ui.whereabouts import Field, Whereabouts, field_in, focus_field

if TYPE_CHECKING:
    from needlechart.ui.screens.consent_sheet import ConsentSheet


RETURN_MS = 40
RETURN_TRIES = 100
"""After unlocking, a field is looked for this often, until its screen is filled."""


class Navigation(VisitKeys, QObject):
    """Knows where we are; nothing is lost by going back.

    ``standing(visit_id)``: this draft is open and on the disk; empty when none is, or the disk refuses.
    """

    lock_wanted = Signal()
    look_changed = Signal(object)
    restore_wanted = Signal()
    key_change_wanted = Signal(str)
    standing = Signal(str)

    def __init__(self, stack: QStackedWidget, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.stack = stack
        self.theme = theme
        self._desk: Desk | None = None
        self.look = Look()
        self.home: HomeScreen | None = None
        self.patient: PatientScreen | None = None
        self.board: VisitBoard | None = None
        self.settings: SettingsScreen | None = None
        self.sheet: ConsentSheet | None = None
        self.behind_settings = BehindSettings(self)
        self._stands_in = ""
        stack.currentChanged.connect(self.note_standing)

    @property
    def desk(self) -> Desk:
        """The desk that is open; raises RuntimeError when none is."""
        if self._desk is None:
            raise RuntimeError("no desk is open")
        return self._desk

    def use(self, desk: Desk, look: Look) -> None:
        """A desk is open: show Home."""
        self.drop()
        self._desk, self.look = desk, look
        self.go_home()

    def drop(self) -> None:
        """Let every screen go, with all values in it."""
        if self.board is not None:
            self.board.drop()
        if self.patient is not None:
            self.patient.drop()
        own = (self.home, self.patient, self.board, self.settings, self.sheet)
        for screen in (*own, *self.behind_settings.take_all()):
            if screen is not None:
                let_go(screen)
        self.home = self.patient = self.board = self.settings = None
        self.sheet = None
        self.note_standing()
        if self._desk is not None:
            self._desk.screens_gone()
        self._desk = None

    def take_look(self, look: Look, *, rebuild: bool) -> None:
        """Another look; another text size measures everything anew, so the screens are made again."""
        self.look = look
        if self.board is not None:
            self.board.set_panel_on_left(look.panel_on_left)
            self.board.set_single_keys(look.single_keys)
            self.board.set_plate_style(PlateStyle(look.plate_style))
        if rebuild and self._desk is not None:
            desk = self._desk
            was_settings = self.stack.currentWidget() is self.settings
            self.use(desk, look)
            if was_settings:
                self.show_settings()

    # Where to

    def go_home(self) -> None:
        """Home, asked anew."""
        if self.board is not None:
            self.board.drop()
        home = self._made_home()
        self.stack.setCurrentWidget(home)
        home.refresh()
        home.focus_search()

    def show_patient(self, patient_id: str) -> None:
        """A patient's chart."""
        patient = self._made_patient()
        self.turn_to(patient)
        patient.open(patient_id)

    def start_visit(self, patient_id: str) -> None:
        """A new draft, or the one that is there."""
        if self._desk is not None and self._may_chart():
            self._desk.start_visit(patient_id, self.show_visit, partial(self._not_started, patient_id))

    def start_episode(self, patient_id: str) -> None:
        """A new draft in a new episode: the care before has ended."""
        if self._desk is not None and self._may_chart():
            self._desk.start_visit(patient_id, self.show_visit, self.tell, anew=True)

    def _not_started(self, patient_id: str, problem: Problem) -> None:
        """Where care has ended the patient's screen asks which episode the visit belongs to."""
        if not problem.care_ended:
            self.tell(problem)
            return
        patient = self._made_patient()
        if self.stack.currentWidget() is not patient:
            self.turn_to(patient)
        patient.ask_episode(patient_id)

    def open_visit(self, visit_id: str) -> None:
        """A draft or signed visit where it stood."""
        if self._desk is not None:
            self._desk.open_visit(visit_id, self.show_visit, self.tell)

    def show_visit(self, visit: OpenVisit) -> None:
        """The board with an open visit."""
        if self._desk is None:
            return
        board = self._made_board()
        if self.stack.currentWidget() is board and board.visit is visit:
            return  # asked for twice
        self.turn_to(board)
        board.open(visit)
        self.note_standing()

    def show_restored(self, visit: OpenVisit, last_change: datetime | None) -> None:
        """The board with the visit in which the program was cut off; it says that what was saved is there."""
        self.show_visit(visit)
        if self.board is not None and self.board.visit is visit:
            say_restored(self.board.notices, last_change)

    @Slot()
    def note_standing(self) -> None:
        """Tell which draft is open, if it is another than was told last."""
        here = self.board is not None and self.stack.currentWidget() in (self.board, self.sheet)
        visit = self.board.visit if self.board is not None and here else None
        held = visit is None or visit.closed or visit.queue.failing
        stands_in = "" if visit is None or held else visit.visit.id
        if stands_in != self._stands_in:
            self._stands_in = stands_in
            self.standing.emit(stands_in)

    def note_saved(self) -> None:
        """The disk takes changes again; the draft stands once all that was held is on it."""
        visit = self.board.visit if self.board is not None else None
        if visit is not None and not visit.queue.waiting:
            self.note_standing()

    def show_settings(self) -> None:
        """Settings."""
        settings = self._made_settings()
        self.turn_to(settings)
        settings.refresh(self.look)

    def show_form(self, kind: ConsentKind, patient: Patient, then: Callable[[Consent | None], None]) -> None:
        """A consent form in the patient's hand, over everything, until it is handed back."""
        if self._desk is None or self.sheet is not None:
            return
        from needlechart.catalogue import consent_forms
        from needlechart.ui.screens.consent_sheet import ConsentSheet

        under = self.stack.currentWidget()
        clinic, who = self._desk.clinic, self._desk.clinician.signature_name
        sheet = ConsentSheet(consent_forms()[kind], patient, clinic, who, self.stack)

        def handed_back(consent: Consent | None) -> None:
            self._close_sheet(under)
            then(consent)

        sheet.done.connect(handed_back)
        self.sheet = sheet
        self.stack.addWidget(sheet)
        self.stack.setCurrentWidget(sheet)
        sheet.focus_first()

    def _close_sheet(self, under: QWidget | None) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            let_go(sheet)
            if under is not None:
                self.turn_to(under)

    def content_changed(self) -> None:
        """The steps of a visit offer what the tables hold: they are made again when next shown."""
        if self.board is not None:
            self.board.drop()
            let_go(self.board)
            self.board = None

    def names_changed(self) -> None:
        """Names became initials, or names again."""
        if self.home is not None:
            self.home.show_again()
        for screen in (self.patient, self.board):
            if screen is not None:
                screen.banner.show_name()

    # Away and back

    def whereabouts(self) -> Whereabouts:
        """Where we are, by ids alone."""
        current = self.stack.currentWidget() or self.stack
        visit = self.board.visit if self.board is not None and current is self.board else None
        shown = self.patient.shown_id if self.patient is not None and current is self.patient else ""
        return Whereabouts(
            screen=current.objectName(),
            patient_id=shown,
            visit_id=visit.visit.id if visit is not None else "",
            page=self.behind_settings.page_name(current),
            field=field_in(current),
        )

    def return_to(self, place: Whereabouts) -> None:
        """The same screen and, once it is there, the same field."""
        if place.visit_id:
            self.open_visit(place.visit_id)
        elif place.patient_id:
            self.show_patient(place.patient_id)
        elif place.page:
            self.behind_settings.show_page(place.page)
        elif place.screen == "settings_screen":
            self.show_settings()
        if place.field is not None:
            self._focus_later(place.screen, place.field, RETURN_TRIES)

    def _focus_later(self, screen: str, field: Field, tries: int) -> None:
        current = self.stack.currentWidget()
        there = current is not None and current.objectName() == screen and focus_field(current, field)
        if not there and tries > 0 and self._desk is not None:
            QTimer.singleShot(RETURN_MS, self, lambda: self._focus_later(screen, field, tries - 1))

    def turn_to(self, screen: QWidget) -> None:
        """Show a screen; the keyboard waits at its head, no control is marked."""
        self.stack.setCurrentWidget(screen)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """One level up."""
        current = self.stack.currentWidget()
        if self.sheet is not None:
            self.sheet.hand_back()
        elif current is self.board and self.board is not None:
            self.board.leave()
        elif current is self.patient and self.patient is not None:
            if not self.patient.go_back():
                self.go_home()
        elif current is self.home and self.home is not None:
            self.home.go_back()
        elif current is self.settings:
            self.go_home()
        else:
            self.behind_settings.go_back(current)

    def go_to_search(self) -> None:
        """Home, ready to search."""
        if self._desk is None or self.sheet is not None:
            return
        if self.home is not None and self.stack.currentWidget() is self.home:
            self.home.focus_search()
        else:
            self.go_home()

    def new_patient(self) -> None:
        """The form of a new patient on Home."""
        if self._desk is None or self.sheet is not None or not self._may_chart():
            return
        if self.stack.currentWidget() is not self.home:
            self.go_home()
        if self.home is not None:
            self.home.begin_new_patient("")

    def _may_chart(self) -> bool:
        """Whether who is unlocked charts; if not, it is said on the screen that is shown."""
        why = why_not(self._desk.clinician, Act.CHART) if self._desk is not None else ""
        if why:
            self.tell(Problem(f"{READS}.", READS_SAFE, why))
        return not why

    def region(self, by: int) -> None:
        """The keyboard to the next part of the screen."""
        turn_region(self.stack.currentWidget(), by)

    def needles_in(self) -> tuple[str, NeedlesIn | None]:
        """The open visit and the needles in it, for the locked screen; without one nothing."""
        visit = self.board.visit if self.board is not None else None
        if visit is None or visit.visit.signed:
            return "", None
        return visit.visit.id, NeedlesIn(
            needles=needles_in_of(visit.chart.needlings),
            clock=visit.clock_text,
            sound=visit.chart.clinic.sound_when_time_is_up,
        )

    # What the screens wish

    def pdf_explained(self) -> None:
        """What a saved PDF is was said once: nowhere again."""
        self.look = self.look.but(pdf_explained=True)
        if self.board is not None:
            self.board.set_pdf_known(known=True)
        if self.patient is not None:
            self.patient.note.pages.pdf_explained = True
        self.look_changed.emit(self.look)

    def pdf_folder_chosen(self, folder: str) -> None:
        """Chosen in one place, used in all from now on."""
        self.look = self.look.but(pdf_folder=folder)
        if self.board is not None:
            self.board.set_pdf_folder(folder)
        if self.patient is not None:
            self.patient.note.pages.folder = folder
        self.look_changed.emit(self.look)

    def leave_visit(self) -> None:
        """To the patient of the visit; what waits to be written goes on being written."""
        visit = self.board.visit if self.board is not None else None
        if visit is None or self.board is None:
            self.go_home()
            return
        patient_id = visit.visit.patient_id
        self.board.drop()
        visit.queue.when_drained(lambda: self._refresh_patient(patient_id))
        self.show_patient(patient_id)

    def discarded(self, pairs: list[Pair]) -> None:
        """A draft is gone: its patient's screen can bring it back."""
        self.leave_visit()
        patient = self.patient
        if patient is not None and self.stack.currentWidget() is patient:
            then = partial(self._refresh_patient, patient.shown_id)
            offer_back(patient.notices, self.desk, "The draft was discarded", pairs, then)

    def deleted(self, pairs: list[Pair]) -> None:
        """A record is gone: Home can bring it back."""
        if self.patient is not None:
            self.patient.drop()
        self.go_home()
        home = self._made_home()
        offer_back(home.notices, self.desk, "The record was deleted", pairs, home.refresh)

    def _refresh_patient(self, patient_id: str) -> None:
        patient = self.patient
        if patient is not None and self.stack.currentWidget() is patient and patient.shown_id == patient_id:
            patient.open(patient_id)

    def tell(self, problem: Problem) -> None:
        """Say it on the screen that is shown."""
        notices = getattr(self.stack.currentWidget(), "notices", None)
        if notices is not None:
            notices.problem(problem)

    # Each screen, when it is first shown

    def _made_home(self) -> HomeScreen:
        if self.home is None:
            self.home = make_home(self)
        return self.home

    def _made_patient(self) -> PatientScreen:
        if self.patient is None:
            self.patient = make_patient(self)
        return self.patient

    def _made_board(self) -> VisitBoard:
        if self.board is None:
            self.board = make_board(self)
        return self.board

    def _made_settings(self) -> SettingsScreen:
        if self.settings is None:
            self.settings = make_settings(self)
        return self.settings
