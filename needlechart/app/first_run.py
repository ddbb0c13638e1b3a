"""The first run: from what was typed to a chart, its recovery sheet, and the open desk."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from needlechart.app.paper import recovery_sheet, save_bytes
from needlechart.app.problems import problem_of
from needlechart.domain.clinic import Clinic, Clinician, NeedleType
from needlechart.domain.record import Invalid
from needlechart.domain.words import Paper, Role
from needlechart.editing.answers import Answers
from needlechart.store.passphrase import passphrase_strength
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.setup import SetupScreen, SetupValues

if TYPE_CHECKING:
    from needlechart.store.recovery import RecoveryKey
    from needlechart.store.store import Store
    from needlechart.store.thread import StoreThread


class FirstRun(QObject):
    """``created(clinic, clinician)`` once the chart exists, ``finished()`` once the sheet is kept."""

    created = Signal(object, object)
    finished = Signal()
    look_chosen = Signal(int)

    def __init__(
        self, window: MainWindow, folder: Path, database: Callable[[], "StoreThread"], answers: Answers
    ) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._database = database
        self._answers = answers
        self._recovery: RecoveryKey | None = None
        self._people: tuple[Clinic, Clinician] | None = None
        self.screen = SetupScreen(judge=passphrase_strength, screen=window.screen())
        self.screen.setObjectName("setup")
        self.screen.create_requested.connect(self._create)
        self.screen.save_sheet_requested.connect(self._save_sheet)
        self.screen.print_sheet_requested.connect(self._print_sheet)
        self.screen.text_size_chosen.connect(self.look_chosen)
        self.screen.finished.connect(self._finish)

    def show(self) -> None:
        """Show the first page."""
        self._window.show_setup(self.screen)

    @Slot(object)
    def _create(self, values: SetupValues) -> None:
        try:
            clinic, clinician = first_people(values)
        except Invalid as error:
            self._failed(error)
            return
        folder, passphrase = self._folder, values.passphrase
        keys: list[RecoveryKey] = []

        def making() -> "Store":
            store, key = _new_chart(folder, clinic, clinician, passphrase)
            keys.append(key)
            return store

        self._answers.deliver(
            self._database().open(making), lambda store: self._made(store, keys.pop()), self._failed
        )

    def _made(self, store: "Store", recovery: "RecoveryKey") -> None:
        # Clinic and clinician are values read at opening; everything else stays on its thread.
        self._recovery = recovery
        self._people = (store.clinic, store.clinician)
        self.created.emit(*self._people)
        if self._recovery is not None:
            self.screen.show_recovery_key(self._recovery.groups)

    def _failed(self, error: BaseException) -> None:
        problem = problem_of(error)
        self.screen.show_error(problem.happened, problem.safe, problem.todo)

    def _sheet(self) -> bytes:
        if self._people is None or self._recovery is None:
            raise RuntimeError("there is no recovery key to print")
        clinic, clinician = self._people
        return recovery_sheet(clinic, clinician, self._recovery.groups)

    @Slot()
    def _save_sheet(self) -> None:
        proposed = str(Path.home() / "needlechart-recovery-sheet.pdf")
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save the recovery sheet", proposed, "PDF (*.pdf)"
        )
        if not name:
            return
        try:
            path = save_bytes(self._sheet(), Path(name))
        except OSError as error:
            self._failed(error)
        else:
            self.screen.show_sheet_saved(f"Saved as {path.name}")

    @Slot()
    def _print_sheet(self) -> None:
        from needlechart.app.paper import print_images
        from needlechart.ui.printing import print_pages

        if self._people is None:
            return
        print_pages(
            print_images(self._sheet()),
            self._people[0].paper,
            self._window,
            lambda: self.screen.show_sheet_saved("Sent to the printer"),
            lambda problem: self.screen.show_error(problem.happened, problem.safe, problem.todo),
        )

    @Slot()
    def _finish(self) -> None:
        kept = self._database().submit(lambda store: store.sheet_kept())
        self._answers.deliver(kept, lambda _: self._kept(), self._failed)

    def _kept(self) -> None:
        self._recovery = None
        self.screen.sheet.forget()
        self.finished.emit()


def first_people(values: SetupValues) -> tuple[Clinic, Clinician]:
    """Clinic and administrator from what was typed; raises `Invalid`."""
    clinic = Clinic(
        name=values.clinic_name,
        address=values.clinic_address,
        phone=values.clinic_phone,
        paper=Paper(values.paper),
    )
    clinician = Clinician(
        clinic_id=clinic.id,
        name=values.clinician_name,
        credentials=values.credentials,
        licence_number=values.licence_number,
        role=Role.ADMINISTRATOR,
    )
    return clinic, clinician


def usual_needles(clinic: Clinic) -> list[NeedleType]:
    """The sizes a clinic starts with, from the catalogue; it edits its own list afterwards."""
    from needlechart import catalogue

    return [
        NeedleType(
            clinic_id=clinic.id, diameter_mm=size.diameter_mm, length_mm=size.length_mm, order=size.order
        )
        for size in catalogue.needles().values()
    ]


def usual_first(needles: Sequence[NeedleType]) -> str:
    """The id of the needle a new clinic proposes, until it chooses: the first that the catalogue calls usual.

    Without one the shortest and thinnest of the list would stand at the first site.
    """
    from needlechart import catalogue

    usual = {(size.diameter_mm, size.length_mm) for size in catalogue.needles().values() if size.first}
    found = [one for one in needles if (one.diameter_mm, one.length_mm) in usual]
    return min(found, key=lambda one: one.order).id if found else ""


def _new_chart(
    folder: Path, clinic: Clinic, clinician: Clinician, passphrase: str
) -> "tuple[Store, RecoveryKey]":
    from needlechart.store.store import Store

    needles = usual_needles(clinic)
    clinic = clinic.but(default_needle=usual_first(needles))
    store, key = Store.create(folder, clinic, clinician, passphrase)
    store.put(*needles)
    store.expect_sheet()
    return store, key
