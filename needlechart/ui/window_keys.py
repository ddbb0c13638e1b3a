"""What each key and menu item does (see `actions`): handed to where we are, or to the field typed in."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from needlechart.ui.navigation import Navigation


class WindowKeys:
    """A part of `MainWindow`: the slots that `actions.ACTIONS` names."""

    if TYPE_CHECKING:  # the window makes it when it is first needed

        @property
        def nav(self) -> Navigation: ...

    def go_back(self) -> None:
        """One level up."""
        self.nav.go_back()

    def go_to_search(self) -> None:
        """Home, with the keyboard in the search field."""
        self.nav.go_to_search()

    def new_patient(self) -> None:
        """The form of a new patient."""
        self.nav.new_patient()

    def step_1(self) -> None:
        """Check-in."""
        self.nav.step(0)

    def step_2(self) -> None:
        """Before."""
        self.nav.step(1)

    def step_3(self) -> None:
        """Needling."""
        self.nav.step(2)

    def step_4(self) -> None:
        """After."""
        self.nav.step(3)

    def step_5(self) -> None:
        """Follow-on."""
        self.nav.step(4)

    def step_6(self) -> None:
        """Plan."""
        self.nav.step(5)

    def review(self) -> None:
        """Review & sign."""
        self.nav.step(6)

    def next_step(self) -> None:
        """The step after this one."""
        self.nav.step_by(1)

    def previous_step(self) -> None:
        """The step before this one."""
        self.nav.step_by(-1)

    def sign_now(self) -> None:
        """As if Sign now was tapped."""
        self.nav.in_review("sign_now")

    def print_note(self) -> None:
        """Print the note that is shown."""
        self.nav.in_review("print_note")

    def save_note(self) -> None:
        """Save the note that is shown as PDF."""
        self.nav.in_review("save_note")

    def undo(self) -> None:
        """Undo, in a text field its own first."""
        if not _in_field("undo"):
            self.nav.undo()

    def redo(self) -> None:
        """Redo, in a text field its own first."""
        if not _in_field("redo"):
            self.nav.redo()

    def toggle_touch(self) -> None:
        """Stray touches do nothing in the visit, or work again."""
        self.nav.toggle_touch()

    def next_region(self) -> None:
        """The keyboard to the next part of the screen."""
        self.nav.region(1)

    def previous_region(self) -> None:
        """The keyboard to the part before."""
        self.nav.region(-1)


def _in_field(act: str) -> bool:
    """Let a text field with something to take back do it; True if it did."""
    focus = QApplication.focusWidget()
    available = getattr(focus, f"is{act.title()}Available", None)
    if callable(available) and available():
        getattr(focus, act)()
        return True
    document = getattr(focus, "document", None)
    if callable(document) and getattr(document(), f"is{act.title()}Available")():
        getattr(focus, act)()
        return True
    return False
