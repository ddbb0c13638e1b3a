"""What a note carries so that it can be checked later: its seals, as a file attached to the PDF.

Digest, signature and certificate of each seal, and nothing of the patient beyond what the note prints: the
sealed text itself stays in the chart.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from needlechart.domain.chart import VisitChart
from needlechart.domain.seal import Seal

FILE_NAME = "needlechart-seals.json"
FORMAT = 1
LARGEST = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedSeal:
    """One seal as the PDF carries it; the fields are those of `domain.seal.Seal`."""

    subject_id: str
    kind: str
    digest: str
    signature: str
    certificate: str
    signer_name: str
    signed_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What was printed: which visit, on which paper, with which seals, by which version."""

    visit_id: str
    paper: str
    program: str
    seals: tuple[CarriedSeal, ...]


def carry(canvas: Any, chart: VisitChart, paper: str) -> None:
    """Attach the seals of a signed visit to the PDF that is being made; a draft carries nothing."""
    if chart.seal is None:
        return
    from reportlab.pdfbase import pdfdoc

    data = _bytes(chart.visit.id, paper, chart.seals)
    stream = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("EmbeddedFile"),
                "Params": pdfdoc.PDFDictionary({"Size": len(data)}),
            }
        ),
        data,
        filters=(),
    )
    document = canvas._doc
    file = document.Reference(stream)
    spec = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Filespec"),
            "F": pdfdoc.PDFString(FILE_NAME),
            "UF": pdfdoc.PDFString(FILE_NAME),
            "AFRelationship": pdfdoc.PDFName("Data"),
            "EF": pdfdoc.PDFDictionary({"F": file}),
        }
    )
    names = pdfdoc.PDFArray([pdfdoc.PDFString(FILE_NAME), document.Reference(spec)])
    tree = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": names})})
    document.Catalog.Names = tree


def _bytes(visit_id: str, paper: str, seals: Iterable[Seal]) -> bytes:
    said = [
        asdict(
            CarriedSeal(
                subject_id=one.subject_id,
                kind=one.kind.value,
                digest=one.digest,
                signature=one.signature,
                certificate=one.certificate,
                signer_name=one.signer_name,
                signed_at=one.signed_at.isoformat(),
            )
        )
        for one in sorted(seals, key=lambda one: (one.signed_at, one.id))
    ]
    plain = {"format": FORMAT, "visit_id": visit_id, "paper": paper, "program": _program(), "seals": said}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1).encode()


@cache
def _program() -> str:
    """The version; asked once, since it is read from a file and a document opens none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("needlechart")
    except PackageNotFoundError:
        return ""


def carried(attached: bytes | None) -> Carried | None:
    """What `carry` attached, or None for anything else."""
    if attached is None or len(attached) > LARGEST:
        return None
    try:
        plain = json.loads(attached)
        if plain["format"] != FORMAT:
            return None
        seals = tuple(_seal(one) for one in plain["seals"])
        texts = [plain[name] for name in ("visit_id", "paper", "program")]
        if not seals or not all(isinstance(one, str) for one in texts):
            return None
        return Carried(visit_id=texts[0], paper=texts[1], program=texts[2], seals=seals)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _seal(plain: Any) -> CarriedSeal:
    if not isinstance(plain, dict) or set(plain) != {one.name for one in fields(CarriedSeal)}:
        raise ValueError
    if not all(isinstance(one, str) for one in plain.values()):
        raise ValueError
    datetime.fromisoformat(plain["signed_at"])
    return CarriedSeal(**plain)
