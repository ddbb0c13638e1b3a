"""A note on its way: genuine, by whom and when; or which part differs."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.app.verify import as_printed, verify_code, verify_file, verify_pdf, verify_visit
from needlechart.documents.carried import FILE_NAME, carried
from needlechart.documents.locked import lock
from needlechart.documents.note import render_note
from needlechart.documents.pages import attachment
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinician
from needlechart.domain.record import now
from needlechart.domain.seal import Seal
from needlechart.domain.verdict import Finding
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, Paper, SealedKind
from needlechart.store.keys import new_signing_key
from needlechart.store.queries.visit_document import visit_chart
from needlechart.store.signing import Signer, seal, sealed_records
from needlechart.store.store import Store
from tests import factories
from tests.faults.test_history import tamper
from tests.store.conftest import new_store

QUOTE = "'"


@pytest.fixture
def store(tmp_path: Path):
    store = new_store(tmp_path / "chart")
    store.put(*factories.whole_visit())
    yield store
    store.close()


def note(store: Store, paper: Paper | None = None) -> bytes:
    return render_note(visit_chart(store, factories.VISIT), paper=paper).pdf


def changed(pdf: bytes, old: str, new: str) -> bytes:
    """The PDF as an editor of PDFs would leave it: other words drawn over the page."""
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    layer = BytesIO()
    canvas = Canvas(layer, invariant=1)
    canvas.drawString(80, 400, new)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.pages[0].merge_page(PdfReader(layer).pages[0])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("paper", [None, Paper.A4])
def test_a_signed_note_is_genuine_and_says_by_whom_and_when(
    store: Store, tmp_path: Path, paper: Paper | None
):
    seal = store.sign_visit(factories.VISIT)
    path = tmp_path / "note.pdf"
    path.write_bytes(note(store, paper))

    verdict = verify_file(store, path)

    assert verdict.finding is Finding.GENUINE
    assert verdict.signatures == (("Visit", "Mara Velasquez, PT, DPT", seal.signed_at),)
    assert verdict.visit_id == factories.VISIT
    (logged,) = store.select(AuditEntry, action=AuditAction.VERIFIED)
    assert logged.detail == "a PDF: genuine"


def test_a_note_saved_before_an_addendum_is_genuine_and_says_what_came_later(store: Store):
    store.sign_visit(factories.VISIT)
    before = note(store)
    store.add_addendum(factories.addendum())

    verdict = verify_pdf(store, before)

    assert verdict.finding is Finding.GENUINE
    assert verdict.parts == ("Addendum by Mara Velasquez, PT, DPT was added after this file was saved.",)
    after = verify_pdf(store, note(store))
    assert after.finding is Finding.GENUINE
    assert [kind for kind, _, _ in after.signatures] == ["Visit", "Addendum"]


def test_a_note_saved_before_or_between_later_reports_is_genuine(store: Store):
    store.sign_visit(factories.VISIT)
    bare = note(store)
    answer = factories.follow_up(id="answered", done_at=now())
    store.put(answer)
    answered = note(store)  # the answer is there, its seal comes at the lock
    store.seal_late(answer)
    sealed = note(store)
    assert len({bare, answered, sealed}) == 3

    for pdf in (bare, answered, sealed):
        assert verify_pdf(store, pdf).finding is Finding.GENUINE


def test_a_changed_pdf_names_the_page_and_the_words(store: Store):
    store.sign_visit(factories.VISIT)

    verdict = verify_pdf(store, changed(note(store), "", "Twelve needles, not three"))

    assert verdict.finding is Finding.DIFFERS
    assert any(one.startswith("Page 1:") and "Twelve needles, not three" in one for one in verdict.parts)


def test_a_drawing_that_was_changed_is_named(store: Store):
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    store.sign_visit(factories.VISIT)
    layer = BytesIO()
    canvas = Canvas(layer, invariant=1)
    canvas.circle(200, 300, 8, fill=1)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(BytesIO(note(store))))
    writer.pages[0].merge_page(PdfReader(layer).pages[0])
    out = BytesIO()
    writer.write(out)

    verdict = verify_pdf(store, out.getvalue())

    assert verdict.finding is Finding.DIFFERS
    (told,) = verdict.parts
    assert told.startswith("Page 1: the words are the same, the drawing is not.")


def test_a_forged_seal_in_a_file_does_not_hold(store: Store):
    seal = store.sign_visit(factories.VISIT)
    pdf = note(store)
    assert seal.digest.encode() in pdf  # the attachment lies in clear
    forged = ("0" if seal.digest[0] != "0" else "1") + seal.digest[1:]

    verdict = verify_pdf(store, pdf.replace(seal.digest.encode(), forged.encode()))

    assert verdict.finding is Finding.DIFFERS
    assert "does not hold" in verdict.title


def test_a_visit_changed_in_the_database_is_named_for_its_note_and_its_code(store: Store):
    seal = store.sign_visit(factories.VISIT)
    pdf = note(store)
    tamper(store, "UPDATE visit SET plan = 'other'")

    for verdict in (
        verify_pdf(store, pdf),
        verify_code(store, seal.short_code),
        verify_visit(store, factories.VISIT),
    ):
        assert verdict.finding is Finding.DIFFERS
        assert any("plan" in one for one in verdict.parts)


def test_a_visit_signed_anew_in_anothers_name_with_ones_own_key_is_found(store: Store, tmp_path: Path):
    """A clinician with SQL and the data key: visit, seal, and the certificate in the other's row."""
    old = store.sign_visit(factories.VISIT)
    pdf = note(store)
    tamper(store, "UPDATE visit SET plan = 'other'")
    visit, mara = store.get(Visit, factories.VISIT), store.get(Clinician, factories.CLINICIAN)
    assert visit is not None
    assert mara is not None
    signer = Signer(mara, new_signing_key(mara.name, now()), store.opened.head)
    everything = sealed_records(store.select, visit)
    forged = seal(signer, SealedKind.VISIT, visit, everything, old.signed_at)
    values = {name: getattr(forged, name) for name in ("canonical", "digest", "signature", "certificate")}
    fields = ", ".join(f"{name} = '{value.replace(QUOTE, 2 * QUOTE)}'" for name, value in values.items())
    tamper(store, f"UPDATE seal SET {fields}")
    said = verify_visit(store, factories.VISIT)
    assert said.finding is Finding.DIFFERS
    assert "certificate is not one this clinician ever had" in " ".join(said.parts)

    tamper(store, f"UPDATE clinician SET certificate = '{forged.certificate}'")
    for verdict in (
        verify_visit(store, factories.VISIT),
        verify_pdf(store, pdf),
        verify_pdf(store, note(store)),
    ):
        assert verdict.finding is Finding.DIFFERS
        assert any(one.startswith("Clinician") and "changed outside" in one for one in verdict.parts)
        assert any(one.startswith("Seal") and "changed outside" in one for one in verdict.parts)


