"""Makes notes, handouts and consent forms of hostile text twice; between two signs it opens nothing.

Started by `test_pdf_literal`: ``python -m tests.faults.pdf_maker FOLDER COUNT``. What a document needs
(letters, the map, modules) is read in the first round; the second is watched from outside, between the
signs, and kept in memory until it is over.
"""

import sys
from contextlib import suppress
from pathlib import Path

from needlechart.documents.consent_form import render_consent_form
from needlechart.documents.handout import render_handout
from needlechart.documents.note import render_note
from needlechart.domain.chart import VisitChart
from tests import factories as make
from tests.documents import charts
from tests.faults.hostile import literal, watching

IN_ONE = 10
SIGN = "/sign-of-the-maker-"


def sign(word: str) -> None:
    """A call that is seen from outside."""
    with suppress(FileNotFoundError):
        open(f"{SIGN}{word}").close()


def groups(count: int) -> list[list[str]]:
    """The texts, so many in one note."""
    texts = list(literal(count))
    return [texts[start : start + IN_ONE] for start in range(0, len(texts), IN_ONE)]


def chart_of(texts: list[str]) -> VisitChart:
    """A visit that has these texts in its plan, and each of some in a field of its own."""
    first, second, third, fourth = (texts * 4)[:4]
    site = charts.site(1, muscle_name=f"{third}x", note=fourth)
    return charts.chart(
        make.patient(family_name=f"{first}x", preferred_name=second),
        make.alert(id="alert", text=f"{second}x"),
        make.addendum(id="later", text=f"{third}x", reason=fourth),
        make.aftercare(id="care", texts=tuple(texts)),
        site,
        charts.needle(site, note=first),
        plan="\n".join(texts),
        plan_edited=True,
        patient_words=first,
    )


def documents(texts: list[str]) -> tuple[bytes, bytes, bytes]:
    """Note, handout and consent form."""
    chart = chart_of(texts)
    consent = make.written_consent(id="form", form_text="\n".join(texts), signer=f"{texts[0]}x")
    form = render_consent_form(chart.clinic, chart.patient, consent)
    return render_note(chart).pdf, render_handout(chart).pdf, form.pdf


def main() -> None:
    """Two rounds; the second one is written down after the second sign."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    several = groups(count)
    with watching() as heard:
        for texts in several:
            documents(texts)
        sign("begins")
        made = [documents(texts) for texts in several]
        sign("ends")
    assert heard == []
    for number, pdfs in enumerate(made):
        for name, pdf in zip(("note", "handout", "form"), pdfs, strict=True):
            (folder / f"{number}-{name}.pdf").write_bytes(pdf)


if __name__ == "__main__":
    main()
