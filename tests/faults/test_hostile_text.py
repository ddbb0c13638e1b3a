"""Hostile text through every door: nothing executed, nothing lost, clear refusals.

``NEEDLECHART_HOSTILE_INPUTS`` sets how many generated inputs each door is given (60 if it is not set; the
full size is 2000).
"""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.cli_commands.importing import records_to_take
from needlechart.documents import consent_form
from needlechart.documents.handout import render_handout
from needlechart.documents.note import render_note
from needlechart.documents.write import note_file_name
from needlechart.domain.audit_view import HEADINGS, AuditFilter, cells
from needlechart.domain.chart import chart_of
from needlechart.domain.patient import Patient
from needlechart.domain.record import TEXT_LIMIT, Invalid
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.exchange.plain import write_document
from needlechart.exchange.refusal import Refused
from needlechart.exchange.table_text import FORMULA, csv_bytes
from needlechart.store.backup import backup
from needlechart.store.keyfile import read_key_file
from needlechart.store.queries.audit_log import audit_rows
from needlechart.store.queries.search import search_patients
from needlechart.store.restore import restore
from needlechart.store.store import Store, people
from tests import factories
from tests.faults.hostile import MARK, PAYLOADS, assert_on_paper, refused, texts, watching
from tests.store.conftest import new_store, reopened

