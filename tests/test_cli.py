"""The command line as a person and a script use it: real processes, real encrypted folders."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from pypdf import PdfReader

from needlechart.catalogue.handout_texts import read_sheet
from needlechart.cli import main
from needlechart.cli_commands.demo_folder import create_demo, is_demo
from needlechart.cli_commands.exporting import safe_name
from needlechart.cli_commands.stops import Code, one_line
from needlechart.demo.secret import DEMO_PASSPHRASE
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.domain.treatment import Aftercare
from needlechart.domain.visit import Visit
from needlechart.domain.words import Role, VisitStatus
from needlechart.exchange.plain import write_document
from needlechart.settings import MARKER
from needlechart.store.backup import backup
from needlechart.store.keyfile import Cost
from needlechart.store.problems import AlreadyThere
from needlechart.store.store import Store, people
from tests import factories
from tests.store.harmed import LISTED, bytes_of
from tests.store.holder import Holder

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
NAME = "Okonkwo"


PROGRAM = (sys.executable, "-m", "needlechart")


def run(
    *arguments: str | Path,
    passphrase: str | None = factories.PASSPHRASE,
    start: Sequence[str] = PROGRAM,
    also: tuple[int, ...] = (),
    **more,
) -> subprocess.CompletedProcess:
    """`python -m needlechart ...`, the passphrase given through a file descriptor; ``also`` are passed on."""
    command = [*start, *map(str, arguments)]
    descriptors: tuple[int, ...] = ()
    if passphrase is not None:
        read, write = os.pipe()
        os.write(write, passphrase.encode() + b"\n")
        os.close(write)
        command += ["--passphrase-fd", str(read)]
        descriptors = (read,)
    try:
        return subprocess.run(
            command,
            capture_output=True,
            pass_fds=(*descriptors, *also),
            stdin=subprocess.DEVNULL,
            timeout=120,
            **more,
        )
    finally:
        for one in descriptors:
            os.close(one)


def err(done: subprocess.CompletedProcess) -> str:
    return done.stderr.decode()


def out(done: subprocess.CompletedProcess) -> str:
    return done.stdout.decode()


def new_chart(folder: Path, records: list[Record] | None = None, *, sign: bool = False) -> Path:
    store, _ = Store.create(
        folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    with store:
        store.apply([(None, one) for one in records or []])
        if sign:
            store.sign_visit(factories.VISIT)
    return folder


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    return new_chart(tmp_path / "chart", factories.whole_visit())


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    return new_chart(tmp_path / "signed", factories.whole_visit(), sign=True)


# Help and usage


def test_help_names_every_command_and_exit_code() -> None:
    done = run("--help", passphrase=None)
    assert done.returncode == 0
    for word in (
        "list",
        "export",
        "import",
        "check",
        "schema",
        "demo",
        "backup",
        "restore",
        "130",
        "examples",
    ):
        assert word in out(done)


@pytest.mark.parametrize(
    "command", ["list", "export", "import", "check", "schema", "demo", "backup", "restore"]
)
def test_every_command_has_help(command: str) -> None:
    assert main([command, "--help"]) == 0


@pytest.mark.parametrize(
    "arguments", [["frobnicate"], ["export"], ["list", "--passphrase-fd", "x"], ["import"]]
)
def test_a_command_that_is_not_understood_is_one_line_and_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == Code.USAGE
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "Help: needlechart --help" in said


# List


def test_list_shows_patients_and_visits(chart: Path) -> None:
    done = run("--data", chart, "list")
    assert (done.returncode, err(done)) == (0, "")
    assert NAME in out(done)
    assert factories.VISIT in out(done)
    assert "1 patient, 1 visit" in out(done)


def test_list_as_json_has_the_ids_a_script_needs(chart: Path) -> None:
    found = json.loads(run("list", "--json", "--data", chart).stdout)
    assert found["clinic"]["id"] == factories.CLINIC
    assert found["clinicians"][0]["id"] == factories.CLINICIAN
    assert found["patients"][0]["visits"][0]["status"] == "draft"


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    folder = new_chart(tmp_path / "c", [factories.patient(given_name="\x1b[2JIn\nes‮")])
    lines = out(run("--data", folder, "list")).splitlines()
    assert len(lines) == 2
    assert all(one.isprintable() for one in lines)
    assert one_line("a\x1b\nb") == "a  b"


# Opening


def test_a_wrong_passphrase_is_one_line_without_harm(chart: Path) -> None:
    done = run("--data", chart, "list", passphrase="not the passphrase at all")
    assert (done.returncode, out(done)) == (Code.CANNOT_OPEN, "")
    assert err(done).count("\n") == 1
    assert "Nothing was lost" in err(done)


def test_a_folder_without_a_chart_is_refused_and_stays_empty(tmp_path: Path) -> None:
    done = run("--data", tmp_path / "none", "list")
    assert done.returncode == Code.CANNOT_OPEN
    assert "no chart" in err(done)
    assert not (tmp_path / "none").exists()


def test_without_terminal_and_descriptor_nothing_is_opened(chart: Path) -> None:
    done = run("--data", chart, "list", passphrase=None, start_new_session=True)
    assert done.returncode == Code.USAGE
    assert "--passphrase-fd" in err(done)


def test_a_closed_descriptor_is_said(chart: Path) -> None:
    done = run("--data", chart, "list", "--passphrase-fd", "77", passphrase=None)
    assert done.returncode == Code.USAGE
    assert "File descriptor 77 cannot be read" in err(done)


def test_the_passphrase_can_be_typed_on_a_terminal(chart: Path) -> None:
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the other process
        os.execv(sys.executable, [sys.executable, "-m", "needlechart", "--data", str(chart), "list"])
    said = b""
    while b"Passphrase:" not in said:
        said += os.read(terminal, 1024)
    os.write(terminal, factories.PASSPHRASE.encode() + b"\n")
    for part in _until_closed(terminal):
        said += part
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert NAME in said.decode()
    assert factories.PASSPHRASE not in said.decode()


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            return
        if not part:
            return
        yield part


def every_byte(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize(
    "command", ["list", "export --all", "check", "backup", "import {file}", "restore {backup}", "rotate-key"]
)
def test_while_the_window_has_the_chart_open_each_command_says_who_has_it_and_ends(
    chart: Path, tmp_path: Path, command: str
) -> None:
    said = command.format(file=tmp_path / "in.json", backup=tmp_path / "backup")
    (tmp_path / "in.json").write_bytes(write_document([factories.patient()], factories.MORNING))
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        backup(store, tmp_path).folder.rename(tmp_path / "backup")
    window = Holder(chart)  # a process of its own: reading the file here would let go of its lock
    try:
        before = every_byte(chart)
        done = run("--data", chart, *said.split())
        assert every_byte(chart) == before
    finally:
        window.end()
    assert done.returncode == Code.CANNOT_OPEN
    assert err(done).startswith("needlechart: The chart is open in another window by Mara Velasquez since ")
    assert err(done).count("\n") == 1
    assert not out(done)


def test_of_several_clinicians_one_must_be_named(chart: Path) -> None:
    second = factories.clinician(id="second", name="Joss Otherwise", role=Role.CLINICIAN)
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        store.add_clinician(second, factories.PASSPHRASE, cost=CHEAP)
    assert run("--data", chart, "list").returncode == Code.USAGE
    for name in ("joss otherwise", "second"):
        assert run("--data", chart, "list", "--clinician", name).returncode == 0
    done = run("--data", chart, "list", "--clinician", "nobody")
    assert done.returncode == Code.USAGE
    assert err(done).count("\n") == 1


# Export


def pdf_text(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_note_is_written_as_pdf(signed: Path, tmp_path: Path) -> None:
    done = run("--data", signed, "export", "--visit", factories.VISIT, "--output", tmp_path / "notes")
    assert done.returncode == 0, err(done)
    path = Path(out(done).strip())
    assert path == tmp_path / "notes" / "1042_2026-03-17_note.pdf"
    assert (path.stat().st_mode & 0o777) == 0o600
    text = pdf_text(path)
    assert NAME in text
    assert "piriformis" in text.lower()


def test_the_handout_is_written_without_the_family_name(signed: Path, tmp_path: Path) -> None:
    done = run(
        "--data", signed, "export", "--visit", factories.VISIT, "--document", "handout", "--output", tmp_path
    )
    assert done.returncode == 0, err(done)
    path = Path(out(done).strip())
    assert path.name == "1042_2026-03-17_aftercare.pdf"
    text = pdf_text(path)
    assert "For Ines" in text
    assert "Okonkwo" not in text
    assert "Page 1 of 1" in text


def test_without_a_grave_event_there_is_no_incident_report(signed: Path, tmp_path: Path) -> None:
    done = run(
        "--data", signed, "export", "--visit", factories.VISIT, "--document", "incident", "--output", tmp_path
    )
    assert done.returncode == Code.USAGE
    assert "no incident report" in err(done)
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_same_visit_gives_the_same_bytes_and_paper_can_be_chosen(signed: Path, tmp_path: Path) -> None:
    first = run("--data", signed, "export", "--visit", factories.VISIT, "--output", "-").stdout
    again = run("--data", signed, "export", "--visit", factories.VISIT, "--output", "-").stdout
    other = run(
        "--data", signed, "export", "--visit", factories.VISIT, "--output", "-", "--paper", "a4"
    ).stdout
    assert first.startswith(b"%PDF")
    assert first == again != other


def test_a_file_that_is_there_is_not_written_over(signed: Path, tmp_path: Path) -> None:
    target = tmp_path / "note.pdf"
    target.write_text("mine")
    done = run("--data", signed, "export", "--visit", factories.VISIT, "--output", target)
    assert done.returncode == Code.CANNOT_WRITE
    assert target.read_text() == "mine"
    over = run("--data", signed, "export", "--visit", factories.VISIT, "--output", target, "--overwrite")
    assert over.returncode == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_said_in_one_line(signed: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("--data", signed, "export", "--all", "--output", tmp_path / "file" / "folder")
    assert done.returncode == Code.CANNOT_WRITE
    assert "The chart is safe" in err(done)


FULL_STICK = """
import resource, signal, sys
from needlechart.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def when_opened(event, arguments):
    if event in ("open", "os.remove") and str(arguments[0]).startswith(sys.argv[1]):
        size = 1000 if event == "open" else resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
