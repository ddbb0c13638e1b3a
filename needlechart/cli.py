"""The command line: reads arguments, runs one command, turns every failure into one line and an exit code."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from needlechart.cli_commands.stops import Code, Stop, code_of_problem
from needlechart.no_dumps import keep_memory_private

Command = Callable[[argparse.Namespace], int]

DESCRIPTION = """\
Charts dry-needling visits: needle sites on a body map, kept encrypted on this computer, signed, printed.

Without a command the window opens. The commands below do the same work without a window."""

EPILOG = """\
examples:
  needlechart                              open the window
  needlechart --demo                       open the window on a fictional clinic, to look around
  needlechart list                         show patients and visits, with the ids that export needs
  needlechart export --visit ID            write the note of one visit as PDF into this folder
  needlechart export --visit ID --document handout   the aftercare sheet for the patient
  needlechart export --patient NC-000127 --format json --output chart.json
  needlechart export --all --output notes/ write the notes of every visit
  needlechart import chart.json            take in records from a file: all of it or nothing
  needlechart check                        look whether everything is whole and unchanged
  needlechart --data D:\\chart backup --to E:\\

the passphrase is asked for, never given on the command line. In a script:
  needlechart list --passphrase-fd 3 3< passphrase-file

exit codes:
  0    done
  1    a fault in the program
  2    the command was not understood
  3    the chart cannot be opened (wrong passphrase, open elsewhere, damaged, newer version)
  4    the file or folder given was refused; nothing was taken in
  5    cannot write (disk full, no right, a file is in the way)
  6    check found problems
  7    no window can open (no display, or system libraries are missing)
  130  stopped by Ctrl+C; nothing is half done"""


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2; long values are cut, since a person may paste anything."""
        print(f"{self.prog}: {message[:300]}. Help: needlechart --help", file=sys.stderr)
        raise SystemExit(Code.USAGE)


def build_parser() -> argparse.ArgumentParser:
    """All commands and their arguments."""
    common = _common(argparse.SUPPRESS)
    parser = Parser(
        prog="needlechart",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common(None)],
    )
    parser.add_argument("--version", action="version", version=f"needlechart {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)

    def add(name: str, said: str, run: Command) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=said, description=said, parents=[common])
        one.set_defaults(run=run)
        return one

    _add_reading(add)
    _add_writing(add)
    return parser


Add = Callable[..., argparse.ArgumentParser]


def _add_reading(add: Add) -> None:
    listing = add("list", "Show patients and their visits.", _list)
    listing.add_argument("--json", action="store_true", help="as JSON, for scripts")
    export = add("export", "Write visit notes or handouts as PDF, or records as JSON.", _export)
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--visit", metavar="ID", help="one visit, by the id that list shows")
    what.add_argument("--patient", metavar="NUMBER", help="one patient, by record number or id")
    what.add_argument("--all", action="store_true", help="everything in the clinic")
    export.add_argument("--format", choices=("pdf", "json"), default="pdf", help="pdf (usual) or json")
    export.add_argument(
        "--document",
        choices=("note", "handout", "incident"),
        default="note",
        help="the visit note (usual), the patient's aftercare handout, or incident reports",
    )
    export.add_argument("--output", metavar="PATH", help="file or folder; - is standard output (usual: here)")
    export.add_argument("--paper", choices=("letter", "a4"), help="paper (usual: the clinic's)")
    export.add_argument(
        "--pdf-passphrase-fd",
        type=int,
        metavar="N",
        help="every PDF opens only with the passphrase read from this file descriptor (AES-256)",
    )
    export.add_argument("--overwrite", action="store_true", help="replace files of the same name")
    check = add("check", "Check the database, every record, every seal and the audit log.", _check)
    check.add_argument("--note", metavar="FILE", help="check one PDF instead: is it what was signed")
    check.add_argument(
        "--note-passphrase-fd", type=int, metavar="N", help="the PDF opens with the passphrase read there"
    )
    add("schema", "Print the JSON Schema of the files that import takes.", _schema)


