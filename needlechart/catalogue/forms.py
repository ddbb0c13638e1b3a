"""The forms a patient reads and signs. In a text ``# `` begins a heading, ``- `` a point of a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from needlechart.catalogue.own import table
from needlechart.catalogue.reading import Row, by_id, clinical, review
from needlechart.catalogue.types import Reviewed
from needlechart.domain.words import ConsentKind


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


@table
def consent_forms() -> Mapping[ConsentKind, ConsentForm]:
    """The form of each kind that has one."""
    forms = by_id(clinical("consent_forms.csv"), _form)
    return MappingProxyType({one.kind: one for one in forms.values()})


def _form(row: Row) -> ConsentForm:
    kind = row.one_of("kind", ConsentKind)
    if kind is ConsentKind.VERBAL:
        raise row.error("kind: what is said has no form")
    title, words = row.text("title", needed=True), row.text("text", needed=True)
    return ConsentForm(
        id=row.text("id", needed=True),
        kind=kind,
        version=_version(row, title, words),
        title=title,
        text=f"# {title}\n\n{words}",
        **review(row),
    )


def _version(row: Row, title: str, words: str) -> str:
    """A clinic's own words are never signed under the version of the program's."""
    version = row.text("version", needed=True)
    before = row.program
    if before is None or not row.own or version != before.text("version"):
        return version
    same = (title, words) == (before.text("title"), before.text("text"))
    return version if same else f"{version}, own words"
