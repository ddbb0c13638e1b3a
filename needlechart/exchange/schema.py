"""The JSON Schema of the plain-data document, made from the records so that it cannot lag behind."""

import inspect
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_args, get_origin

from needlechart.domain.record import TEXT_LIMIT, Record, field_types, optional_part, required_fields
from needlechart.exchange.plain import EXCHANGED, FORMAT, FORMAT_VERSION
from needlechart.exchange.ranges import RANGES, SAID

Schema = dict[str, Any]

ID_PATTERN = "^[ -~]{1,64}$"
TIME_PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d"


def json_schema() -> Schema:
    """JSON Schema (2020-12) of a document.

    What it cannot say (references, order of times, seals) is checked when a document is read.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "needlechart records",
        "description": (
            "Records of dry-needling visits. Lengths in mm, angles in degrees, retention in seconds; "
            "x and y of marks in atlas units: body height 1000, y down from the vertex, x 0 at the midline "
            "and growing to the viewer's right. Sides are the patient's."
        ),
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "format_version": {"const": FORMAT_VERSION},
            "exported_at": {"type": "string", "format": "date-time"},
            "records": {"type": "array", "items": {"$ref": "#/$defs/Record"}},
        },
        "required": ["format", "format_version", "records"],
        "additionalProperties": False,
        "$defs": {"Record": _any_record(), **{kind.__name__: _record_schema(kind) for kind in EXCHANGED}},
    }


def _any_record() -> Schema:
    """One kind or the other, told apart by ``record``, so that an error names the field and not all kinds."""
    return {
        "type": "object",
        "properties": {"record": {"enum": [kind.__name__ for kind in EXCHANGED]}},
        "required": ["record"],
        "allOf": [
            {
                "if": {"properties": {"record": {"const": kind.__name__}}, "required": ["record"]},
                "then": {"$ref": f"#/$defs/{kind.__name__}"},
            }
            for kind in EXCHANGED
        ],
    }


def _record_schema(kind: type[Record]) -> Schema:
    properties: Schema = {"record": {"const": kind.__name__}}
    for name, hint in field_types(kind).items():
        properties[name] = _field_schema(kind, name, hint)
    return {
        "type": "object",
        "description": _said(kind),
        "properties": properties,
        "required": ["record", "id", *required_fields(kind)],
        "additionalProperties": False,
    }


def _said(kind: type) -> str:
    """The docstring in one line, without its markup."""
    return " ".join((inspect.getdoc(kind) or "").replace("`", "").split())


def _field_schema(kind: type[Record], name: str, hint: Any) -> Schema:
    inner, optional = optional_part(hint)
    schema: Schema = {"type": "string", "pattern": ID_PATTERN} if name == "id" else _type_schema(inner)
    low_high = RANGES.get((kind.__name__, name))
    if low_high is not None:
        schema["minimum"], schema["maximum"] = low_high
    if name in SAID.get(kind.__name__, ()):
        schema["pattern"] = r"\S"
    if optional:
        return {**schema, "type": [schema["type"], "null"]} if "enum" not in schema else _or_null(schema)
    return schema


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": ["string", "null"], "enum": [*schema["enum"], None]}


def _type_schema(hint: Any) -> Schema:
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type_schema(get_args(hint)[0])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "description": _said(hint), "enum": [word.value for word in hint]}
    if hint is datetime:
        return {"type": "string", "format": "date-time", "pattern": TIME_PATTERN}
    if hint is date:
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
    if hint is str:
        return {"type": "string", "maxLength": TEXT_LIMIT}
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}
    return {"type": "number"}
