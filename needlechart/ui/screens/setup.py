"""First run: the clinic, its first clinician, a passphrase, the recovery sheet; knows no keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.ui.layout_class import proposed_text_size
from needlechart.ui.screens.entry import EntryPage, Judge
from needlechart.ui.screens.setup_pages import ClinicianPage, ClinicPage
from needlechart.ui.screens.setup_sheet import SheetPage
from needlechart.ui.spoken import announce
from needlechart.ui.widgets import Button, ButtonKind, Text

_STEPS = 4
MAKING = "Making the charts. Their keys take some seconds."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SetupValues:
    """What the person typed; ``paper`` is "letter" or "a4", ``text_size`` percent. Never printed: no repr."""

    clinic_name: str
    clinic_address: str
    clinic_phone: str
    paper: str
    clinician_name: str
    credentials: str
    licence_number: str
    passphrase: str
    text_size: int


class SetupScreen(EntryPage):
    """Four steps. ``create_requested(SetupValues)`` after the second; the answer is ``show_recovery_key`` or
    ``show_error``. ``save_sheet_requested``, ``print_sheet_requested``; ``finished`` once the key was kept
    and typed back without it in sight.
    ``restore_wanted`` on the first page: there are charts already, in a backup."""

    create_requested = Signal(object)
    save_sheet_requested = Signal()
    print_sheet_requested = Signal()
    text_size_chosen = Signal(int)
    finished = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        judge: Judge,
        paper: str = "letter",
        screen: QScreen | None = None,
    ) -> None:
        super().__init__(parent)
        self.clinic = ClinicPage(paper=paper)
        self.clinician = ClinicianPage(judge)
        self.sheet = SheetPage()
        self.back = Button("Back", icon="back", height=54)
        self.next = Button("Next", kind=ButtonKind.PRIMARY, height=54, padding=30)
        self.restore = Button("Restore a backup instead", kind=ButtonKind.LINK)
        self.restore.setObjectName("restore_instead")
        self._page = 0
        self._step = Text("", role="secondary", colour="muted")
        self._build()
        self._connect()
        self._propose_size(screen)
        self._show(0)

    @property
    def page(self) -> int:
        """0 clinic, 1 clinician, 2 recovery sheet."""
        return self._page

    def values(self) -> SetupValues:
        """All that was typed, blanks at the ends taken away (never of the passphrase)."""
        clinic, person = self.clinic, self.clinician
        return SetupValues(
            clinic_name=clinic.name.text().strip(),
            clinic_address=clinic.address.toPlainText().strip(),
            clinic_phone=clinic.phone.text().strip(),
            paper=clinic.paper.value() or "letter",
            clinician_name=person.name.text().strip(),
            credentials=person.credentials.text().strip(),
            licence_number=person.licence.text().strip(),
            passphrase=person.passphrase.text(),
            text_size=self._theme.text_size,
        )

    def show_recovery_key(self, groups: Sequence[str], asked: tuple[int, int] | None = None) -> None:
        """The charts exist; show their recovery key once. ``asked`` are the groups typed back, 0 first."""
        self.clinician.passphrase.clear()
        self.sheet.set_groups(groups, asked)
        self._show(2)

    def show_sheet_saved(self, where: str) -> None:
        """The sheet was written or printed."""
        self.sheet.say_saved(where)

    def show_error(self, title: str, safe: str, do: str) -> None:
        """What happened, what is safe, what to do; on the page that is shown."""
        self._let_try_again()
        place = self.sheet.problem if self.page == 2 else self.clinician.error
        place.say(title, f"{safe} {do}".strip())

    def say_fault(self, happened: str, safe: str, todo: str) -> None:
        """It may have been the making of the charts that failed, or what came of it."""
        super().say_fault(happened, safe, todo)
        self._let_try_again()

    def _let_try_again(self) -> None:
        self.next.set_not_ready([])
        self.back.setEnabled(True)
        if self.page == 2:
            self._follow_sheet()
        else:
            self._say_step(self.page)

    def _build(self) -> None:
        self.form.addWidget(self._step)
        for page in (self.clinic, self.clinician, self.sheet):
            self.form.addWidget(page, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, self._theme.px(8), 0, 0)
        row.setSpacing(self._theme.px(8))
        row.addWidget(self.back)
        row.addWidget(self.restore)
        row.addStretch(1)
        self.next.setMinimumWidth(self._theme.px(180))
        row.addWidget(self.next)
        self.foot.addLayout(row)

    def _connect(self) -> None:
        self.next.clicked.connect(self._go_on)
        self.restore.clicked.connect(self.restore_wanted)
        self.back.clicked.connect(lambda: self._show(self.page - 1))
        self.clinic.submitted.connect(self.next.press)
        self.clinician.submitted.connect(self.next.press)
        self.clinic.text_size.chosen.connect(self._size_chosen)
        self.sheet.save.clicked.connect(self.save_sheet_requested)
        self.sheet.print.clicked.connect(self.print_sheet_requested)
        self.sheet.submitted.connect(self.next.press)
        self.sheet.changed.connect(self._follow_sheet)

    def _propose_size(self, screen: QScreen | None) -> None:
        """112 % where 44 pixels are under 9 mm on this screen, unless another size is already set."""
        proposed = proposed_text_size(screen.physicalDotsPerInch()) if screen is not None else 100
        if self._theme.text_size == 100 and proposed != 100:
            self._theme.set_text_size(proposed)
            self.clinic.say_proposed(proposed)
        self.clinic.text_size.set_value(str(self._theme.text_size))

    def _size_chosen(self, size: str) -> None:
        self._theme.set_text_size(int(size))
        self.text_size_chosen.emit(int(size))

    def _go_on(self) -> None:
        if self.next.why_not:  # pressed from outside, which asks nobody whether it is ready
            return
        self.forget_fault()
        if self.page == 0 and self.clinic.check():
            self.clinician.passphrase.set_names(self.clinic.name.text(), self.clinician.name.text())
            self._show(1)
        elif self.page == 1 and self.clinician.check(self.clinic.name.text()):
            self.next.set_not_ready(["The charts are being made"])
            self.next.set_text("Making the charts")
            self._step.setText(MAKING)
            announce(self, MAKING)
            self.back.setEnabled(False)  # from the first page another chart could be begun, or restored
            self.create_requested.emit(self.values())
        elif self.page == 2 and not self.sheet.typing:
            self.sheet.ask_back()
        elif self.page == 2 and self.sheet.check():
            self.next.set_not_ready(["The sheet is being noted"])
            self.finished.emit()

    def _follow_sheet(self) -> None:
        """What the key's page has come to: whether it may be left, and which step it is."""
        if self.page == 2:
            self._say_step(2 + self.sheet.typing)
            self.next.set_not_ready(self.sheet.why_not)

    def _say_step(self, step: int) -> None:
        self._step.setText(f"Step {step + 1} of {_STEPS}")
        self.next.set_text(("Next", "Make the charts", "Next", "Finish")[step])

    def _show(self, page: int) -> None:
        self._page = page
        for index, one in enumerate((self.clinic, self.clinician, self.sheet)):
            one.setVisible(index == page)
        self._say_step(page)
        self.back.setVisible(page == 1)
        self.restore.setVisible(page == 0)
        self.next.set_not_ready([])
        self._follow_sheet()
        self._area.verticalScrollBar().setValue(0)
        shown = (self.clinic, self.clinician, self.sheet)[page]
        self.setFocusProxy(shown)  # the window gives the keyboard to the screen itself
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
