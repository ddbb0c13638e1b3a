"""Is a note what was signed: the PDF against its seals, the seals against the chart, page by page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.documents.carried import FILE_NAME, Carried, CarriedSeal, carried
from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import Clinician
from needlechart.domain.record import Record
from needlechart.domain.seal import Seal
from needlechart.domain.verdict import Finding, Verdict
from needlechart.domain.words import AuditAction, Paper, SealedKind

if TYPE_CHECKING:
    from needlechart.store.store import Store

LARGEST_FILE = 200_000_000
CODE = re.compile(r"(?:[0-9A-F]{4}\s+){7}[0-9A-F]{4}")
MOST_PARTS = 12
UNREADABLE = "Something of it holds what no record can hold: it was changed outside the program."
LOOK_SCALE = 1.0
"""Pages are compared as pictures at this many pixels per point."""


def verify_file(store: "Store", path: Path, words: str = "") -> Verdict:
    """What a PDF is worth, opened with ``words`` if it has a passphrase; raises OSError if it is not read."""
    with path.open("rb") as file:
        pdf = file.read(LARGEST_FILE + 1)
    verdict = verify_pdf(store, pdf, words)
    store.note(AuditAction.VERIFIED, detail=f"a PDF: {verdict.finding.value}")
    return verdict


def verify_pdf(store: "Store", pdf: bytes, words: str = "") -> Verdict:
    """As `verify_file`, for bytes."""
    import pypdfium2

    from needlechart.documents.locked import LockedPdf, unlocked
    from needlechart.documents.pages import attachment, page_texts

    if len(pdf) > LARGEST_FILE:
        return _unreadable("The file is far too large for a note.")
    try:
        pdf = unlocked(pdf, words)
    except LockedPdf:
        asked = "The passphrase does not open this PDF." if words else "This PDF has a passphrase."
        return Verdict(finding=Finding.LOCKED, title=asked)
    try:
        attached = attachment(pdf, FILE_NAME)
        texts = page_texts(pdf)
    except (pypdfium2.PdfiumError, ValueError, OverflowError, MemoryError):
        return _unreadable("The file cannot be read as a PDF.")
    kept = carried(attached)
    if kept is None:
        return _by_printed_code(store, texts, damaged=attached is not None)
    return _compared(store, pdf, texts, kept)


def differs_from_signed(store: "Store", visit_id: str) -> bool:
    """Whether a visit, or what was added to it, is no longer what was signed."""
    return verify_visit(store, visit_id).finding is Finding.DIFFERS


def verify_code(store: "Store", typed: str) -> Verdict:
    """The visit behind the integrity code that a note prints; a short code of 8 characters is enough."""
    code = "".join(typed.split()).lower()
    if not re.fullmatch(r"[0-9a-f]{8,64}", code):
        return Verdict(
            finding=Finding.UNREADABLE,
            title="A code has 8 to 32 of the characters 0 to 9 and A to F.",
            parts=("It stands at the end of the note, and its beginning at the foot of each page.",),
        )
    found = [one for one in store.select(Seal) if one.digest.startswith(code)]
    if not found:
        return Verdict(
            finding=Finding.NOT_HERE,
            title="No visit in this chart has this code.",
            parts=("Compare it with the paper, or the note was signed on another laptop.",),
        )
    verdict = verify_visit(store, found[0].about_visit_id)
    store.note(AuditAction.VERIFIED, detail=f"a code: {verdict.finding.value}")
    return verdict


def verify_visit(store: "Store", visit_id: str) -> Verdict:
    """Every seal about a visit in the chart, against the records."""
    from needlechart.store.problems import Damaged

    try:
        return _looked_at(store, visit_id, store.select(Seal, about_visit_id=visit_id))
    except Damaged:  # a seal itself, or its signer
        return _differs([UNREADABLE], visit_id)


def _looked_at(store: "Store", visit_id: str, seals: list[Seal]) -> Verdict:
    from needlechart.store.history import faults_of
    from needlechart.store.problems import Damaged
    from needlechart.store.seal_faults import certificates, one_seal_faults

    known = certificates(store, (one.signer_id for one in seals))
    if not any(one.kind is SealedKind.VISIT for one in seals):
        return Verdict(finding=Finding.UNSEALED, title="This visit is not signed.", visit_id=visit_id)
    faults: list[str] = []
    try:
        for one in seals:
            faults += [f"{_kind(one.kind.value)}: {fault}" for fault in one_seal_faults(store, one, known)]
    except Damaged:
        faults.append(UNREADABLE)
    # A seal is worth what is known of its signer: whose certificate it is stands in their row.
    signers = store.select(Clinician, id={one.signer_id for one in seals})
    faults += faults_of(store, [*signers, *seals])
    signatures = tuple(_signature(one) for one in seals)
    if faults:
        return _differs(faults, visit_id, signatures)
    return Verdict(
        finding=Finding.GENUINE,
        title="Genuine: the visit is word for word what was signed.",
        signatures=signatures,
        visit_id=visit_id,
    )


def _differs(
    faults: list[str], visit_id: str, signatures: tuple[tuple[str, str, datetime], ...] = ()
) -> Verdict:
    return Verdict(
        finding=Finding.DIFFERS,
        title="The visit in this chart is not what was signed.",
        parts=tuple(faults[:MOST_PARTS]),
        signatures=signatures,
        visit_id=visit_id,
    )


def _compared(store: "Store", pdf: bytes, texts: list[str], kept: Carried) -> Verdict:
    """The seals by themselves, then against the chart, then page by page."""
    forged = [one for one in kept.seals if not _holds(one)]
    if forged:
        return Verdict(
            finding=Finding.DIFFERS,
            title="The seal in this file does not hold: the file was changed.",
            parts=tuple(f"{_kind(one.kind)} by {one.signer_name}" for one in forged),
        )
    signatures = tuple(
        (_kind(one.kind), one.signer_name, datetime.fromisoformat(one.signed_at)) for one in kept.seals
    )
    here = {one.subject_id: one for one in store.select(Seal, about_visit_id=kept.visit_id)}
    if not any(one.kind is SealedKind.VISIT for one in here.values()):
        return _of_elsewhere(store, kept, signatures)
    chart_says = verify_visit(store, kept.visit_id)
    if chart_says.finding is not Finding.GENUINE:
        return chart_says
    parts = [
        f"{_kind(one.kind)} by {one.signer_name}: not the one that is kept in this chart."
        for one in kept.seals
        if one.subject_id not in here or here[one.subject_id].digest != one.digest
    ]
    if parts := parts or _page_differences(store, pdf, texts, kept):
        return Verdict(
            finding=Finding.DIFFERS,
            title="The file differs from what was signed.",
            parts=tuple(parts[:MOST_PARTS]),
            signatures=signatures,
            visit_id=kept.visit_id,
        )
    later = [one for subject, one in here.items() if subject not in {seal.subject_id for seal in kept.seals}]
    return Verdict(
        finding=Finding.GENUINE,
        title="Genuine: every page is what was signed.",
        parts=tuple(_later(one) for one in later),
        signatures=signatures,
        visit_id=kept.visit_id,
    )


def _of_elsewhere(
    store: "Store", kept: Carried, signatures: tuple[tuple[str, str, datetime], ...]
) -> Verdict:
    certificates = {one.certificate for one in store.select(Clinician)}
    known = all(one.certificate in certificates for one in kept.seals)
    return Verdict(
        finding=Finding.NOT_HERE,
        title="The visit is not in this chart, so the text cannot be compared.",
        parts=(
            "The seals in the file are whole."
            + (" Their keys are those of therapists of this chart." if known else "")
            + (" Whose keys they are cannot be told here." if not known else ""),
        ),
        signatures=signatures,
    )


def _page_differences(store: "Store", pdf: bytes, texts: list[str], kept: Carried) -> list[str]:
    """What differs from the note made anew from what was signed: text first, then the look of each page.

    What came after signing and carries no seal in the file may or may not have been there when it was saved:
    each way is tried, and the one that fits best counts.
    """
    from needlechart.documents.note import render_note
    from needlechart.store.queries.visit_document import visit_chart

    chart = visit_chart(store, kept.visit_id)
    sealed = {one.subject_id for one in kept.seals}
    paper = Paper(kept.paper) if kept.paper in set(Paper) else None
    best: list[str] | None = None
    for there in _ways(_unsure(chart, sealed)):
        made = render_note(as_printed(chart, sealed, there), paper=paper).pdf
        found = [] if made == pdf else list(_differences(made, pdf, texts))
        if not found:
            return []
        if best is None or len(found) < len(best):
            best = found
    return best or []


def _unsure(chart: VisitChart, sealed: set[str]) -> list[str]:
    """Ids of what was reported later and has no seal in the file, newest first."""
    late: list[Record] = [one for one in chart.follow_ups if one.done_at is not None]
    late += [one for one in chart.adverse_events if not one.visit_id]
    return sorted((one.id for one in late if one.id not in sealed), reverse=True)


def _ways(unsure: Sequence[str]) -> Iterator[frozenset[str]]:
    """Which of them were there: none, one, several; of more than three the newest three."""
    for count in range(len(unsure[:3]) + 1):
        for some in combinations(unsure[:3], count):
            yield frozenset(some)


def _differences(made: bytes, pdf: bytes, texts: list[str]) -> Iterator[str]:
    from needlechart.documents.pages import page_image, page_texts

    signed = page_texts(made)
    if len(signed) != len(texts):
        yield f"The file has {_pages(len(texts))}, the signed note has {_pages(len(signed))}."
    for number, (mine, theirs) in enumerate(zip(signed, texts, strict=False), 1):
        yield from (f"Page {number}: {one}" for one in _line_differences(mine, theirs))
        if mine == theirs and page_image(made, number - 1, LOOK_SCALE) != page_image(
            pdf, number - 1, LOOK_SCALE
        ):
            yield (
                f"Page {number}: the words are the same, the drawing is not. A new logo of the clinic looks"
                " like this, too."
            )


def as_printed(chart: VisitChart, sealed: set[str], unsealed: frozenset[str] = frozenset()) -> VisitChart:
    """The chart of a visit when only these seals were there: what came later is left out.

    ``sealed`` are ids of what has a seal, ``unsealed`` ids of what was reported later without one.
    """
    there = sealed | unsealed
    return replace(
        chart,
        seals=tuple(one for one in chart.seals if one.subject_id in sealed),
        addenda=tuple(one for one in chart.addenda if one.id in there),
        follow_ups=tuple(one for one in chart.follow_ups if one.done_at is None or one.id in there),
        adverse_events=tuple(one for one in chart.adverse_events if one.visit_id or one.id in there),
    )


def _line_differences(signed: str, read: str) -> Iterator[str]:
    """Each stretch of lines that differs, as signed and as it stands in the file."""
    mine, theirs = signed.splitlines(), read.splitlines()
    for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "delete":
            yield f"missing: “{_short(mine[a:b])}”."
        elif tag == "insert":
            yield f"added: “{_short(theirs[c:d])}”."
        elif tag == "replace":
            yield f"signed: “{_short(mine[a:b])}”; in the file: “{_short(theirs[c:d])}”."


def _short(lines: Sequence[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= 120 else f"{text[:117]}..."


def _by_printed_code(store: "Store", texts: list[str], *, damaged: bool) -> Verdict:
    """A file that lost its seals, as by printing to PDF: the printed code still finds the visit."""
    found = CODE.search("\n".join(texts))
    if damaged:
        title = "The seals in this file cannot be read: the file was changed."
        return Verdict(finding=Finding.DIFFERS, title=title)
    if found is None:
        return Verdict(
            finding=Finding.UNSEALED,
            title="This file carries no seal.",
            parts=("It is a draft, or was not made by needlechart, so nothing can be said about it.",),
        )
    verdict = verify_code(store, found.group())
    if verdict.finding is not Finding.GENUINE:
        return verdict
    return replace(
        verdict,
        finding=Finding.NOT_HERE,
        title="The visit with the printed code is genuine, but this file lost its seals.",
        parts=("It was saved anew by another program. Compare it with a note saved from the chart.",),
    )


def _holds(seal: CarriedSeal) -> bool:
    from needlechart.store.keyfile import decode
    from needlechart.store.keys import verify_digest

    try:
        return verify_digest(seal.certificate, decode(seal.signature), bytes.fromhex(seal.digest))
    except ValueError:
        return False


def _signature(seal: Seal) -> tuple[str, str, datetime]:
    return (_kind(seal.kind.value), seal.signer_name, seal.signed_at)


def _kind(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _later(seal: Seal) -> str:
    return f"{_kind(seal.kind.value)} by {seal.signer_name} was added after this file was saved."


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"


def _unreadable(title: str) -> Verdict:
    return Verdict(finding=Finding.UNREADABLE, title=title)