def _add_writing(add: Add) -> None:
    taking = add("import", "Take in records from a JSON file: all of it or nothing.", _import)
    taking.add_argument("file", metavar="FILE", help="the file, or - for standard input")
    taking.add_argument("--dry-run", action="store_true", help="only say what would come in")
    backup = add("backup", "Make a verified copy of the chart.", _backup)
    backup.add_argument("--to", metavar="DIR", help="folder for backups (usual: the clinic's)")
    restore = add(
        "restore",
        "Put a backup in the place of the chart; the present one is kept.",
        _restore,
    )
    restore.add_argument("backup", metavar="BACKUP", help="its folder; the recovery key opens it, too")
    restore.add_argument("--dry-run", action="store_true", help="only say what the backup lacks, by visit")
    add("rotate-key", "Renew the key that encrypts the chart (administrators).", _rotate_key)
    demo = add("demo", "Make a fictional clinic in a new folder (--data DIR).", _demo)
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="another number, another clinic")


def _common(default: str | None) -> "Parser":
    """Options that may stand before or after the command."""
    parser = Parser(add_help=False)
    parser.add_argument("--data", metavar="DIR", default=default, help="the folder that holds the chart")
    parser.add_argument(
        "--demo",
        action="store_true",
        default=default or False,
        help="use a fictional clinic, in a folder of its own inside the data folder",
    )
    parser.add_argument(
        "--clinician", metavar="NAME", default=default, help="who opens the chart (name or id)"
    )
    parser.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        default=default,
        help="read the passphrase from this file descriptor instead of asking",
    )
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("needlechart")
    except PackageNotFoundError:
        return "(version unknown)"


def _list(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.listing import list_charts

    return list_charts(arguments)


def _schema(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.listing import print_schema

    return print_schema(arguments)


def _export(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.exporting import export

    return export(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.importing import import_file

    return import_file(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.keeping import check

    return check(arguments)


def _backup(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.keeping import backup

    return backup(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.keeping import restore

    return restore(arguments)


def _rotate_key(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.keeping import rotate_key

    return rotate_key(arguments)


def _demo(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.keeping import demo

    return demo(arguments)


def _window(arguments: argparse.Namespace) -> int:
    from needlechart.cli_commands.window import open_window

    return open_window(arguments)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    if argv is None:  # this process is the program, and nobody else's
        keep_memory_private()
    _any_script()
    try:
        arguments = build_parser().parse_args(argv)
    except SystemExit as end:
        return int(end.code or 0)
    run: Command = getattr(arguments, "run", _window)
    try:
        code = int(run(arguments))
        sys.stdout.flush()
    except Stop as end:
        return _ended(end.code, end.line, end.more)
    except KeyboardInterrupt:
        return _ended(Code.STOPPED, STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Code.OK
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback may name a patient
        if _was_stopped(error):
            return _ended(Code.STOPPED, STOPPED)
        return _failed(error)
    return code


STOPPED = "Stopped. What was finished is kept, and nothing is half done."


def _was_stopped(error: BaseException | None) -> bool:
    """Whether Ctrl+C came first: closing after it may fail, as it no longer knows what the disk has taken."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _any_script() -> None:
    """Names of any script can be printed, whatever the console's own letters are."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace") if stream.isatty() else reconfigure(
                encoding="utf-8", errors="replace"
            )


def _ended(code: Code, line: str, more: tuple[str, ...] = ()) -> int:
    print(f"needlechart: {line}", file=sys.stderr)
    for one in more:
        print(one, file=sys.stderr)
    return int(code)


def _failed(error: Exception) -> int:
    """A problem of the store in its own words; of anything else only its kind and place."""
    from needlechart.store.problems import StoreProblem

    if isinstance(error, StoreProblem):
        return _ended(code_of_problem(error), " ".join(str(error).split()))
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return _ended(
            Code.CANNOT_WRITE, f"The disk or folder cannot be used ({reason}). Nothing is half done."
        )
    place = ""
    trace = error.__traceback__
    while trace is not None:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return _ended(
        Code.FAULT,
        f"A fault in the program ({type(error).__name__} at {place}). The chart is safe; please report it.",
    )
