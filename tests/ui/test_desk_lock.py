"""What a lock that comes right after a tap does not lose: answers given, documents asked for."""

from pathlib import Path
from threading import Event

from pytestqt.qtbot import QtBot

from needlechart import catalogue
from needlechart.documents.pages import page_texts
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.chart import VisitChart
from needlechart.domain.record import now
from needlechart.domain.seal import Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.words import AuditAction, Paper, Soreness
from needlechart.editing.desk import Problem
from needlechart.editing.documents import Sheet
from needlechart.store.queries.visit_document import visit_chart
from needlechart.store.store import Store
from tests import factories as make
from tests.driving import until
from tests.ui.fake_desk import TestDesk, open_desk


def after(folder: Path) -> Store:
    return Store.open(folder, make.CLINICIAN, make.PASSPHRASE)


def chart_of(desk: TestDesk) -> VisitChart:
    return desk.ask(lambda store: visit_chart(store, make.VISIT))


def test_an_answer_whose_commit_was_not_told_yet_is_sealed_at_the_lock(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "chart"
    with open_desk(folder, [make.patient(), make.episode(), make.visit()]) as desk:
        desk.ask(lambda store: store.sign_visit(make.VISIT))
        due = make.follow_up(about_visit_id=make.VISIT, done_at=None, soreness=None)
        desk.keep(due)
        held = Event()
        desk._thread.call(held.wait)
        desk.put([(due, due.but(done_at=now(), soreness=Soreness.NONE))], lambda moment: None)
        desk.lock("by hand")
        held.set()
        desk._thread.call(lambda: None).result()
    with after(folder) as store:
        (answered,) = store.select(FollowUp)
        assert answered.done_at is not None
        assert [one.subject_id for one in store.select(Seal) if one.subject_id == answered.id]


def test_a_note_that_is_being_saved_at_the_lock_is_on_the_disk_and_in_the_log(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder, path = tmp_path / "chart", tmp_path / "note.pdf"
    with open_desk(folder, [make.patient(), make.episode(), make.visit()]) as desk:
        chart = chart_of(desk)
        drawn: list[object] = []
        desk.note_pages(chart, Paper.A4, 1.0, drawn.append)
        desk.save_note(chart, Paper.A4, path, lambda written: None)
        desk.lock("by hand")
    assert page_texts(path.read_bytes())
    assert drawn == []
    with after(folder) as store:
        actions = [one.action for one in store.select(AuditEntry)]
        assert actions.count(AuditAction.EXPORTED) == 1
        assert actions.index(AuditAction.EXPORTED) < actions.index(AuditAction.LOCKED)


def test_a_note_that_could_not_be_saved_says_so_in_the_log_too(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(tmp_path / "chart", [make.patient(), make.episode(), make.visit()]) as desk:
        told: list[Problem] = []
        nowhere = tmp_path / "gone" / "note.pdf"
        desk.save_note(chart_of(desk), Paper.A4, nowhere, lambda written: None, told.append)
        until(qtbot, lambda: bool(told))
        entries = desk.stored(AuditEntry, action=AuditAction.EXPORTED)
        assert [one.detail for one in entries] == ["", "not written"]


def test_a_handout_that_is_being_saved_at_the_lock_has_the_clinic_s_own_words(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path, held = tmp_path / "handout.pdf", Event()
    own = make.catalogue_row(
        table="aftercare", row="water", columns=("text",), cells=("A glass from Willow Lane.",)
    )
    with open_desk(tmp_path / "chart", [make.patient(), make.episode(), make.visit()]) as desk:
        desk.put([(None, own)], lambda moment: None)
        chart = chart_of(desk)
        desk._paper.submit(held.wait)
        desk.save_sheet(Sheet.HANDOUT, chart, path, lambda written: None)
        desk.lock("by hand")
        closed = desk._thread.call(lambda: None)
        assert not closed.done()
        held.set()
        closed.result(timeout=60)
    assert "A glass from Willow Lane." in " ".join(page_texts(path.read_bytes())[0].split())
    assert catalogue.aftercare()["water"].text != own.cells[0]
