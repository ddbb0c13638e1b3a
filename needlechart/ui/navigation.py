"""Home, patient, visit, settings: one level up and down, each screen made when it is first shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from needlechart.atlas.style import PlateStyle
from needlechart.domain.consent import Consent
from needlechart.domain.needles_in import NeedlesIn, needles_in_of
from needlechart.domain.patient import Patient
from needlechart.domain.words import ConsentKind, Step
from needlechart.editing.desk import Desk, Problem
from needlechart.editing.open_visit import OpenVisit
from needlechart.settings import Look
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.home.screen import HomeScreen
from needlechart.ui.screens.patient.screen import PatientScreen
from needlechart.ui.screens.safety.page import SafetyPage
from needlechart.ui.screens.settings import SettingsScreen
from needlechart.ui.theme import Theme
from needlechart.ui.whereabouts import Field, Whereabouts, field_in, focus_field

if TYPE_CHECKING:
    from needlechart.ui.screens.consent_sheet import ConsentSheet
    from needlechart.ui.screens.content import ContentScreen
    from needlechart.ui.screens.event_rates import EventRatesScreen


RETURN_MS = 40
RETURN_TRIES = 100
"""After unlocking, a field is looked for this often, until its screen is filled."""


class Navigation(QObject):
    """Knows where we are; nothing is lost by going back."""

    lock_wanted = Signal()
    look_changed = Signal(object)
    restore_wanted = Signal()
    key_change_wanted = Signal(str)

    def __init__(self, stack: QStackedWidget, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._theme = theme
        self._desk: Desk | None = None
        self._look = Look()
        self.home: HomeScreen | None = None
        self.patient: PatientScreen | None = None
        self.board: VisitBoard | None = None
        self.settings: SettingsScreen | None = None
        self.sheet: ConsentSheet | None = None
        self.content: ContentScreen | None = None
        self.events: EventRatesScreen | None = None
        self.pages: dict[str, SafetyPage] = {}
        self._page_from = ""

    def use(self, desk: Desk, look: Look) -> None:
        """A desk is open: show Home."""
        self.drop()
        self._desk, self._look = desk, look
        self.go_home()

    def drop(self) -> None:
        """Let every screen go, with all values in it."""
        if self.board is not None:
            self.board.drop()
        if self.patient is not None:
            self.patient.drop()
        own = (self.home, self.patient, self.board, self.settings, self.sheet, self.content, self.events)
        for screen in (*own, *self.pages.values()):
            if screen is not None:
                self._stack.removeWidget(screen)
                screen.hide()
                screen.setParent(None)
                screen.deleteLater()
        self.home = self.patient = self.board = self.settings = None
        self.sheet = self.content = self.events = None
        self.pages = {}
        self._desk = None

    def take_look(self, look: Look, *, rebuild: bool) -> None:
        """Another look; another text size measures everything anew, so the screens are made again."""
        self._look = look
        if self.board is not None:
            self.board.set_panel_on_left(look.panel_on_left)
            self.board.set_single_keys(look.single_keys)
            self.board.set_plate_style(PlateStyle(look.plate_style))
        if rebuild and self._desk is not None:
            desk = self._desk
            was_settings = self._stack.currentWidget() is self.settings
            self.use(desk, look)
            if was_settings:
                self.show_settings()

    # Where to

    def go_home(self) -> None:
        """Home, asked anew."""
        if self.board is not None:
            self.board.drop()
        home = self._home()
        self._stack.setCurrentWidget(home)
        home.refresh()
        home.focus_search()

    def show_patient(self, patient_id: str) -> None:
        """A patient's chart."""
        patient = self._patient()
        self._turn_to(patient)
        patient.open(patient_id)

    def start_visit(self, patient_id: str) -> None:
        """A new draft, or the one that is there."""
        if self._desk is not None:
            self._desk.start_visit(patient_id, self.show_visit, self.tell)

    def open_visit(self, visit_id: str) -> None:
        """A draft or signed visit where it stood."""
        if self._desk is not None:
            self._desk.open_visit(visit_id, self.show_visit, self.tell)

    def show_visit(self, visit: OpenVisit) -> None:
        """The board with an open visit."""
        if self._desk is None:
            return
        board = self._board()
        self._turn_to(board)
        board.open(visit)

    def show_settings(self) -> None:
        """Settings."""
        settings = self._settings()
        self._turn_to(settings)
        settings.refresh(self._look)

    def show_form(self, kind: ConsentKind, patient: Patient, then: Callable[[Consent | None], None]) -> None:
        """A consent form in the patient's hand, over everything, until it is handed back."""
        if self._desk is None or self.sheet is not None:
            return
        from needlechart.catalogue import consent_forms
        from needlechart.ui.screens.consent_sheet import ConsentSheet

        under = self._stack.currentWidget()
        sheet = ConsentSheet(consent_forms()[kind], patient, self._desk.clinician.signature_name, self._stack)

        def handed_back(consent: Consent | None) -> None:
            self._close_sheet(under)
            then(consent)

        sheet.done.connect(handed_back)
        self.sheet = sheet
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.focus_first()

    def _close_sheet(self, under: QWidget | None) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            self._stack.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
            if under is not None:
                self._turn_to(under)

    def show_content(self) -> None:
        """The clinical tables, to read and correct."""
        if self.content is None:
            from needlechart.ui.screens.content import ContentScreen

            self.content = ContentScreen(self._need(), self._theme, self._stack)
            self.content.left.connect(self.show_settings)
            self.content.lock_wanted.connect(self.lock_wanted)
            self.content.changed.connect(self._content_changed)
            self._stack.addWidget(self.content)
        self._turn_to(self.content)
        self.content.open()

    def _content_changed(self) -> None:
        """The steps of a visit offer what the tables hold: they are made again when next shown."""
        if self.board is not None:
            self.board.drop()
            self._stack.removeWidget(self.board)
            self.board.deleteLater()
            self.board = None

    def show_event_rates(self) -> None:
        """The clinic's own adverse events beside the published rates."""
        if self.events is None:
            from needlechart.ui.screens.event_rates import EventRatesScreen

            self.events = EventRatesScreen(self._need(), self._theme, self._stack)
            self.events.left.connect(self.show_settings)
            self.events.lock_wanted.connect(self.lock_wanted)
            self._stack.addWidget(self.events)
        self._turn_to(self.events)
        self.events.open()

    def show_page(self, name: str) -> None:
        """One of the pages behind Settings: ``audit``, ``backups`` or ``verify``."""
        self._page_from = ""
        page = self._page(name)
        self._turn_to(page)
        if name == "audit":
            self.show_audit("")
        else:
            page.refresh()

    def show_audit(self, patient_id: str) -> None:
        """The audit log; with a patient, who saw that chart."""
        from needlechart.ui.screens.safety.audit import AuditScreen

        page = self._page("audit")
        if isinstance(page, AuditScreen):
            self._turn_to(page)
            page.open_for(patient_id)

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
        current = self._stack.currentWidget() or self._stack
        visit = self.board.visit if self.board is not None and current is self.board else None
        shown = self.patient.shown_id if self.patient is not None and current is self.patient else ""
        pages = [name for name, page in self.pages.items() if page is current]
        return Whereabouts(
            screen=current.objectName(),
            patient_id=shown,
            visit_id=visit.visit.id if visit is not None else "",
            page=pages[0] if pages else "",
            field=field_in(current),
        )

    def return_to(self, place: Whereabouts) -> None:
        """The same screen and, once it is there, the same field."""
        if place.visit_id:
            self.open_visit(place.visit_id)
        elif place.patient_id:
            self.show_patient(place.patient_id)
        elif place.page:
            self.show_page(place.page)
        elif place.screen == "settings_screen":
            self.show_settings()
        if place.field is not None:
            self._focus_later(place.screen, place.field, RETURN_TRIES)

    def _focus_later(self, screen: str, field: Field, tries: int) -> None:
        current = self._stack.currentWidget()
        there = current is not None and current.objectName() == screen and focus_field(current, field)
        if not there and tries > 0 and self._desk is not None:
            QTimer.singleShot(RETURN_MS, self, lambda: self._focus_later(screen, field, tries - 1))

    def _turn_to(self, screen: QWidget) -> None:
        """Show a screen; the keyboard waits at its head, no control is marked."""
        self._stack.setCurrentWidget(screen)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """One level up."""
        current = self._stack.currentWidget()
        if self.sheet is not None:
            self.sheet.hand_back()
        elif current is self.board and self.board is not None:
            self.board.leave()
        elif current is self.patient and self.patient is not None:
            if not self.patient.go_back():
                self.go_home()
        elif current is self.home and self.home is not None:
            self.home.go_back()
        elif current in (self.content, self.events):
            self.show_settings()
        elif current is self.settings:
            self.go_home()
        elif current in self.pages.values():
            self._leave_page()

    def go_to_search(self) -> None:
        """Home, ready to search."""
        if self._desk is None or self.sheet is not None:
            return
        if self.home is not None and self._stack.currentWidget() is self.home:
            self.home.focus_search()
        else:
            self.go_home()

    def new_patient(self) -> None:
        """The form of a new patient on Home."""
        if self._desk is None or self.sheet is not None:
            return
        if self._stack.currentWidget() is not self.home:
            self.go_home()
        if self.home is not None:
            self.home.begin_new_patient("")

    # Inside a visit

    def step(self, index: int) -> None:
        """The nth step of the visit that is shown."""
        if self._in_board() and self.board is not None:
            self.board.show_step(tuple(Step)[index])

    def step_by(self, by: int) -> None:
        """The next or previous step."""
        if self._in_board() and self.board is not None:
            self.board.step_by(by)

    def in_review(self, act: str) -> None:
        """Sign, print or save, in Review; elsewhere in a visit it turns there first."""
        if self._in_board() and self.board is not None:
            at_review = self.board.current is Step.REVIEW
            self.board.show_step(Step.REVIEW)
            if at_review or act != "sign_now":
                getattr(self.board.stack.currentWidget(), act)()
        elif self._stack.currentWidget() is self.patient and self.patient is not None:
            self.patient.in_note(act)

    def toggle_touch(self) -> None:
        """Lock touch in the visit, or release it."""
        if self._in_board() and self.board is not None:
            self.board.toggle_touch()

    def undo(self) -> None:
        """Undo in the visit."""
        if self._in_board() and self.board is not None:
            self.board.undo()

    def redo(self) -> None:
        """Redo in the visit."""
        if self._in_board() and self.board is not None:
            self.board.redo()

    def region(self, by: int) -> None:
        """The keyboard to the next part of the screen."""
        regions = getattr(self._stack.currentWidget(), "regions", None)
        if not callable(regions):
            return
        parts: list[QWidget] = [part for part in regions() if part.isVisible()]
        focus = QApplication.focusWidget()
        inside = [index for index, part in enumerate(parts) if focus and part.isAncestorOf(focus)]
        start = inside[0] if inside else -1 if by > 0 else 0
        for offset in range(1, len(parts) + 1):
            if _focus_inside(parts[(start + by * offset) % len(parts)]):
                return

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

    # Making the screens

    def _in_board(self) -> bool:
        return self.board is not None and self._stack.currentWidget() is self.board

    def _need(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("no desk is open")
        return self._desk

    def _home(self) -> HomeScreen:
        if self.home is None:
            self.home = HomeScreen(self._need(), self._theme, self._stack)
            self.home.patient_wanted.connect(self.show_patient)
            self.home.start_wanted.connect(self.start_visit)
            self.home.visit_wanted.connect(self.open_visit)
            self.home.settings_wanted.connect(self.show_settings)
            self.home.lock_wanted.connect(self.lock_wanted)
            self._stack.addWidget(self.home)
        return self.home

    def _patient(self) -> PatientScreen:
        if self.patient is None:
            self.patient = PatientScreen(self._need(), self._theme, self._stack)
            self.patient.left.connect(self.go_home)
            self.patient.start_wanted.connect(self.start_visit)
            self.patient.visit_wanted.connect(self.open_visit)
            self.patient.lock_wanted.connect(self.lock_wanted)
            self.patient.audit_wanted.connect(self._audit_of)
            self.patient.form_wanted.connect(self.show_form)
            self.patient.note.pages.pdf_explained = self._look.pdf_explained
            self.patient.note.pages.explained.connect(self._pdf_explained)
            self.patient.note.pages.folder = self._look.pdf_folder
            self.patient.note.pages.folder_chosen.connect(self._pdf_folder)
            self._stack.addWidget(self.patient)
        return self.patient

    def _board(self) -> VisitBoard:
        if self.board is None:
            self.board = VisitBoard(self._need(), self._theme, self._stack)
            self.board.left.connect(self._leave_visit)
            self.board.lock_wanted.connect(self.lock_wanted)
            self.board.form_wanted.connect(self.show_form)
            self.board.set_panel_on_left(self._look.panel_on_left)
            self.board.set_single_keys(self._look.single_keys)
            self.board.set_plate_style(PlateStyle(self._look.plate_style))
            self.board.set_pdf_known(self._look.pdf_explained)
            self.board.pdf_explained.connect(self._pdf_explained)
            self.board.set_pdf_folder(self._look.pdf_folder)
            self.board.pdf_folder_chosen.connect(self._pdf_folder)
            self._stack.addWidget(self.board)
        return self.board

    def _settings(self) -> SettingsScreen:
        if self.settings is None:
            self.settings = SettingsScreen(self._need(), self._theme, self._stack)
            self.settings.left.connect(self.go_home)
            self.settings.lock_wanted.connect(self.lock_wanted)
            self.settings.look_changed.connect(self.look_changed)
            self.settings.content_wanted.connect(self.show_content)
            self.settings.events_wanted.connect(self.show_event_rates)
            self.settings.page_wanted.connect(self.show_page)
            self.settings.key_change_wanted.connect(self.key_change_wanted)
            self._stack.addWidget(self.settings)
        return self.settings

    def _page(self, name: str) -> SafetyPage:
        page = self.pages.get(name)
        if page is None:
            page = self._made_page(name)
            page.left.connect(self._leave_page)
            page.lock_wanted.connect(self.lock_wanted)
            self.pages[name] = page
            self._stack.addWidget(page)
        return page

    def _made_page(self, name: str) -> SafetyPage:
        from needlechart.ui.screens.safety.audit import AuditScreen
        from needlechart.ui.screens.safety.backups import BackupsScreen
        from needlechart.ui.screens.safety.verify import VerifyScreen

        if name == "audit":
            return AuditScreen(self._need(), self._theme, self._stack)
        if name == "verify":
            return VerifyScreen(self._need(), self._theme, self._stack)
        backups = BackupsScreen(self._need(), self._theme, self._stack)
        backups.restore_wanted.connect(self.restore_wanted)
        return backups

    def _leave_page(self) -> None:
        """To where the page was opened: a patient's chart, or Settings."""
        if self._page_from:
            patient_id, self._page_from = self._page_from, ""
            self.show_patient(patient_id)
        else:
            self.show_settings()

    def _audit_of(self, patient_id: str) -> None:
        self._page_from = patient_id
        self.show_audit(patient_id)

    def _pdf_explained(self) -> None:
        self._look = self._look.but(pdf_explained=True)
        if self.board is not None:
            self.board.set_pdf_known(known=True)
        if self.patient is not None:
            self.patient.note.pages.pdf_explained = True
        self.look_changed.emit(self._look)

    def _pdf_folder(self, folder: str) -> None:
        """Chosen in one place, used in all from now on."""
        self._look = self._look.but(pdf_folder=folder)
        if self.board is not None:
            self.board.set_pdf_folder(folder)
        if self.patient is not None:
            self.patient.note.pages.folder = folder
        self.look_changed.emit(self._look)

    def _leave_visit(self) -> None:
        """To the patient of the visit; what waits to be written goes on being written."""
        visit = self.board.visit if self.board is not None else None
        if visit is None or self.board is None:
            self.go_home()
            return
        patient_id = visit.visit.patient_id
        self.board.drop()
        visit.queue.when_drained(lambda: self._refresh_patient(patient_id))
        self.show_patient(patient_id)

    def _refresh_patient(self, patient_id: str) -> None:
        patient = self.patient
        if patient is not None and self._stack.currentWidget() is patient and patient.shown_id == patient_id:
            patient.open(patient_id)

    def tell(self, problem: Problem) -> None:
        """Say it on the screen that is shown."""
        notices = getattr(self._stack.currentWidget(), "notices", None)
        if notices is not None:
            notices.problem(problem)


def _focus_inside(part: QWidget) -> bool:
    """Give the keyboard to the first control of a part; False if it has none."""
    candidates = [part, *part.findChildren(QWidget)]
    for one in candidates:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled():
            one.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
