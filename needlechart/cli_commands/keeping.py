"""``check``, ``backup``, ``restore``, ``demo``: the chart as a whole."""

from argparse import Namespace
from pathlib import Path

from needlechart.cli_commands.demo_folder import MARKER, create_demo
from needlechart.cli_commands.opening import (
    choose_clinician,
    data_folder,
    default_data,
    open_store,
    passphrase,
)
from needlechart.cli_commands.stops import Code, stop
from needlechart.cli_commands.telling import Progress, say
from needlechart.demo.secret import DEMO_PASSPHRASE
from needlechart.domain.words import AuditAction


def check(arguments: Namespace) -> Code:
    """Verify database, seals and audit log; every finding is a line."""
    with open_store(arguments) as store, Progress("Checking") as progress:
        report = store.check(progress)
        findings = [*store.notices, *report.findings]
        store.note(AuditAction.CHECKED, detail=f"{len(findings)} findings")
    for finding in findings:
        say(finding)
    counted = f"{report.visits} visits, {report.seals} seals, {report.audit_entries} audit entries"
    if findings:
        said = "1 problem" if len(findings) == 1 else f"{len(findings)} problems"
        say(f"{said} found in {counted}. Nothing was changed. Copy the folder, then restore a backup.")
        return Code.PROBLEMS_FOUND
    say(f"All is well: {counted}.")
    return Code.OK


def backup(arguments: Namespace) -> Code:
    """A verified copy."""
    from needlechart.store.backup import backup as make_backup

    target = Path(arguments.to).expanduser() if arguments.to else None
    with open_store(arguments) as store:
        made = make_backup(store, target, reason="asked on the command line")
    say(str(made.folder))
    return Code.OK


def restore(arguments: Namespace) -> Code:
    """A backup in the place of the chart; the chart that was there is kept beside it."""
    from needlechart.store.backup import restore as put_back

    source, folder = Path(arguments.backup).expanduser(), data_folder(arguments)
    if not source.is_dir():
        stop(Code.REFUSED, "There is no backup folder with this name. Nothing was changed.")
    person = choose_clinician(source, arguments.clinician)
    info = put_back(source, folder, person, passphrase(arguments, folder))
    say(f"Restored the backup of {info.made_at:%Y-%m-%d %H:%M}.")
    say("What was there before is kept in the folder backups, under replaced-...")
    return Code.OK


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