sys.addaudithook(when_opened)
sys.exit(main(sys.argv[2:]))
"""
"""Runs the command line; from opening a file in a folder until it is taken away again no file may grow
beyond 1000 bytes: the system's own refusal, on one disk of two."""


@pytest.mark.parametrize("form", ["pdf", "json"])
def test_a_full_stick_is_said_and_leaves_no_half_file(signed: Path, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    mine = folder / f"mine.{form}"
    mine.write_text("mine")
    arguments = ["--data", signed, "export", "--visit", factories.VISIT, "--format", form, "--overwrite"]
    done = run(*arguments, "--output", mine, start=[sys.executable, "-c", FULL_STICK, str(folder)])
    assert done.returncode == Code.CANNOT_WRITE
    assert err(done).count("\n") == 1
    assert "The chart is safe" in err(done)
    assert list(folder.iterdir()) == [mine]
    assert mine.read_text() == "mine"
    assert run(*arguments, "--output", mine).returncode == 0
    assert run("--data", signed, "check").returncode == 0


def test_a_patient_is_found_by_record_number_or_id(signed: Path, tmp_path: Path) -> None:
    for name in ("1042", factories.PATIENT):
        done = run("--data", signed, "export", "--patient", name, "--format", "json", "--output", "-")
        kinds = {one["record"] for one in json.loads(done.stdout)["records"]}
        assert {"Clinic", "Clinician", "Patient", "Visit", "TriggerPoint", "Seal"} <= kinds
        assert kinds.isdisjoint({"AuditEntry", "Place"})
    assert run("--data", signed, "export", "--patient", "999").returncode == Code.USAGE


def test_what_is_exported_fits_the_printed_schema(signed: Path) -> None:
    schema = json.loads(run("schema", passphrase=None).stdout)
    found = json.loads(run("--data", signed, "export", "--all", "--format", "json", "--output", "-").stdout)
    jsonschema.Draft202012Validator(schema).validate(found)


def test_an_export_is_in_the_audit_log(signed: Path) -> None:
    from needlechart.domain.audit_entry import AuditEntry

    run("--data", signed, "export", "--visit", factories.VISIT, "--output", "-")
    with Store.open(signed, factories.CLINICIAN, factories.PASSPHRASE) as store:
        entries = store.select(AuditEntry, action="exported")
    assert [(one.record_id, one.patient_id) for one in entries] == [(factories.VISIT, factories.PATIENT)]


def test_a_record_number_makes_a_safe_file_name() -> None:
    assert safe_name("NC-000127") == "NC-000127"
    assert safe_name("../../etc/passwd") == "etc-passwd"
    assert safe_name("///") == "record"


# Import


@pytest.fixture
def exported(signed: Path, tmp_path: Path) -> Path:
    path = tmp_path / "all.json"
    assert run("--data", signed, "export", "--all", "--format", "json", "--output", path).returncode == 0
    return path


def elsewhere(tmp_path: Path) -> Path:
    """The empty chart of another clinic."""
    store, _ = Store.create(
        tmp_path / "other",
        factories.clinic(id="elsewhere", name="Elsewhere"),
        factories.clinician(id="stranger", name="A Stranger"),
        factories.PASSPHRASE,
        cost=CHEAP,
    )
    store.close()
    return tmp_path / "other"


def test_a_signed_chart_moves_to_another_clinic_and_its_seals_hold(exported: Path, tmp_path: Path) -> None:
    other = elsewhere(tmp_path)
    done = run("--data", other, "import", exported)
    assert done.returncode == 0, err(done)
    check = run("--data", other, "check")
    assert check.returncode == 0, out(check)
    assert "1 seal," in out(check)
    found = json.loads(run("--data", other, "list", "--json").stdout)
    assert found["clinic"]["name"] == "Elsewhere"
    assert found["patients"][0]["visits"][0]["status"] == "signed"


def test_what_is_here_already_is_not_taken_twice(signed: Path, exported: Path) -> None:
    done = run("--data", signed, "import", exported)
    assert done.returncode == 0
    assert "Imported 0 records" in out(done)


def test_a_dry_run_changes_nothing(exported: Path, tmp_path: Path) -> None:
    other = elsewhere(tmp_path)
    done = run("--data", other, "import", exported, "--dry-run")
    assert "Nothing was changed" in out(done)
    assert json.loads(run("--data", other, "list", "--json").stdout)["patients"] == []


def test_one_fault_keeps_everything_out_and_all_faults_are_named(exported: Path, tmp_path: Path) -> None:
    found = json.loads(exported.read_bytes())
    for one in found["records"]:
        if one["record"] == "TriggerPoint":
            one["x"] = "far"
    exported.write_text(json.dumps(found))
    other = elsewhere(tmp_path)
    done = run("--data", other, "import", exported)
    assert done.returncode == Code.REFUSED
    assert "refused for 2 faults" in err(done)
    assert err(done).count("(TriggerPoint)/x: must be a number") == 2
    assert json.loads(run("--data", other, "list", "--json").stdout)["patients"] == []


@pytest.mark.parametrize("field", ["canonical", "signature", "digest"])
def test_a_seal_that_was_changed_is_refused(exported: Path, tmp_path: Path, field: str) -> None:
    found = json.loads(exported.read_bytes())
    seal = next(one for one in found["records"] if one["record"] == "Seal")
    seal[field] = seal[field][:-2] + ("00" if seal[field][-2:] != "00" else "11")
    exported.write_text(json.dumps(found))
    done = run("--data", elsewhere(tmp_path), "import", exported)
    assert done.returncode == Code.REFUSED
    assert "changed after signing" in err(done)


def test_a_needle_changed_under_its_seal_is_refused(exported: Path, tmp_path: Path) -> None:
    found = json.loads(exported.read_bytes())
    next(one for one in found["records"] if one["record"] == "Needling")["depth_mm"] = 44.0
    exported.write_text(json.dumps(found))
    done = run("--data", elsewhere(tmp_path), "import", exported)
    assert "not those that were signed" in err(done)


def test_another_version_of_a_patient_and_a_taken_number_are_refused(chart: Path, tmp_path: Path) -> None:
    from needlechart.exchange.plain import write_document

    for patient in (factories.patient(note="other"), factories.patient(id="new")):
        path = tmp_path / "one.json"
        path.write_bytes(write_document([patient]))
        done = run("--data", chart, "import", path)
        assert done.returncode == Code.REFUSED
        assert NAME not in err(done)
        assert "another" in err(done)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"[" * 100_000, b"{}", b'{"format": "needlechart", "records": 1e400}', b"\x00" * 99],
)
def test_a_file_that_is_none_is_refused_without_a_traceback(chart: Path, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    done = run("--data", chart, "import", path)
    assert done.returncode == Code.REFUSED
    assert "Nothing was imported" in err(done)
    assert "Traceback" not in err(done)


def test_a_missing_file_is_said(chart: Path, tmp_path: Path) -> None:
    done = run("--data", chart, "import", tmp_path / "gone.json")
    assert done.returncode == Code.REFUSED
    assert err(done).count("\n") == 1


# Check, backup, restore


def test_check_of_a_sound_chart(signed: Path) -> None:
    done = run("--data", signed, "check")
    assert done.returncode == 0
    assert "All is well" in out(done)


def test_check_of_a_damaged_chart_finds_it(signed: Path) -> None:
    database = signed / "chart.ncdb"
    data = bytearray(database.read_bytes())
    data[len(data) // 2] ^= 1
    database.write_bytes(bytes(data))
    done = run("--data", signed, "check")
    assert done.returncode == Code.PROBLEMS_FOUND
    assert "damaged" in out(done)
    assert "restore" in out(done)
    assert "Traceback" not in err(done)


def test_a_forged_signer_is_refused_where_the_clinician_is_known(exported: Path, tmp_path: Path) -> None:
    """The same id with another certificate: somebody else signed in this clinician's name."""
    done = run("--data", new_chart(tmp_path / "impostor"), "import", exported)
    assert done.returncode == Code.REFUSED
    assert "the certificate is not the one" in err(done)


def test_a_backup_can_be_restored(chart: Path, tmp_path: Path) -> None:
    made = run("--data", chart, "backup", "--to", tmp_path / "stick")
    assert made.returncode == 0, err(made)
    copy = Path(out(made).strip())
    (chart / "chart.ncdb").unlink()
    done = run("--data", chart, "restore", copy)
    assert done.returncode == 0, err(done)
    assert NAME in out(run("--data", chart, "list"))


def test_a_backup_opens_on_another_machine_by_passphrase_and_by_the_recovery_key(tmp_path: Path) -> None:
    """Another home, no settings, nothing of the old laptop but the stick; nothing on it can be read."""
    store, sheet = Store.create(
        tmp_path / "old", factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    with store:
        store.put(*factories.whole_visit())
        store.sign_visit(factories.VISIT)
        copy = backup(store, tmp_path / "stick").folder
    shutil.rmtree(tmp_path / "old")
    lying = b"".join(path.read_bytes() for path in copy.iterdir())
    for typed in (NAME, "It aches when I sit"):
        assert typed.encode() not in lying
        assert typed.encode("utf-16-le") not in lying
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG")}
    for way, words in (("passphrase", factories.PASSPHRASE), ("sheet", sheet.text)):
        home, data = tmp_path / f"home {way}", tmp_path / f"data {way}"
        home.mkdir()
        elsewhere = {**kept, "HOME": str(home)}

        done = run("--data", data, "restore", copy, passphrase=words, env=elsewhere)

        assert done.returncode == 0, err(done)
        with Store.open(data, factories.CLINICIAN, factories.PASSPHRASE) as restored:
            assert restored.notices == ()
            assert restored.check().findings == ()
            assert [one.family_name for one in restored.select(Patient)] == [factories.patient().family_name]


def test_a_restore_says_first_what_the_backup_lacks(chart: Path, tmp_path: Path) -> None:
    copy = out(run("--data", chart, "backup", "--to", tmp_path / "stick")).strip()
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        (patient, *_), (visit, *_) = store.select(Patient), store.select(Visit)
        again = visit.but(id="later", number=visit.number + 1, status=VisitStatus.DRAFT)
        store.put(again, patient.but(phone="555 0100") if visit.patient_id == patient.id else patient)

    told = run("--data", chart, "restore", copy, "--dry-run")

    assert told.returncode == 0, err(told)
    assert "lacks something of 1 visit" in out(told)
    assert "the whole visit" in out(told)
    assert "Nothing was changed" in out(told)
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert store.get(Visit, "later") is not None


def test_a_note_is_checked_by_itself(chart: Path, tmp_path: Path) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        signed = [one for one in store.select(Visit) if one.signed]
        if not signed:
            store.sign_visit(store.select(Visit)[0].id)
        visit = next(one for one in store.select(Visit) if one.signed)
    path = tmp_path / "note.pdf"
    assert run("--data", chart, "export", "--visit", visit.id, "--output", path).returncode == 0

    genuine = run("--data", chart, "check", "--note", path)
    assert genuine.returncode == 0, out(genuine)
    assert out(genuine).startswith("Genuine")
    assert "signed by" in out(genuine)

    path.write_bytes(path.read_bytes().replace(b'"digest": "', b'"digest": "f'))
    changed = run("--data", chart, "check", "--note", path)
    assert changed.returncode == Code.PROBLEMS_FOUND
    assert run("--data", chart, "check", "--note", tmp_path / "gone.pdf").returncode == Code.REFUSED


def test_a_pdf_leaves_under_a_passphrase_and_is_checked_with_it(chart: Path, tmp_path: Path) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        visit = store.select(Visit)[0]
        if not visit.signed:
            store.sign_visit(visit.id)
    path, words = tmp_path / "note.pdf", tmp_path / "words"
    words.write_text("seven quiet herons\n")

    def with_words(*arguments: str | Path, option: str) -> subprocess.CompletedProcess:
        with words.open() as file:
            number = file.fileno()
            return run("--data", chart, *arguments, option, str(number), also=(number,))

    done = with_words("export", "--visit", visit.id, "--output", path, option="--pdf-passphrase-fd")
    assert done.returncode == 0, err(done)
    assert "nobody can open" in err(done)
    assert PdfReader(path).is_encrypted

    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        store.put(store.clinic.but(pdf_passphrase=True))
    for where in (tmp_path / "open.pdf", "-"):
        refused = run("--data", chart, "export", "--visit", visit.id, "--output", where)
        assert (refused.returncode, refused.stdout) == (Code.USAGE, b""), err(refused)
        assert "every saved PDF has a passphrase" in err(refused)
    assert not (tmp_path / "open.pdf").exists()

    assert run("--data", chart, "check", "--note", path).returncode == Code.REFUSED
    checked = with_words("check", "--note", path, option="--note-passphrase-fd")
    assert checked.returncode == 0, err(checked)
    assert out(checked).startswith("Genuine")


def test_the_data_key_is_renewed(chart: Path) -> None:
    before = (chart / "chart.ncdb").read_bytes()
    done = run("--data", chart, "rotate-key")
    assert done.returncode == 0, err(done)
    assert "stay as they are" in out(done)
    assert (chart / "chart.ncdb").read_bytes()[:4096] != before[:4096]
    assert run("--data", chart, "check").returncode == 0


def test_a_backup_under_the_key_of_before_comes_back_without_a_word_of_the_engine(
    chart: Path, tmp_path: Path
) -> None:
    """The present chart is opened with a key that no longer fits, to see whether somebody has it open."""
    copy = out(run("--data", chart, "backup", "--to", tmp_path / "stick")).strip()
    assert run("--data", chart, "rotate-key").returncode == 0
    done = run("--data", chart, "restore", copy)
    assert done.returncode == 0
    assert err(done) == ""


def test_a_backup_that_is_not_whole_is_refused_in_a_line_of_each_kind(
    chart: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        whole = backup(store, tmp_path / "stick")
    before = bytes_of(chart)
    for number, (kind, harm) in enumerate(LISTED.items()):
        copy = tmp_path / str(number) / "copy"
        shutil.copytree(whole.folder, copy)
        harm(replace(whole, folder=copy))
        read, write = os.pipe()
        os.write(write, f"{factories.PASSPHRASE}\n".encode())
        os.close(write)

        code = main(["--data", str(chart), "--passphrase-fd", str(read), "restore", str(copy)])

        os.close(read)
        said = capsys.readouterr()
        assert code == (Code.CANNOT_OPEN if kind == "a newer form" else Code.REFUSED), kind
        assert "newer version" in said.err if kind == "a newer form" else "not whole" in said.err, kind
        assert "Traceback" not in said.err
        assert bytes_of(chart) == before, kind
    assert run("--data", chart, "restore", whole.folder).returncode == Code.OK


def test_what_is_no_backup_is_refused(chart: Path, tmp_path: Path) -> None:
    assert run("--data", chart, "restore", tmp_path / "gone").returncode == Code.REFUSED
    (tmp_path / "empty").mkdir()
    assert run("--data", chart, "restore", tmp_path / "empty").returncode in (Code.REFUSED, Code.CANNOT_OPEN)
    assert run("--data", chart, "list").returncode == 0


# Demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "clinic"
    done = run("demo", "--data", folder, passphrase=None)
    assert done.returncode == 0, err(done)
    assert DEMO_PASSPHRASE in out(done)
    return folder


def test_the_demo_clinic_opens_itself_and_is_sound(demo: Path) -> None:
    assert is_demo(demo)
    assert DEMO_PASSPHRASE in (demo / MARKER).read_text(encoding="utf-8")
    done = run("--data", demo, "check", passphrase=None)
    assert done.returncode == 0, out(done) + err(done)
    listed = run("--data", demo, "list", passphrase=None)
    for name in ("Juniper Example", "Junipper Exampel", "مثال", "見本", "Παραδειγματίδου"):
        assert name in out(listed)


def test_every_signed_visit_of_the_demo_keeps_the_texts_of_its_handout(demo: Path) -> None:
    with Store.open(demo, people(demo)[0][0], DEMO_PASSPHRASE) as store:
        signed = {one.id for one in store.select(Visit) if one.signed}
        care = [one for one in store.select(Aftercare) if one.visit_id in signed]
    assert len(care) > 40
    for one in care:
        places = {text.place for text in read_sheet(one.sheet)}
        assert {"call", "emergency"} <= places, one


def test_the_clinic_beside_the_data_is_found_with_demo(demo: Path) -> None:
    assert run("--demo", "--data", demo, "list", passphrase=None).returncode == 0


def test_two_same_sounding_names_ask_and_drafts_come_first(demo: Path) -> None:
    from needlechart.domain.record import now
    from needlechart.store.queries.home import home

    with Store.open(demo, people(demo)[0][0], DEMO_PASSPHRASE) as store:
        evening = now().replace(hour=18)  # yesterday's visits were at 8 to 16: their checks are due by then
        shown = home(store, evening)
    assert {one.name for one in shown.patients if one.similar_name} == {"Juniper Example", "Junipper Exampel"}
    assert [one.needles_in for one in shown.drafts] == [2, 0]
    assert len(shown.checks) >= 2


def test_a_backup_of_the_demo_is_compared_without_asking_who_one_is(demo: Path, tmp_path: Path) -> None:
    copy = out(run("--data", demo, "backup", "--to", tmp_path / "stick", passphrase=None)).strip()
    told = run("--data", demo, "restore", copy, "--dry-run", passphrase=None)
    assert told.returncode == 0, err(told)
    assert "holds everything" in out(told)


def test_every_note_of_the_demo_prints(demo: Path, tmp_path: Path) -> None:
    done = run("--data", demo, "export", "--patient", "NC-000117", "--output", tmp_path, passphrase=None)
    assert done.returncode == 0, err(done)
    assert len(list(tmp_path.glob("*.pdf"))) == 5


def test_a_folder_in_use_is_refused_and_unchanged(chart: Path, tmp_path: Path) -> None:
    before = {one.name: one.stat().st_mtime_ns for one in chart.iterdir()}
    done = run("demo", "--data", chart, passphrase=None)
    assert done.returncode == Code.REFUSED
    assert {one.name: one.stat().st_mtime_ns for one in chart.iterdir()} == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    with pytest.raises(AlreadyThere):
        create_demo(tmp_path / "mine")


def test_settings_of_the_window_do_not_keep_the_demo_away(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "look.json").write_text("{}")
    create_demo(tmp_path / "demo")
    assert (tmp_path / "demo" / "look.json").exists()
    assert is_demo(tmp_path / "demo")


def test_ctrl_c_stops_without_harm(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    child = subprocess.Popen(
        [sys.executable, "-m", "needlechart", "demo", "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background shell ignores it
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".demo-*/chart/chart.ncdb")) and time.monotonic() < deadline:
        assert child.poll() is None
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == Code.STOPPED
    assert b"nothing is half done" in said
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


# Nothing slow or private


def test_help_and_schema_load_neither_qt_nor_the_database() -> None:
    script = (
        "import sys, needlechart.cli as cli; cli.main(['--help']); cli.main(['schema']);"
        "print([one for one in ('PySide6', 'sqlalchemy', 'reportlab', 'cryptography') if one in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert done.stderr.decode().strip() == "[]"


def test_a_fault_of_the_program_shows_its_place_and_not_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_arguments: object) -> int:
        raise RuntimeError("Ines Okonkwo-Reyes has pain")

    monkeypatch.setattr("needlechart.cli_commands.listing.print_schema", broken)
    assert main(["schema"]) == Code.FAULT
    said = capsys.readouterr().err
    assert "RuntimeError at test_cli.py:" in said
    assert NAME not in said


# The window


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, bool]]:
    """What the window was asked to open, in the place of a window."""
    import needlechart.app.start

    asked: list[tuple[Path, bool]] = []

    def run_window(data: Path, outside: Path, *, demo: bool = False) -> int:
        assert outside.name == "needlechart-outside"
        assert not outside.is_relative_to(data)
        asked.append((data, demo))
        return 0

    monkeypatch.setattr(needlechart.app.start, "run", run_window)
    return asked


def test_without_a_command_the_window_opens_on_the_data_folder(
    opened: list[tuple[Path, bool]], tmp_path: Path
) -> None:
    assert main(["--data", str(tmp_path)]) == 0
    assert main(["--data", str(tmp_path), "--demo"]) == 0
    assert main([]) == 0
    assert opened[:2] == [(tmp_path, False), (tmp_path, True)]
    assert opened[2][0].name == "needlechart"


def test_the_window_on_a_fictional_clinic_tells_its_passphrase(
    opened: list[tuple[Path, bool]], demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(demo)]) == 0
    assert opened == [(demo, False)]
    assert DEMO_PASSPHRASE in capsys.readouterr().err
