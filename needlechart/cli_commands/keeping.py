"""``check``, ``backup``, ``restore``, ``demo``: the chart as a whole."""

import getpass
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.cli_commands.demo_folder import create_demo, is_demo
from needlechart.cli_commands.opening import (
    choose_clinician,
    data_folder,
    default_data,
    open_store,
    passphrase,
    words_of_pdf,
)
from needlechart.cli_commands.stops import Code, one_line, stop
from needlechart.cli_commands.telling import Progress, counted, remark, say
from needlechart.demo.secret import DEMO_PASSPHRASE
from needlechart.settings import MARKER

if TYPE_CHECKING:
    from needlechart.domain.backup_view import Loss
    from needlechart.store.store import Store


def check(arguments: Namespace) -> Code:
    """Verify database, seals and audit log, or one PDF; every finding is a line."""
    if arguments.note:
        return _check_note(arguments)
    from needlechart.store.driver_errors import raw_problems
    from needlechart.store.problems import Damaged
    from needlechart.store.way_back import UNCHANGED, way_back

    store = open_store(arguments)
    advice = UNCHANGED
    try:
        with Progress("Checking") as progress, raw_problems():
            report = store.checked(progress)
        findings = [*store.notices, *report.findings]
        for finding in findings:
            say(finding)
        if report.harmed:
            with Progress("Checking backups") as progress:
                advice = way_back(store, progress)
        store.close()
    except Damaged as damage:
        return _damaged(store, damage.happened)
    except BaseException:
        store.close()
        raise
    visits, seals = counted(report.visits, "visit"), counted(report.seals, "seal")
    seen = f"{visits}, {seals}, {report.audit_entries} audit entries"
    if not findings:
        say(f"All is well: {seen}.")
        return Code.OK
    say(f"{counted(len(findings), 'problem')} found in {seen}. {advice}")
    return Code.PROBLEMS_FOUND


def _check_note(arguments: Namespace) -> Code:
    from needlechart.app.verify import verify_file
    from needlechart.domain.verdict import Finding

    path = Path(arguments.note).expanduser()
    if not path.is_file():
        stop(Code.REFUSED, "There is no file with this name.")
    words = words_of_pdf(arguments.note_passphrase_fd)
    with open_store(arguments) as store:
        verdict = verify_file(store, path, words)
        if verdict.finding is Finding.LOCKED and not words and sys.stdin.isatty():
            verdict = verify_file(store, path, getpass.getpass("Passphrase of the PDF: "))
    if verdict.finding is Finding.LOCKED:
        stop(Code.REFUSED, f"{verdict.title} Give it with --note-passphrase-fd N.")
    say(verdict.title)
    for what, who, when in verdict.signatures:
        say(f"  {what}, signed by {one_line(who)}, {when:%Y-%m-%d %H:%M:%S %z}")
    for part in verdict.parts:
        say(f"  {one_line(part)}")
    return Code.OK if verdict.finding is Finding.GENUINE else Code.PROBLEMS_FOUND


ADVICE = "Nothing was changed. Copy the folder as it is, then restore the newest backup."


def _damaged(store: "Store", happened: str) -> Code:
    """So damaged that the check cannot go on; the damage keeps the closing note from being written, too."""
    from needlechart.store.problems import StoreProblem

    with suppress(StoreProblem):
        store.close()
    say(happened)
    say(f"The check could not go on. {ADVICE}")
    return Code.PROBLEMS_FOUND


def backup(arguments: Namespace) -> Code:
    """A verified copy."""
    from needlechart.store.backup import backup as make_backup
    from needlechart.store.places import backup_everywhere, known_places
    from needlechart.store.progress import Share

    target = Path(arguments.to).expanduser() if arguments.to else None
    with open_store(arguments) as store, Progress("Copying and checking") as progress:
        if target is not None:
            made, failed = make_backup(store, target, reason="asked", share=Share(progress)), []
        else:
            made = backup_everywhere(store, "asked", progress)
            failed = [one for one in known_places(store.folder) if one.failed]
    say(str(made.folder))
    for one in failed:
        remark(f"{one.folder}: {one.failed}")
    return Code.CANNOT_WRITE if failed else Code.OK


def restore(arguments: Namespace) -> Code:
    """A backup in the place of the chart; the chart that was there is kept beside it."""
    from needlechart.store.loss import loss_of
    from needlechart.store.restore import restore as put_back

    source, folder = Path(arguments.backup).expanduser(), data_folder(arguments)
    if not source.is_dir():
        stop(Code.REFUSED, "There is no backup folder with this name. Nothing was changed.")
    person = choose_clinician(source, arguments.clinician, demo=is_demo(folder))
    words = passphrase(arguments, folder)
    with Progress("Comparing with the present chart") as progress:
        loss = loss_of(source, folder, person, words, progress)
    _tell_loss(loss)
    if arguments.dry_run:
        say("Nothing was changed.")
        return Code.OK
    with Progress("Putting the backup in place") as progress:
        info = put_back(source, folder, person, words, told=progress)
    say(f"Restored the backup of {info.made_at:%Y-%m-%d %H:%M}.")
    say("What was there before is kept in the folder backups, under replaced-...")
    return Code.OK


def rotate_key(arguments: Namespace) -> Code:
    """A new data key in everybody's envelope; stopped anywhere, the old key or the new one opens all."""
    from needlechart.store.rotate import rotate_key as renew

    folder = data_folder(arguments)
    person = choose_clinician(folder, arguments.clinician)
    with Progress("Renewing the data key") as progress:
        went_on = renew(folder, person, passphrase(arguments, folder), progress)
    if went_on:
        say("A renewal that was stopped before its end was gone on with, and is finished.")
    say("The data key is new. Passphrases and the recovery sheet stay as they are.")
    say("Backups of before still open with the old key: remove them when somebody must not read them.")
    return Code.OK


def _tell_loss(loss: "Loss") -> None:
    """What the restored chart lacks, by visit."""
    if not loss.readable:
        say("The present chart cannot be read, so what is newer in it cannot be counted.")
    elif not loss.same:
        visits = counted(len(loss.visits), "visit")
        say(f"The present chart is another one, with {visits}; it is replaced as a whole.")
    elif loss.nothing:
        say("The backup holds everything that the present chart holds.")
    else:
        if loss.partly:
            say("Part of the present chart cannot be read; as far as it can:")
        visits = counted(len(loss.visits), "visit")
        say(f"The backup lacks something of {visits}, and {counted(loss.others, 'other change')}:")
        for one in loss.visits:
            what = "the whole visit" if one.new else counted(one.changes, "change")
            signed = ", its signature" if one.signed else ""
            say(f"  {one_line(one.record_number)}  {one.started:%Y-%m-%d %H:%M}  {what}{signed}")


def demo(arguments: Namespace) -> Code:
    """A fictional clinic in a folder of its own."""
    folder = Path(arguments.data).expanduser() if arguments.data else default_data() / "demo"
    with Progress("Making the fictional clinic") as progress:
        create_demo(folder, seed=arguments.seed, progress=progress)
    say(f"A fictional clinic is in {folder}")
    say(f"Open it: needlechart --data {folder}")
    say(f"Its passphrase is known to everybody: {DEMO_PASSPHRASE}")
    say(f"(also in the file {MARKER}). Never keep real patients in it.")
    return Code.OK
