"""``list``: patients and their visits; ``schema``: the form of a file to import."""

import json
from argparse import Namespace
from typing import Any

from needlechart.cli_commands.opening import open_store
from needlechart.cli_commands.reading import visits_by_patient
from needlechart.cli_commands.stops import Code, one_line
from needlechart.cli_commands.telling import counted, say
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.patient import Patient
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction


def list_charts(arguments: Namespace) -> Code:
    """Print every patient with every visit."""
    with open_store(arguments) as store:
        people = sorted(store.select(Patient), key=lambda one: (one.record_number, one.id))
        visits = visits_by_patient(store)
        found = _found(store.clinic, store.select(Clinician), people, visits)
        store.note(AuditAction.READ, detail="list on the command line")
    if arguments.json:
        say(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)
    return Code.OK


def _found(
    clinic: Clinic, clinicians: list[Clinician], people: list[Patient], visits: dict[str, list[Visit]]
) -> dict[str, Any]:
    return {
        "clinic": {"id": clinic.id, "name": clinic.name},
        "clinicians": [
            {"id": one.id, "name": one.signature_name, "active": one.active} for one in clinicians
        ],
        "patients": [
            {
                "id": one.id,
                "record_number": one.record_number,
                "name": one.full_name,
                "birth_date": one.birth_date.isoformat() if one.birth_date else None,
                "archived": one.archived,
                "visits": [_visit(visit) for visit in visits.get(one.id, [])],
            }
            for one in people
        ],
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "number": visit.number,
        "started": visit.started.isoformat(),
        "status": visit.status.value,
        "clinician": visit.clinician_name,
        "next_visit": visit.next_visit.isoformat() if visit.next_visit else None,
    }


def _print(found: dict[str, Any]) -> None:
    for one in found["patients"]:
        born = f", born {one['birth_date']}" if one["birth_date"] else ""
        archived = ", archived" if one["archived"] else ""
        say(one_line(f"{one['record_number']}  {one['name']}{born}{archived}"))
        for visit in one["visits"]:
            when = visit["started"][:16].replace("T", " ")
            say(
                one_line(
                    f"    visit {visit['number']:>2}  {when}  {visit['status']:<6}  {visit['id']}"
                    f"  {visit['clinician']}"
                )
            )
    visits = sum(len(one["visits"]) for one in found["patients"])
    say(f"{counted(len(found['patients']), 'patient')}, {counted(visits, 'visit')}")


def print_schema(_arguments: Namespace) -> Code:
    """Print the JSON Schema of the plain-data form; needs no chart."""
    from needlechart.exchange.schema import json_schema

    say(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return Code.OK
