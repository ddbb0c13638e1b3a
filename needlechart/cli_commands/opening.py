"""Which chart, who opens it, and with which passphrase."""

import getpass
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.cli_commands.demo_folder import is_demo
from needlechart.cli_commands.stops import Code, one_line, stop
from needlechart.cli_commands.telling import Progress, remark
from needlechart.demo.secret import DEMO_PASSPHRASE

if TYPE_CHECKING:
    from needlechart.store.store import Store

LONGEST_PASSPHRASE = 4096
GOING_ON = "Going on with the renewal of the data key that was stopped"


def default_data() -> Path:
    """The data folder of this user account."""
    from platformdirs import user_data_path

    return user_data_path("needlechart", appauthor=False)


def outside_folder() -> Path:
    """Where this user account keeps what cannot be kept in a chart's folder; never in one of those."""
    from platformdirs import user_state_path

    return user_state_path("needlechart-outside", appauthor=False)


def base_folder(arguments: Namespace) -> Path:
    """The folder named, or the user's."""
    return Path(arguments.data).expanduser() if arguments.data else default_data()


def data_folder(arguments: Namespace) -> Path:
    """The folder of the chart: the one named; with ``--demo`` the fictional clinic's folder inside it."""
    folder = base_folder(arguments)
    return folder / "demo" if arguments.demo and not is_demo(folder) else folder


def open_store(arguments: Namespace) -> "Store":
    """The chart, unlocked. Raises `StoreProblem`, `Stop`."""
    from needlechart.catalogue import use_own
    from needlechart.domain.clinic import CatalogueRow
    from needlechart.store.store import Store

    folder = data_folder(arguments)
    person = choose_clinician(folder, arguments.clinician)
    words = passphrase(arguments, folder)
    with Progress("Bringing the chart to this version") as progress, Progress(GOING_ON) as renewing:
        store = Store.open(folder, person, words, told=progress, renewing=renewing, outside=outside_folder())
    for notice in store.notices:
        remark(notice)
    use_own(store.select(CatalogueRow))
    return store


def choose_clinician(folder: Path, wanted: str | None, *, demo: bool = False) -> str:
    """The id of who opens the chart: the one named, or the only one, or the answer to a question.

    In a fictional clinic (``demo`` for a backup of one) it is its administrator, without a question.
    """
    from needlechart.store.store import people

    known = people(folder)
    if (demo or is_demo(folder)) and not wanted:
        return known[0][0]
    if wanted:
        found = [one for one in known if wanted == one[0] or wanted.casefold() == one[1].casefold()]
        if not found:
            stop(Code.USAGE, "No clinician with this name or id has a passphrase for this chart.")
        if len(found) > 1:
            stop(Code.USAGE, "Several clinicians have this name: give the id (list --json shows it).")
        return found[0][0]
    return known[0][0] if len(known) == 1 else _ask(known)


def _ask(known: list[tuple[str, str, str]]) -> str:
    if not sys.stdin.isatty():
        stop(Code.USAGE, "Several clinicians use this chart: say which with --clinician NAME.")
    for number, (_, name, credentials) in enumerate(known, 1):
        print(f"  {number}  {one_line(f'{name}, {credentials}' if credentials else name)}", file=sys.stderr)
    print("Who are you (number)? ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    if not answer.isdecimal() or not 1 <= int(answer) <= len(known):
        stop(Code.USAGE, "That is none of the numbers. Nothing was changed.")
    return known[int(answer) - 1][0]


def passphrase(arguments: Namespace, folder: Path) -> str:
    """From the file descriptor, the known one of a fictional clinic, or a prompt; never an argument."""
    if arguments.passphrase_fd is not None:
        return _from_descriptor(arguments.passphrase_fd)
    if is_demo(folder):
        return DEMO_PASSPHRASE
    if not sys.stdin.isatty():
        stop(
            Code.USAGE,
            "The passphrase is asked for on a terminal, and there is none. Nothing was opened. "
            "Give it with --passphrase-fd N.",
        )
    try:
        return getpass.getpass("Passphrase: ")
    except EOFError:
        stop(Code.USAGE, "No passphrase was typed. Nothing was opened.")


def words_of_pdf(number: int | None) -> str:
    """The passphrase of a PDF, read from a file descriptor; "" without one. Raises `Stop`."""
    if number is None:
        return ""
    words = _from_descriptor(number)
    if not words:
        stop(Code.USAGE, "The passphrase for the PDF is empty. Nothing was written.")
    from needlechart.documents.locked import composed

    try:
        return composed(words)
    except ValueError:
        stop(Code.USAGE, "The passphrase of a PDF has at most 127 bytes. Nothing was written.")


def _from_descriptor(number: int) -> str:
    """The first line that can be read there."""
    try:
        data = bytearray()
        while b"\n" not in data and len(data) <= LONGEST_PASSPHRASE:
            part = os.read(number, 1024)
            if not part:
                break
            data += part
    except OSError:
        stop(Code.USAGE, f"File descriptor {number} cannot be read. Nothing was opened.")
    line = bytes(data).partition(b"\n")[0].removesuffix(b"\r")
    if len(line) > LONGEST_PASSPHRASE:
        stop(Code.USAGE, "The passphrase is too long. Nothing was opened.")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        stop(Code.USAGE, "The passphrase is not UTF-8 text. Nothing was opened.")
