"""What lies behind Settings: the clinical tables, event rates, audit log, backups and verifying."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from needlechart.ui.made_screens import make_content, make_event_rates, make_page
from needlechart.ui.screens.safety.page import SafetyPage

if TYPE_CHECKING:
    from needlechart.ui.navigation import Navigation
    from needlechart.ui.screens.content import ContentScreen
    from needlechart.ui.screens.event_rates import EventRatesScreen


class BehindSettings:
    """A part of `Navigation` with the screens one level below Settings."""

    def __init__(self, nav: "Navigation") -> None:
        self._nav = nav
        self._content: ContentScreen | None = None
        self._events: EventRatesScreen | None = None
        self._pages: dict[str, SafetyPage] = {}
        self._page_from = ""

    def take_all(self) -> list[QWidget]:
        """Every screen there is, to be let go; none is kept here."""
        screens: list[QWidget] = [
            one for one in (self._content, self._events, *self._pages.values()) if one is not None
        ]
        self._content = self._events = None
        self._pages = {}
        return screens

    def page_name(self, screen: QWidget) -> str:
        """The name under which `show_page` shows this screen; empty for another."""
        return next((name for name, page in self._pages.items() if page is screen), "")

    def go_back(self, screen: QWidget | None) -> None:
        """One level up from one of these screens; nothing from another."""
        if screen is not None and screen in (self._content, self._events):
            self._nav.show_settings()
        elif screen in self._pages.values():
            self.leave_page()

    def show_content(self) -> None:
        """The clinical tables, to read and correct."""
        if self._content is None:
            self._content = make_content(self._nav)
        self._nav.turn_to(self._content)
        self._content.open()

    def show_event_rates(self) -> None:
        """The clinic's own adverse events beside the published rates."""
        if self._events is None:
            self._events = make_event_rates(self._nav)
        self._nav.turn_to(self._events)
        self._events.open()

    def show_page(self, name: str) -> None:
        """One of the pages behind Settings: ``audit``, ``backups`` or ``verify``."""
        self._page_from = ""
        page = self._page(name)
        self._nav.turn_to(page)
        if name == "audit":
            self._show_audit("")
        else:
            page.refresh()

    def show_audit_of(self, patient_id: str) -> None:
        """Who saw a patient's chart; Back goes there."""
        self._page_from = patient_id
        self._show_audit(patient_id)

    def leave_page(self) -> None:
        """To where the page was opened: a patient's chart, or Settings."""
        if self._page_from:
            patient_id, self._page_from = self._page_from, ""
            self._nav.show_patient(patient_id)
        else:
            self._nav.show_settings()

    def _show_audit(self, patient_id: str) -> None:
        from needlechart.ui.screens.safety.audit import AuditScreen

        page = self._page("audit")
        if isinstance(page, AuditScreen):
            page.lead_back("the chart" if self._page_from else "Settings")
            self._nav.turn_to(page)
            page.open_for(patient_id)

    def _page(self, name: str) -> SafetyPage:
        if name not in self._pages:
            self._pages[name] = make_page(self._nav, name)
        return self._pages[name]
