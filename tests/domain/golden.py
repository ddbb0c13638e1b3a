"""The notes of `golden_notes.txt`: made from their charts, and as the file has them.

``python -m tests.domain.golden`` writes the file anew and keeps what a clinician wrote on the lines that
begin with ``R``; look at the difference before it is committed.
"""

from pathlib import Path

from needlechart import catalogue
from needlechart.domain.narrative import SECTIONS, Soap, compose
from tests.domain.charts import CHARTS as FIRST_CHARTS
from tests.domain.charts_more import MORE_CHARTS

CHARTS = {**FIRST_CHARTS, **MORE_CHARTS}
GOLDEN = Path(__file__).with_name("golden_notes.txt")
LETTERS = dict(zip(SECTIONS, "SOAP", strict=True))
MARK = "R  read by:      on:      fine as it is, or:"
HEAD = """Notes as the program composes them, to be read and marked by a clinician.

Every visit here is fictional. S, O, A and P are the sections of the note; each line is a paragraph.
The line R below each note is yours: who read it, when, and what should read otherwise. Nobody has yet.

"""


def note_text(title: str, soap: Soap) -> str:
    """A note as the file has it, without its mark."""
    lines = [f"== {title}"]
    for name in SECTIONS:
        text = soap.section(name).replace("\u00a0", " ")
        lines += [f"{LETTERS[name]}  {line}".rstrip() for line in text.split("\n")]
    return "\n".join(lines) + "\n"


def made_notes() -> dict[str, str]:
    """Title to note, composed now."""
    return {title: note_text(title, compose(make(), catalogue.measures())) for title, make in CHARTS.items()}


def golden_notes() -> dict[str, str]:
    """Title to note, as agreed."""
    return {title: "\n".join(lines) + "\n" for title, (lines, _) in _parts().items()}


def marks() -> dict[str, str]:
    """Title to the line of whoever read it."""
    return {title: mark for title, (_, mark) in _parts().items() if mark}


def _parts() -> dict[str, tuple[list[str], str]]:
    found: dict[str, tuple[list[str], str]] = {}
    for part in GOLDEN.read_text(encoding="utf-8").split("\n== ")[1:]:
        title, *lines = part.rstrip("\n").split("\n")
        said = [f"== {title}", *(line for line in lines if line and not line.startswith("R  "))]
        found[title] = said, next((line for line in lines if line.startswith("R  ")), "")
    return found


if __name__ == "__main__":
    kept = marks() if GOLDEN.exists() else {}
    notes = [f"{note}{kept.get(title, MARK)}\n" for title, note in made_notes().items()]
    GOLDEN.write_text(HEAD + "\n".join(notes), encoding="utf-8")
