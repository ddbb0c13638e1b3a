"""Settings of an administrator: a new recovery sheet, when the old one is lost or was seen."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from needlechart.editing.desk import Desk, Problem
from needlechart.editing.documents import RecoverySheet
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.setup_sheet import SheetPage
from needlechart.ui.widgets import Action, Button, ButtonKind, Card, MessageKind, StripMessage, Text

ABOUT = "It opens the charts when every passphrase is lost. Make a new one if the sheet is lost or was seen."
FILE_NAME = "needlechart-recovery-sheet.pdf"


class RecoveryCard(Card):
    """Makes a sheet and holds it until it was kept and typed back; only then the old one opens nothing more.

    Left half way (another screen, the lock), the key that was shown is dropped and the old sheet counts.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Recovery sheet", parent)
        self.setObjectName("recovery_card")
        self._desk = desk
        self._sheet: RecoverySheet | None = None
        self.body.addWidget(Text(ABOUT, self, role="secondary", colour="muted", wrap=True))
        self.new = Button("New recovery sheet", self, icon="document")
        self.new.setObjectName("new_recovery_sheet")
        self.new.clicked.connect(self._ask)
        line = row(gap=8)
        line.addWidget(self.new)
        line.addStretch(1)
        self.body.addLayout(line)
        self._sure = StripMessage(
            MessageKind.CAUTION,
            "The old sheet opens nothing once the new one was typed back",
            "Passphrases and charts stay as they are; backups made before open with the old sheet. Have a"
            " printer or a USB stick at hand.",
            [Action("make", "Make a new sheet", ButtonKind.PRIMARY), Action("no", "Keep the old one")],
            self,
        )
        self._sure.acted.connect(self._answered)
        self._sure.hide()
        self.body.addWidget(self._sure)
        self.body.addWidget(self._page())
        self.error = ErrorLines(self)
        self.body.addWidget(self.error)
        self.told = Text("", self, role="secondary", colour="ok", wrap=True)
        self.told.setObjectName("recovery_told")
        self.told.hide()
        self.body.addWidget(self.told)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and self._sheet is not None:
            self._give_up()

    def _page(self) -> QWidget:
        self._shown = QWidget(self)
        box = column(self._shown, gap=8)
        self.page = SheetPage(self._shown, title="")
        self.page.save.clicked.connect(self._save)
        self.page.print.clicked.connect(self._print)
        self.page.submitted.connect(self._go_on)
        self.page.changed.connect(self._follow)
        self.done = Button("Next", self._shown, kind=ButtonKind.PRIMARY)
        self.done.setObjectName("recovery_done")
        self.done.clicked.connect(self._go_on)
        self.stop = Button("Keep the old sheet", self._shown)
        self.stop.setObjectName("recovery_stop")
        self.stop.clicked.connect(self._stopped)
        box.addWidget(self.page)
        line = row(gap=8)
        line.addWidget(self.done)
        line.addWidget(self.stop)
        line.addStretch(1)
        box.addLayout(line)
        self._shown.hide()
        return self._shown

    def _ask(self) -> None:
        self.told.hide()
        self.new.hide()
        self._sure.show()
        self._sure.button("no").setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, action: str) -> None:
        self._sure.hide()
        if action == "make":
            self._desk.new_recovery_sheet(self._made, self._failed)
        else:
            self._rest()

    def _made(self, sheet: RecoverySheet) -> None:
        if not self.isVisible():
            return  # left while it was being drawn
        self._sheet = sheet
        self.page.set_groups(sheet.groups)
        self._shown.show()
        self.page.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        if self._sheet is None:
            return
        proposed = str(Path.home() / FILE_NAME)
        name, _ = QFileDialog.getSaveFileName(
            self.window(), "Save the recovery sheet", proposed, "PDF (*.pdf)"
        )
        if name:
            self._desk.save_bytes(
                self._sheet.pdf,
                Path(name),
                lambda path: self.page.say_saved(f"Saved as {path.name}"),
                self._failed,
            )

    def _print(self) -> None:
        from needlechart.ui.printing import print_pages

        if self._sheet is not None:
            print_pages(
                self._sheet.pages,
                self._desk.clinic.paper,
                self.window(),
                self._was_printed,
                self._failed,
            )

    def _was_printed(self) -> None:
        self.error.say("")
        self.page.say_saved("Sent to the printer")

    def _follow(self) -> None:
        self.done.set_text("The new sheet counts" if self.page.typing else "Next")
        self.done.set_not_ready(self.page.why_not)

    def _go_on(self) -> None:
        if self._sheet is None:
            return
        if not self.page.typing:
            self.page.ask_back()
        elif self.page.check():
            self._desk.keep_recovery_sheet(self._sheet, lambda _: self._counts(), self._failed)

    def _counts(self) -> None:
        self._give_up()
        self.told.setText("The new sheet counts from now on. The old one can be destroyed.")
        self.told.show()
        self._rest()

    def _stopped(self) -> None:
        self._give_up()
        self.told.setText("Nothing was changed: the old sheet counts. Destroy what was printed or saved now.")
        self.told.show()
        self._rest()

    def _give_up(self) -> None:
        """The key that was shown stays nowhere in the window."""
        self._sheet = None
        self.page.forget()
        self._shown.hide()
        self.new.show()

    def _rest(self) -> None:
        self.error.say("")
        self.new.show()
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, problem: Problem) -> None:
        self.error.say(problem.happened, " ".join(part for part in (problem.safe, problem.todo) if part))
        self.new.setVisible(self._sheet is None)
