"""Notes, sheets and forms: what the desk draws, saves and prints, on a thread of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from pathlib import Path

from needlechart.app.desk_part import PartOfDesk
from needlechart.app.paper import (
    PRINT_SCALE,
    SHEET_WORDS,
    form_pages,
    note_pages,
    save_bytes,
    save_form,
    save_note,
    save_sheet,
    sheet_pages,
)
from needlechart.app.verify import differs_from_signed
from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.domain.words import AuditAction, Paper
from needlechart.editing.desk import Failed
from needlechart.editing.documents import NotePages, Sheet

SAVING_S = 10.0
"""How long a chart that is being locked waits for documents that are being written, in seconds."""


class DocumentsOfDesk(PartOfDesk):
    """A part of `AppDesk`: what `editing.documents.DocumentsDesk` promises."""

    _saving: Sequence["Future[Path]"] = ()

    def note_pages(
        self,
        chart: VisitChart,
        paper: Paper,
        scale: float,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """The note as it will print, at ``scale`` pixels per point."""
        self._answer(self._drawn(chart, paper, scale), then, failed)

    def save_note(
        self,
        chart: VisitChart,
        paper: Paper,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
        *,
        words: str = "",
    ) -> None:
        """Write the note as PDF, whole or not at all, under a passphrase if given; noted in the audit."""
        differs = self._differs(chart)

        def work() -> Path:
            return save_note(chart, paper, path, words, differs=differs.result())

        self._save(work, chart.visit, "", then, failed)

    def save_bytes(
        self, data: bytes, path: Path, then: Callable[[Path], None], failed: Failed = None
    ) -> None:
        """Write a finished document, whole or not at all."""
        self._answer(self._paper.submit(save_bytes, data, path), then, failed)

    def print_note(
        self, chart: VisitChart, paper: Paper, then: Callable[[NotePages], None], failed: Failed = None
    ) -> None:
        """The note in print resolution."""
        self._answer(self._drawn(chart, paper, PRINT_SCALE), then, failed)

    def save_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
        *,
        about: str = "",
        words: str = "",
    ) -> None:
        """Write a sheet beside the note; noted in the audit."""
        what = SHEET_WORDS[sheet]
        self._save(lambda: save_sheet(sheet, chart, path, about, words), chart.visit, what, then, failed)

    def print_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        then: Callable[[NotePages], None],
        failed: Failed = None,
        *,
        about: str = "",
    ) -> None:
        """A sheet in print resolution."""
        self._answer(self._paper.submit(sheet_pages, sheet, chart, about), then, failed)

    def note_printed(self, record: Record, sheet: Sheet | None = None) -> None:
        """The log has what went to the printer, not what was only drawn for one."""
        self._note(AuditAction.PRINTED, record, "" if sheet is None else SHEET_WORDS[sheet])

    def form_pages(
        self,
        patient: Patient,
        consent: Consent,
        scale: float,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """A consent form with its signature, at ``scale`` pixels per point."""
        self._answer(
            self._paper.submit(form_pages, self._clinic, patient, consent, scale, signed=True), then, failed
        )

    def save_form(
        self,
        patient: Patient,
        consent: Consent,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
        *,
        words: str = "",
    ) -> None:
        """Write a consent form as PDF, whole or not at all; noted in the audit."""

        def noted(written: Path) -> None:
            self._note(AuditAction.EXPORTED, consent)

        self._answer(
            self._paper.submit(save_form, self._clinic, patient, consent, path, words),
            then,
            failed,
            first=noted,
        )

    def print_form(
        self,
        patient: Patient,
        consent: Consent,
        *,
        signed: bool,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """A consent form in print resolution, signed or to be signed by hand."""
        made = self._paper.submit(form_pages, self._clinic, patient, consent, PRINT_SCALE, signed=signed)
        self._answer(made, then, failed)

    def _drawn(self, chart: VisitChart, paper: Paper, scale: float) -> "Future[NotePages]":
        differs = self._differs(chart)
        return self._paper.submit(lambda: note_pages(chart, paper, scale, differs=differs.result()))

    def _differs(self, chart: VisitChart) -> "Future[bool]":
        """Whether a signed visit is not what was signed, which its paper must say.

        Asked before the paper is made: the store answers in order, and closes after this.
        """
        visit_id = chart.visit.id
        if chart.seal is not None:
            return self._thread.submit(lambda store: differs_from_signed(store, visit_id))
        draft: Future[bool] = Future()
        draft.set_result(False)
        return draft

    def _save(
        self,
        work: Callable[[], Path],
        record: Record,
        what: str,
        then: Callable[[Path], None],
        failed: Failed,
    ) -> None:
        """The log has it before the file is there: a lock that comes in between loses neither."""
        self._note(AuditAction.EXPORTED, record, what)
        thread = self._thread

        def saved() -> Path:
            try:
                return work()
            except Exception:
                detail = f"{what}: not written".removeprefix(": ")
                thread.submit(lambda store: store.note(AuditAction.EXPORTED, record, detail=detail))
                raise

        written = self._paper.submit(saved)
        self._saving = [*(one for one in self._saving if not one.done()), written]
        self._answer(written, then, failed)

    def _await_saving(self) -> None:
        """What is being saved keeps the clinic's texts: the chart closes after it, or `SAVING_S` later."""
        waiting = [one for one in self._saving if not one.done()]
        if waiting:
            self._thread.submit(lambda store: wait(waiting, timeout=SAVING_S))
