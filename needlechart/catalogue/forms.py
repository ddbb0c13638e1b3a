"""The forms a patient reads and signs: each is one text file of ``resources/forms`` a clinician can read.

A file begins with ``key: value`` lines (kind, version, title, source, reviewed_by, reviewed_on), an empty
line, then the text: ``# `` begins a heading, ``- `` a point of a list, every other line is a paragraph.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from needlechart.catalogue.reading import CatalogueError
from needlechart.catalogue.types import Reviewed
from needlechart.domain.words import ConsentKind
from needlechart.resources import resources_folder

KEYS = ("kind", "version", "title", "source", "reviewed_by", "reviewed_on")


class Part(Enum):
    """What a line of a form is."""

    HEADING = "heading"
    POINT = "point"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentForm(Reviewed):
    """A form and its version; ``text`` is what is kept with the signature, title included."""

    kind: ConsentKind
    version: str
    title: str
    text: str


def parts_of(text: str) -> Iterator[tuple[Part, str]]:
    """The lines of a form's text with what each is; empty lines are left out. Any text is readable so."""
    for line in text.split("\n"):
        words = line.strip()
        if words.startswith("# "):
            yield Part.HEADING, words[2:].strip()
        elif words.startswith("- "):
            yield Part.POINT, words[2:].strip()
        elif words:
            yield Part.PARAGRAPH, words


@cache
def consent_forms() -> Mapping[ConsentKind, ConsentForm]:
    """Every form by its kind; raises `CatalogueError` for a file that is not one."""
    found: dict[ConsentKind, ConsentForm] = {}
    for path in sorted((resources_folder() / "forms").glob("*.txt")):
        form = read_form(path)
        if form.kind in found:
            raise CatalogueError(path.name, 1, f"there is another form of kind {form.kind}")
        found[form.kind] = form
    return MappingProxyType(found)


def read_form(path: Path) -> ConsentForm:
    """One form of a file; raises `CatalogueError`."""
    head, gap, body = path.read_text(encoding="utf-8").partition("\n\n")
    said: dict[str, str] = {}
    for number, line in enumerate(head.split("\n"), 1):
        key, colon, value = line.partition(":")
        if not colon or key not in KEYS or key in said:
            raise CatalogueError(path.name, number, f"a head line is one of: {', '.join(KEYS)}")
        said[key] = value.strip()
    for key in KEYS[:4]:
        if not said.get(key):
            raise CatalogueError(path.name, 1, f"{key} is missing")
    if not gap or not body.strip():
        raise CatalogueError(path.name, 1, "the form has no text")
    try:
        kind = ConsentKind(said["kind"])
    except ValueError:
        raise CatalogueError(path.name, 1, f"kind must be one of: {', '.join(ConsentKind)}") from None
    return ConsentForm(
        id=path.stem,
        kind=kind,
        version=said["version"],
        title=said["title"],
        text=f"# {said['title']}\n\n{body.strip()}",
        source=said["source"],
        reviewed_by=said.get("reviewed_by", ""),
        reviewed_on=said.get("reviewed_on", ""),
    )
