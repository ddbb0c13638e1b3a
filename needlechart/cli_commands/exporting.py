"""``export``: note, handout or incident report as PDF, or records as JSON; of a visit, a patient, or all."""

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.cli_commands.files import refuse_existing, write_file, write_out
from needlechart.cli_commands.opening import open_store, words_of_pdf
from needlechart.cli_commands.reading import only_visit, practice
from needlechart.cli_commands.stops import Code, stop
from needlechart.cli_commands.telling import Progress, remark, say
from needlechart.domain.chart import VisitChart
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, now
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction

if TYPE_CHECKING:
    from needlechart.cli_commands.sheets import CliSheet
    from needlechart.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to leave: one visit of a patient, a patient, or (both None) everything."""

    patient: Patient | None = None
    visit: Visit | None = None


def export(arguments: Namespace) -> Code:
    """Write the files and say where they are."""
    with open_store(arguments) as store:
        wanted = find(store, arguments)
        if arguments.format == "json":
            _export_json(store, wanted, arguments)
        else:
            _export_pdf(store, wanted, arguments)
    return Code.OK


def find(store: "Store", arguments: Namespace) -> Wanted:
    """The visit or patient that was named; raises `Stop`."""
    if arguments.visit:
        visit = store.get(Visit, arguments.visit)
        patient = store.get(Patient, visit.patient_id) if visit else None
        if visit is None or patient is None:
            stop(Code.USAGE, "There is no visit with this id. Nothing was written. See: needlechart list")
        return Wanted(patient=patient, visit=visit)
    if arguments.patient:
        return Wanted(patient=_patient(store, arguments.patient))
    return Wanted()


def _patient(store: "Store", name: str) -> Patient:
    by_id = store.get(Patient, name) if name.isascii() and len(name) <= 64 else None
    found = [by_id] if by_id else store.select(Patient, record_number=name)
    if not found:
        stop(
            Code.USAGE,
            "No patient has this id or record number. Nothing was written. See: needlechart list",
        )
    if len(found) > 1:
        stop(Code.USAGE, "Several patients have this record number: give the id (needlechart list --json).")
    return found[0]


# JSON ------------------------------------------------------------------------------------------


def _export_json(store: "Store", wanted: Wanted, arguments: Namespace) -> None:
    from needlechart.exchange.plain import write_document

    with store.reading():
        records = _records(store, wanted)
    data = write_document(records, now())
    if arguments.output == "-":
        _note(store, wanted, "records as JSON")
        write_out(data)
        return
    path = _json_path(wanted, arguments.output)
    refuse_existing([path], overwrite=arguments.overwrite)
    _note(store, wanted, "records as JSON")
    write_file(path, data)
    say(str(path))
    remark("this file is not encrypted: keep it where only those see it who may.")


def _records(store: "Store", wanted: Wanted) -> list[Record]:
    from needlechart.store.queries.visit_document import all_records, patient_records

    if wanted.patient is None:
        return all_records(store)
    records = patient_records(store, wanted.patient.id)
    if wanted.visit is not None:
        records = only_visit(records, wanted.visit)
    return [*practice(store), *records]


def _json_path(wanted: Wanted, output: str | None) -> Path:
    if output and not Path(output).is_dir():
        return Path(output)
    name = "clinic.json"
    if wanted.patient is not None:
        number = safe_name(wanted.patient.record_number)
        name = f"{number}_{wanted.visit.started:%Y-%m-%d}.json" if wanted.visit else f"{number}.json"
    return Path(output or ".") / name


# PDF -------------------------------------------------------------------------------------------


def _export_pdf(store: "Store", wanted: Wanted, arguments: Namespace) -> None:
    from needlechart.app.verify import differs_from_signed
    from needlechart.cli_commands.sheets import SAID, sheets_of

    with store.reading():
        charts = _charts(store, wanted)
    kind, paper = arguments.document, arguments.paper
    words = _words_for(store, arguments)
    noted = charts if kind == "note" else []
    changed = {chart.visit.id for chart in noted if differs_from_signed(store, chart.visit.id)}
    if changed:
        remark(f"{len(changed)} of {len(noted)} visits are not what was signed: their notes say so.")
    sheets = [
        sheet
        for chart in charts
        for sheet in sheets_of(chart, kind, paper, differs=chart.visit.id in changed)
    ]
    if not sheets:
        stop(Code.USAGE, f"There is no {SAID[arguments.document]} to print. Nothing was written.")
    if arguments.output == "-":
        _pdf_out(store, wanted, sheets, arguments, words)
        return
    paths = _pdf_paths([sheet.name for sheet in sheets], arguments.output)
    refuse_existing(paths, overwrite=arguments.overwrite)
    missing = _write_sheets(store, sheets, paths, kind, words)
    for path in paths:
        say(str(path))
    _remark_missing(missing)
    if words:
        remark("without its passphrase nobody can open the PDF.")
    else:
        remark("a PDF lies outside the encrypted chart: keep it where only those see it who may.")


def _write_sheets(
    store: "Store", sheets: list["CliSheet"], paths: list[Path], kind: str, words: str
) -> set[str]:
    """One file for each; the characters that no font has."""
    from needlechart.cli_commands.sheets import SAID
    from needlechart.documents.locked import lock

    missing: set[str] = set()
    with Progress(TITLES[kind]) as progress:
        for number, (sheet, path) in enumerate(zip(sheets, paths, strict=True), 1):
            pdf, unprinted = sheet.render()
            pdf = lock(pdf, words)
            store.note(AuditAction.EXPORTED, sheet.visit, detail=f"{SAID[kind]} as PDF")
            write_file(path, pdf)
            missing.update(unprinted)
            progress(number, len(sheets))
    return missing


TITLES = {"note": "Notes", "handout": "Handouts", "incident": "Incident reports"}


def _words_for(store: "Store", arguments: Namespace) -> str:
    """The passphrase for each PDF; raises `Stop` where the clinic saves none without one."""
    words = words_of_pdf(arguments.pdf_passphrase_fd)
    if store.clinic.pdf_passphrase and not words:
        stop(
            Code.USAGE,
            "In this clinic every saved PDF has a passphrase. Nothing was written. "
            "Give it with --pdf-passphrase-fd N.",
        )
    return words


def _pdf_out(
    store: "Store", wanted: Wanted, sheets: list["CliSheet"], arguments: Namespace, words: str
) -> None:
    from needlechart.cli_commands.sheets import SAID
    from needlechart.documents.locked import lock

    if len(sheets) > 1:
        what = TITLES[arguments.document].lower()
        stop(Code.USAGE, f"Several {what} do not fit into one output: give a folder with --output.")
    pdf, missing = sheets[0].render()
    pdf = lock(pdf, words)
    _note(store, wanted, f"{SAID[arguments.document]} as PDF")
    write_out(pdf)
    _remark_missing(set(missing))


def _charts(store: "Store", wanted: Wanted) -> list[VisitChart]:
    """Oldest visit first."""
    from needlechart.store.queries.visit_document import as_signed, patient_chart, visit_chart

    if wanted.visit is not None:
        return [visit_chart(store, wanted.visit.id)]
    people = [wanted.patient] if wanted.patient else store.select(Patient)
    people.sort(key=lambda one: (one.record_number, one.id))
    return [as_signed(chart) for one in people for chart in reversed(patient_chart(store, one.id).visits)]


def _remark_missing(codes: set[str]) -> None:
    if codes:
        remark(f"characters without a letter shape were printed as their codes: {', '.join(sorted(codes))}")


def _pdf_paths(names: list[str], output: str | None) -> list[Path]:
    """One file a sheet; a single one may be given its whole name."""
    folder = Path(output or ".")
    if len(names) == 1 and output and not folder.is_dir() and folder.suffix.lower() == ".pdf":
        return [folder]
    times: dict[str, int] = {}
    paths = []
    for name in names:
        times[name] = times.get(name, 0) + 1
        stem = name.removesuffix(".pdf")
        paths.append(folder / (name if times[name] == 1 else f"{stem}_{times[name]}.pdf"))
    return paths


def safe_name(text: str) -> str:
    """A record number as part of a file name on every system."""
    kept = "".join(one if one.isalnum() or one in "-_" else "-" for one in text)[:40]
    return kept.strip("-") or "record"


def _note(store: "Store", wanted: Wanted, detail: str) -> None:
    store.note(AuditAction.EXPORTED, wanted.visit or wanted.patient, detail=detail)