INPUTS = int(os.environ.get("NEEDLECHART_HOSTILE_INPUTS", "60"))
many = settings(max_examples=INPUTS, derandomize=True)
few = settings(max_examples=max(8, INPUTS // 8), derandomize=True)
four = st.lists(texts, min_size=4, max_size=4)


@pytest.fixture(autouse=True)
def nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test here does: no payload opened, started or connected to anything."""
    monkeypatch.chdir(tmp_path)
    with watching() as heard:
        yield
    assert heard == []
    assert not list(tmp_path.rglob(f"*{MARK}*"))


def test_the_watch_hears_a_payload_that_runs(tmp_path: Path) -> None:
    with watching() as heard:
        with pytest.raises(FileNotFoundError):
            (tmp_path / MARK).open()
        os.system(":")
    assert heard == ["open", "os.system"]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "chart") as store:
        store.put(factories.patient(), factories.episode(), factories.visit())
        store.put(factories.patient(id="bystander", record_number="7", family_name="Bystander"))
        yield store


def hostile_patient(typed: list[str], number: str) -> Patient:
    """A patient who has such texts everywhere."""
    first, second, third, fourth = typed
    return factories.patient(
        id="hostile",
        record_number=number,
        given_name=f"{first}x",
        family_name=second,
        preferred_name=third,
        pronouns=fourth,
        phone=first,
        email=second,
        address=third,
        comfort_plan=fourth,
        stop_word=first,
        note=second,
    )


def test_import_keeps_what_it_takes_character_by_character(open_store: Store) -> None:
    @many
    @given(four)
    def every(typed: list[str]) -> None:
        sent = hostile_patient(typed, f"n{typed[0]}")
        fresh, _ = records_to_take(open_store, write_document([sent]))
        assert fresh == [sent]

    every()


def test_import_refuses_half_characters_and_nulls_and_repeats_nothing(open_store: Store) -> None:
    @many
    @given(refused)
    def every(typed: str) -> None:
        plain = json.loads(write_document([factories.patient(id="new", record_number="new")]))
        plain["records"][0]["note"] = typed
        with pytest.raises(Refused) as caught:
            records_to_take(open_store, json.dumps(plain).encode())
        (fault,) = caught.value.faults
        assert fault.path.endswith("/note")
        assert "half of a character" in fault.why or "null character" in fault.why
        with pytest.raises(Invalid):
            factories.patient(note=typed)

    every()


def test_the_store_gives_back_what_was_typed_and_search_finds_it(open_store: Store) -> None:
    @many
    @given(four)
    def every(typed: list[str]) -> None:
        sent = hostile_patient(typed, f"n{typed[0]}")
        open_store.put(sent)
        assert open_store.get(Patient, "hostile") == sent
        found = {row.patient_id for row in search_patients(open_store, sent.family_name)}
        assert not sent.family_name.split() or "hostile" in found
        assert open_store.get(Patient, "bystander") is not None
        assert [row.patient_id for row in search_patients(open_store, "bystander")] == ["bystander"]

    every()
    assert open_store.check().findings == ()


def test_the_note_shows_what_was_typed(tmp_path: Path) -> None:
    @few
    @given(four, four)
    def every(typed: list[str], more: list[str]) -> None:
        note, plan, words, reason = typed
        clinic = factories.clinic(name=f"{more[3]}x")
        mark = factories.point(note=note, muscle_name=f"{more[0]}x")
        visit = factories.visit(plan=plan, plan_edited=True, patient_words=words, reason=reason)
        alert = factories.alert(text=f"{more[1]}x")
        patient = factories.patient(family_name=f"{more[2]}x", record_number=f"{more[3]}x")
        pile = [clinic, factories.clinician(), patient, factories.episode(), visit, alert, mark]
        chart = chart_of([*pile, factories.needling(mark, note=note)], factories.VISIT)
        with_edges = [plan, words, patient.family_name, alert.text, mark.muscle_name]
        assert_on_paper(render_note(chart).pdf, with_edges)
        assert re.fullmatch(r"[A-Za-z0-9-]{1,60}_2026-\d\d-\d\d_note\.pdf", note_file_name(chart))
        render_handout(chart)

    every()


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 4))
def test_each_payload_stands_in_the_note_as_typed(number: int) -> None:
    typed = list(PAYLOADS[number : number + 4])
    chart = chart_of(
        [
            factories.clinic(),
            factories.clinician(),
            factories.patient(),
            factories.episode(),
            factories.visit(plan="\n".join(typed), plan_edited=True),
        ],
        factories.VISIT,
    )
    assert_on_paper(render_note(chart).pdf, typed)


def test_a_consent_form_has_a_plain_file_name(tmp_path: Path) -> None:
    @many
    @given(texts)
    def every(typed: str) -> None:
        patient = factories.patient(record_number=f"{typed}x")
        name = consent_form.file_name(patient, factories.written_consent())
        assert re.fullmatch(r"[A-Za-z0-9-]{1,60}_\d{4}-\d\d-\d\d_consent\.pdf", name)

    every()


def test_no_cell_of_a_table_is_a_formula_and_no_word_is_lost(open_store: Store) -> None:
    @many
    @given(four)
    def every(typed: list[str]) -> None:
        person = open_store.clinician
        open_store.put(replace(person, name=f"{typed[0]}x", credentials=typed[1]))
        open_store.note(AuditAction.READ, detail=typed[2])
        rows = [cells(one) for one in audit_rows(open_store, AuditFilter())][:12]
        rows.append(("1", *typed, "", ""))
        read = list(csv.reader(io.StringIO(csv_bytes(HEADINGS, rows).decode("utf-8-sig"), newline="")))
        assert read[0] == list(HEADINGS)
        for sent, came in zip(rows, read[1:], strict=True):
            for one, cell in zip(sent, came, strict=True):
                assert cell in (one, f"'{one}")
                assert not cell.lstrip(" ").startswith(FORMULA) or re.fullmatch(r"-?[0-9.]+", cell)

    every()


def test_the_key_file_shows_the_name_that_was_typed(tmp_path: Path) -> None:
    folder = tmp_path / "chart"
    new_store(folder).close()

    @few
    @given(texts, texts)
    def every(name: str, credentials: str) -> None:
        with reopened(folder) as store:
            store.put(replace(store.clinician, name=f"{name}x", credentials=credentials))
        with reopened(folder) as store:
            assert store.notices == ()
        assert people(folder) == [(factories.CLINICIAN, f"{name}x", credentials)]
        assert len(read_key_file(folder).clinicians) == 1

    every()


def test_a_backup_brings_back_what_was_typed(open_store: Store, tmp_path: Path) -> None:
    folder = open_store.folder
    for number, typed in enumerate(PAYLOADS):
        patient = hostile_patient([typed, f"{typed}x", typed, typed], f"{number} {typed}")
        open_store.put(replace(patient, id=f"h{number}"))
        open_store.note(AuditAction.READ, detail=typed)
    sent = open_store.select(Patient)
    made = backup(open_store, reason=PAYLOADS[0])
    open_store.close()
    restore(made.folder, folder, factories.CLINICIAN, factories.PASSPHRASE)
    with reopened(folder) as again:
        assert again.select(Patient) == sent
        assert again.check().findings == ()


def test_the_longest_text_is_kept_whole_and_a_longer_one_is_refused(open_store: Store) -> None:
    longest = "a😀" * (TEXT_LIMIT // 2)
    open_store.put(factories.visit(patient_words=longest))
    assert open_store.get(Visit, factories.VISIT) == factories.visit(patient_words=longest)
    with pytest.raises(Invalid) as caught:
        factories.visit(patient_words="x" * 10_000_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("make", [lambda text: text.encode("utf-16"), lambda text: text.encode("latin-1")])
def test_a_file_in_another_encoding_is_refused_in_words(
    open_store: Store, make: Callable[[str], bytes]
) -> None:
    data = write_document([factories.patient(id="new", record_number="new", family_name="Müller")])
    with pytest.raises(Refused) as caught:
        records_to_take(open_store, make(data.decode()))
    assert "UTF-" in str(caught.value)