def test_a_note_of_another_chart_cannot_be_compared_and_says_so(store: Store, tmp_path: Path):
    store.sign_visit(factories.VISIT)
    pdf = note(store)
    other = new_store(tmp_path / "other")

    verdict = verify_pdf(other, pdf)

    assert verdict.finding is Finding.NOT_HERE
    assert verdict.signatures[0][1] == "Mara Velasquez, PT, DPT"
    other.close()


def test_a_draft_and_a_stranger_carry_no_seal(store: Store):
    assert verify_pdf(store, note(store)).finding is Finding.UNSEALED
    assert verify_pdf(store, b"%PDF-1.4 nothing").finding is Finding.UNREADABLE
    assert verify_pdf(store, b"").finding is Finding.UNREADABLE
    assert verify_visit(store, factories.VISIT).finding is Finding.UNSEALED


def test_a_note_printed_to_another_pdf_is_found_by_its_printed_code(store: Store):
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    store.sign_visit(factories.VISIT)
    bare = PdfWriter()
    for page in PdfReader(BytesIO(note(store))).pages:
        bare.add_page(page)
    out = BytesIO()
    bare.write(out)

    verdict = verify_pdf(store, out.getvalue())

    assert verdict.finding is Finding.NOT_HERE
    assert "lost its seals" in verdict.title
    assert verdict.visit_id == factories.VISIT


@pytest.mark.parametrize("typed", ["", "xyz", "12", "g" * 8])
def test_what_is_no_code(store: Store, typed: str):
    assert verify_code(store, typed).finding is Finding.UNREADABLE


def test_a_code_of_nobody(store: Store):
    assert verify_code(store, "0123 4567").finding is Finding.NOT_HERE


def test_the_note_carries_its_seals_and_no_more_of_the_patient(store: Store):
    store.sign_visit(factories.VISIT)
    attached = attachment(note(store), FILE_NAME)
    assert attached is not None
    kept = carried(attached)
    assert kept is not None
    (seal,) = store.select(Seal)
    assert kept.seals[0].digest == seal.digest
    patient = factories.patient()
    for text in (patient.family_name, patient.given_name, patient.record_number):
        assert text.encode() not in attached


def test_the_same_signed_visit_gives_the_same_bytes(store: Store):
    store.sign_visit(factories.VISIT)
    assert note(store) == note(store)


def test_what_was_printed_leaves_out_what_came_later(store: Store):
    store.sign_visit(factories.VISIT)
    store.add_addendum(factories.addendum())
    chart = visit_chart(store, factories.VISIT)
    assert as_printed(chart, {factories.VISIT}).addenda == ()
    assert as_printed(chart, {factories.VISIT, chart.addenda[0].id}) == chart
    assert store.select(Visit)[0].signed


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=200)
def test_no_attachment_is_taken_for_one_of_ours(data: bytes):
    assert carried(data) is None


def test_a_note_under_a_passphrase_is_asked_for_it_and_then_genuine(store: Store):
    store.sign_visit(factories.VISIT)
    locked = lock(note(store), "seven quiet herons")
    assert verify_pdf(store, locked).finding is Finding.LOCKED
    assert verify_pdf(store, locked, "seven quiet heron").finding is Finding.LOCKED
    assert verify_pdf(store, locked, "seven quiet herons").finding is Finding.GENUINE


def test_a_changed_note_under_a_passphrase_differs(store: Store):
    store.sign_visit(factories.VISIT)
    locked = lock(changed(note(store), "", "Twelve needles, not three"), "seven quiet herons")
    assert verify_pdf(store, locked, "seven quiet herons").finding is Finding.DIFFERS
