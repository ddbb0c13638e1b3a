"""Each screen behind the unlock screen, made when it is first shown, and where its wishes lead."""

from typing import TYPE_CHECKING

from needlechart.atlas.style import PlateStyle
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.home.screen import HomeScreen
from needlechart.ui.screens.patient.screen import PatientScreen
from needlechart.ui.screens.safety.page import SafetyPage
from needlechart.ui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from needlechart.ui.navigation import Navigation
    from needlechart.ui.screens.content import ContentScreen
    from needlechart.ui.screens.event_rates import EventRatesScreen


def make_home(nav: "Navigation") -> HomeScreen:
    """Home."""
    home = HomeScreen(nav.desk, nav.theme, nav.stack)
    home.patient_wanted.connect(nav.show_patient)
    home.start_wanted.connect(nav.start_visit)
    home.visit_wanted.connect(nav.open_visit)
    home.settings_wanted.connect(nav.show_settings)
    home.lock_wanted.connect(nav.lock_wanted)
    home.restore_wanted.connect(nav.restore_wanted)
    nav.stack.addWidget(home)
    return home


def make_patient(nav: "Navigation") -> PatientScreen:
    """A patient's chart."""
    patient = PatientScreen(nav.desk, nav.theme, nav.stack)
    patient.left.connect(nav.go_home)
    patient.start_wanted.connect(nav.start_visit)
    patient.episode_wanted.connect(nav.start_episode)
    patient.visit_wanted.connect(nav.open_visit)
    patient.lock_wanted.connect(nav.lock_wanted)
    patient.audit_wanted.connect(nav.behind_settings.show_audit_of)
    patient.form_wanted.connect(nav.show_form)
    patient.details.deleted.connect(nav.deleted)
    patient.note.pages.pdf_explained = nav.look.pdf_explained
    patient.note.pages.explained.connect(nav.pdf_explained)
    patient.note.pages.folder = nav.look.pdf_folder
    patient.note.pages.folder_chosen.connect(nav.pdf_folder_chosen)
    nav.stack.addWidget(patient)
    return patient


def make_board(nav: "Navigation") -> VisitBoard:
    """The steps of a visit."""
    board = VisitBoard(nav.desk, nav.theme, nav.stack)
    board.left.connect(nav.leave_visit)
    board.discarded.connect(nav.discarded)
    board.lock_wanted.connect(nav.lock_wanted)
    board.form_wanted.connect(nav.show_form)
    board.saved.failed.connect(nav.note_standing)
    board.saved.fine.connect(nav.note_saved)
    board.set_panel_on_left(nav.look.panel_on_left)
    board.set_single_keys(nav.look.single_keys)
    board.set_plate_style(PlateStyle(nav.look.plate_style))
    board.set_pdf_known(nav.look.pdf_explained)
    board.pdf_explained.connect(nav.pdf_explained)
    board.set_pdf_folder(nav.look.pdf_folder)
    board.pdf_folder_chosen.connect(nav.pdf_folder_chosen)
    nav.stack.addWidget(board)
    return board


def make_settings(nav: "Navigation") -> SettingsScreen:
    """Settings."""
    settings = SettingsScreen(nav.desk, nav.theme, nav.stack)
    settings.left.connect(nav.go_home)
    settings.lock_wanted.connect(nav.lock_wanted)
    settings.look_changed.connect(nav.look_changed)
    settings.content_wanted.connect(nav.behind_settings.show_content)
    settings.events_wanted.connect(nav.behind_settings.show_event_rates)
    settings.page_wanted.connect(nav.behind_settings.show_page)
    settings.key_change_wanted.connect(nav.key_change_wanted)
    nav.stack.addWidget(settings)
    return settings


def make_content(nav: "Navigation") -> "ContentScreen":
    """The clinical tables, behind Settings."""
    from needlechart.ui.screens.content import ContentScreen

    content = ContentScreen(nav.desk, nav.theme, nav.stack)
    content.left.connect(nav.show_settings)
    content.lock_wanted.connect(nav.lock_wanted)
    content.changed.connect(nav.content_changed)
    nav.stack.addWidget(content)
    return content


def make_event_rates(nav: "Navigation") -> "EventRatesScreen":
    """The clinic's adverse events, behind Settings."""
    from needlechart.ui.screens.event_rates import EventRatesScreen

    events = EventRatesScreen(nav.desk, nav.theme, nav.stack)
    events.left.connect(nav.show_settings)
    events.lock_wanted.connect(nav.lock_wanted)
    nav.stack.addWidget(events)
    return events


def make_page(nav: "Navigation", name: str) -> SafetyPage:
    """A page behind Settings: ``audit``, ``backups`` or ``verify``."""
    page = _page(nav, name)
    page.left.connect(nav.behind_settings.leave_page)
    page.lock_wanted.connect(nav.lock_wanted)
    nav.stack.addWidget(page)
    return page


def _page(nav: "Navigation", name: str) -> SafetyPage:
    from needlechart.ui.screens.safety.audit import AuditScreen
    from needlechart.ui.screens.safety.backups import BackupsScreen
    from needlechart.ui.screens.safety.verify import VerifyScreen

    if name == "audit":
        return AuditScreen(nav.desk, nav.theme, nav.stack)
    if name == "verify":
        return VerifyScreen(nav.desk, nav.theme, nav.stack)
    backups = BackupsScreen(nav.desk, nav.theme, nav.stack)
    backups.restore_wanted.connect(nav.restore_wanted)
    return backups
