"""No patient's name in what a system reads beside the pages: data of a document, its file name, its title."""

import io

import pypdf
import pytest

from needlechart.documents.consent_form import file_name as form_file_name
from needlechart.documents.consent_form import render_consent_form
from needlechart.documents.handout import render_handout
from needlechart.documents.incident import render_incident
from needlechart.documents.note import render_note
from needlechart.documents.write import note_file_name
from needlechart.editing.documents import Sheet
from needlechart.ui.screens.note_pages import file_name
from needlechart.ui.screens.sheet_paper import sheet_file_name
from tests import factories as make
from tests.documents import charts

NAMES = ("Zqgiven", "Zqfamily", "Zqpreferred", "Zqmail", "Zqstreet", "Zqphone")
PATIENT = make.patient(
    given_name="Zqgiven",
    family_name="Zqfamily",
    preferred_name="Zqpreferred",
    email="Zqmail",
    address="Zqstreet",
    phone="Zqphone",
)
EVENT = make.adverse_event(id="event")
CHART = charts.chart(PATIENT, charts.site(1), EVENT, plan="Zqplan", plan_edited=True)
FORM = make.written_consent(signer="Zqgiven Zqfamily", patient_name="Zqgiven Zqfamily")


def documents() -> dict[str, bytes]:
    """Each document with the name in it."""
    return {
        "note": render_note(CHART).pdf,
        "handout": render_handout(CHART).pdf,
        "incident": render_incident(CHART, "event").pdf,
        "form": render_consent_form(CHART.clinic, PATIENT, FORM).pdf,
    }


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return documents()


@pytest.mark.parametrize("name", ["note", "handout", "incident", "form"])
def test_the_data_of_a_document_hold_no_name(made: dict[str, bytes], name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made[name]))
    beside = [str(reader.metadata), str(reader.outline), str(reader.trailer["/Root"])]
    beside += [data.decode("utf-8", "replace") for files in reader.attachments.values() for data in files]
    if reader.xmp_metadata is not None:
        beside.append(reader.xmp_metadata.stream.get_data().decode())
    assert reader.metadata is not None
    assert reader.metadata.title
    forms = [(hit.encode(), hit.encode("utf-16-be"), hit.encode("utf-16-le")) for hit in (*NAMES, "Zqplan")]
    assert not [hit for hit in NAMES if any(hit in text for text in beside)]
    assert not [one for form in forms for one in form if one in made[name]]


def test_the_pages_do_hold_it(made: dict[str, bytes]) -> None:
    """Else the test above would find nothing in anything."""
    for name in ("note", "incident", "form"):
        pages = pypdf.PdfReader(io.BytesIO(made[name])).pages
        assert "Zqfamily" in "".join(page.extract_text() for page in pages), name


def test_no_proposed_file_name_holds_a_name() -> None:
    visit = CHART.visit.started.date()
    proposed = [
        *(note_file_name(CHART, what) for what in ("note", "aftercare", "incident")),
        file_name(PATIENT.record_number, visit),
        *(sheet_file_name(CHART, sheet) for sheet in Sheet),
        form_file_name(PATIENT, FORM),
    ]
    assert [one for one in proposed if "Zq" in one] == []
    assert all(PATIENT.record_number in one for one in proposed)


def test_a_document_made_twice_has_the_same_bytes(made: dict[str, bytes]) -> None:
    assert documents() == made
