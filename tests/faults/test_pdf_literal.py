"""What somebody typed is never markup, a path or an address: documents show it as it is and open nothing.

What makes them is watched from outside (strace, where it is installed) and from inside (Python's audit).
``NEEDLECHART_HOSTILE_INPUTS`` of 100 and more takes a hundred texts, fewer a fifth of them.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from needlechart import catalogue
from needlechart.domain.narrative import compose
from tests.documents.reading import fonts_not_embedded
from tests.faults import pdf_maker
from tests.faults.hostile import MARK, assert_on_paper

INPUTS = int(os.environ.get("NEEDLECHART_HOSTILE_INPUTS", "60"))
COUNT = 100 if INPUTS >= 100 else 20
STRACE = shutil.which("strace")
TOUCHES = "trace=%file,%network,execve,fork,vfork,creat"


@dataclass
class Made:
    """The documents by number and name, and the calls to the system while they were made."""

    folder: Path
    before: str
    during: str

    def pdf(self, number: int, name: str) -> bytes:
        return (self.folder / f"{number}-{name}.pdf").read_bytes()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    log = folder / "calls"
    watch = [STRACE, "-f", "-e", TOUCHES, "-o", str(log)] if STRACE else []
    command = [sys.executable, "-m", "tests.faults.pdf_maker", str(folder), str(COUNT)]
    done = subprocess.run([*watch, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if not STRACE:
        return Made(folder, "", "")
    before, during, _ = re.split(rf"[^\n]*{pdf_maker.SIGN}(?:begins|ends)[^\n]*\n", log.read_text())
    return Made(folder, before, during)


def test_no_file_no_address_and_no_program_is_touched(made: Made) -> None:
    assert made.during == ""
    assert MARK not in made.before
    assert "AF_INET" not in made.before
    assert not STRACE or made.before.count("openat(") > 100  # the watch sees what is opened


@pytest.mark.parametrize("number", range(COUNT // pdf_maker.IN_ONE))
def test_every_text_stands_there_as_it_was_typed(made: Made, number: int) -> None:
    texts = pdf_maker.groups(COUNT)[number]
    assert_on_paper(made.pdf(number, "handout"), texts[1:2])  # what the patient is called
    for name in ("note", "form"):
        assert_on_paper(made.pdf(number, name), texts)
        assert fonts_not_embedded(made.pdf(number, name)) == []


@pytest.mark.parametrize("number", range(COUNT // pdf_maker.IN_ONE))
def test_no_word_of_the_note_is_missing_on_paper(made: Made, number: int) -> None:
    chart = pdf_maker.chart_of(pdf_maker.groups(COUNT)[number])
    soap = compose(chart, catalogue.measures())
    sections = [soap.subjective, soap.assessment, chart.visit.plan]  # the objective is in tables
    assert sum(len(one.split()) for one in sections) > 10
    assert_on_paper(made.pdf(number, "note"), [word for one in sections for word in one.split()])


def test_texts_that_would_be_something_else_in_markup_are_among_them() -> None:
    together = "\n".join(text for texts in pdf_maker.groups(20) for text in texts)
    for said in (
        "<img src=",
        "http://",
        "<unichar",
        "[[[",
        "<needle>",
        "</para>",
        "bgcolor",
        "<b>",
        "file:///",
    ):
        assert said in together, said
