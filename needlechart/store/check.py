"""Is everything there, and as it was: file, references, history, seals. Findings name no patient."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from needlechart.store.audit import Head, Link, hash_at, read_anchor, read_links
from needlechart.store.driver_errors import raw_problems
from needlechart.store.form import Raw
from needlechart.store.history import head_faults, place_faults, record_faults
from needlechart.store.keyfile import read_key_file
from needlechart.store.naming import spoken
from needlechart.store.problems import StoreProblem
from needlechart.store.seal_faults import seal_faults
from needlechart.store.stopping import stoppable
from needlechart.store.vault import key_file_faults

if TYPE_CHECKING:
    from needlechart.store.core import Core
    from needlechart.store.store import Store

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what comes next; may raise to stop the check."""

STEPS = (
    "the file",
    "the keys",
    "the anchor",
    "references",
    "the audit log",
    "records against the log",
    "triggers",
    "seals",
)
BESIDE = ("the keys", "the anchor")
"""Steps whose findings lie beside the records: no backup has to be restored for them."""
FEW = 50
"""Of so many faults of one kind each is named."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a check found; no finding means that all is well.

    ``harmed``: some of it is in the records, or in the file that holds them.
    """

    findings: tuple[str, ...]
    audit_entries: int
    seals: int
    visits: int
    harmed: bool

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class Step:
    """One step of a check, which tells how far it is."""

    def __init__(self, progress: Progress | None, number: int, name: str) -> None:
        self._progress = progress
        self._number = number
        self._name = name

    def __call__(self, done: int, total: int) -> None:
        """So much of the step is done; raises what the progress raises, to stop."""
        if self._progress is not None:
            part = f" ({100 * done // total} %)" if total else ""
            self._progress(self._number, len(STEPS), f"{self._name}{part}")


Part = Callable[[Step], Iterable[str]]


def check(store: "Store", progress: Progress | None = None) -> Report:
    """Look at everything; reads only, but for bringing the write-ahead log into the file."""
    live, copied = live_parts(store), content_parts(store)
    log, tables = copied["the audit log"], copied["the file"]
    copied["the audit log"] = lambda step: chain(log(step), tail_faults(store))
    copied["the file"] = lambda step: chain(page_faults(store), tables(step))
    return looked_at(store, {**live, **copied}, progress)


def live_parts(store: "Store") -> dict[str, Part]:
    """What can be seen only where the chart lies, and at once: its keys, its anchor.

    Its pages are read, each as it was written, when they are copied.
    """
    return {
        "the keys": lambda _: key_faults(store),
        "the anchor": lambda _: anchor_faults(store),
    }


def content_parts(core: "Core") -> dict[str, Part]:
    """What is the same in a copy of the moment."""
    raw = core.opened.raw
    return {
        "the file": lambda step: structure_faults(raw, step),
        "references": lambda step: chain(reference_faults(raw, step), place_faults(raw)),
        "the audit log": lambda step: chain_faults(core, step),
        "records against the log": lambda step: record_faults(core, step),
        "triggers": lambda _: trigger_faults(raw),
        "seals": lambda step: chain(seal_faults(core, step), head_faults(core)),
    }


def looked_at(core: "Core", parts: dict[str, Part], progress: Progress | None) -> Report:
    """The findings of these parts, in the order of `STEPS`; raises what the progress raises, to stop."""
    findings: list[str] = []
    harmed = False
    for number, name in enumerate(STEPS):
        part = parts.get(name)
        if part is None:
            continue
        step, before = Step(progress, number, name), len(findings)
        step(0, 0)
        try:
            with raw_problems():
                for finding in part(step):
                    findings.append(finding)  # one by one: those before an unreadable place count too
        except StoreProblem:
            findings.append(f"A damaged place of the chart file ends the check of {name}.")
        harmed = harmed or (name not in BESIDE and len(findings) > before)
    return Report(
        findings=tuple(findings),
        audit_entries=core.head.sequence,
        seals=_count(core.opened.raw, "seal"),
        visits=_count(core.opened.raw, "visit"),
        harmed=harmed,
    )


def _count(raw: Raw, table: str) -> int:
    """Rows of a table; 0 when it cannot be read, which a finding says already."""
    try:
        with raw_problems():
            query = f"SELECT count(*) FROM {table}"  # noqa: S608 - our own names
            return int(raw.execute(query).fetchone()[0])
    except StoreProblem:
        return 0


def page_faults(store: "Store") -> Iterator[str]:
    """The codes of the file's pages, after a checkpoint, or the check cries wolf."""
    store.checkpoint()
    bad = store.opened.raw.execute("PRAGMA cipher_integrity_check").fetchall()
    if bad:
        yield f"The chart file is damaged in {len(bad)} places."


def structure_faults(raw: Raw, step: Step) -> Iterator[str]:
    """Whether tables and indexes fit together."""
    with stoppable(raw, lambda: step(0, 0)):
        answers = [row[0] for row in raw.execute("PRAGMA integrity_check").fetchall()]
    if answers != ["ok"]:
        yield f"The chart file has {len(answers)} faults in its structure."


def key_faults(store: "Store") -> Iterator[str]:
    """Entries of the key file that are not whole, whoever they belong to."""
    yield from key_file_faults(read_key_file(store.folder), store.opened.secrets.data_key)


def reference_faults(raw: Raw, step: Step) -> Iterator[str]:
    """Records that refer to others that do not exist."""
    with stoppable(raw, lambda: step(0, 0)):
        tables = [row[0] for row in raw.execute("PRAGMA foreign_key_check").fetchall()]
    for table in sorted(set(tables)):
        yield f"{tables.count(table)} records ({spoken(table)}) refer to a record that does not exist."


def trigger_faults(raw: Raw) -> Iterator[str]:
    """The triggers that lock what is signed are all there, word for word."""
    from needlechart.store.triggers import triggers

    rows = raw.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    missing = set(triggers()) - {row[0] for row in rows}
    if missing:
        yield f"{len(missing)} of the locks on signed records were taken out of the chart."


def chain_faults(core: "Core", step: Step | None = None) -> Iterator[str]:
    """The audit chain from its first entry."""
    opened = core.opened
    found = 0
    for fault in opened.chain.faults(_counted(read_links(opened.raw), core.head.sequence, step), Head()):
        found += 1
        if found <= FEW:
            yield fault
    if found > FEW:
        yield f"{found - FEW} more entries of the audit log do not follow."


def anchor_faults(store: "Store") -> Iterator[str]:
    """Whether there is an anchor beside the chart that can be believed."""
    opened = store.opened
    if read_anchor(opened.folder, opened.file_id, opened.secrets.data_key) is None:
        yield "The file that tells how far the history went is missing or was changed."


def tail_faults(store: "Store") -> Iterator[str]:
    """Whether the log goes as far as that anchor says."""
    opened = store.opened
    anchor = read_anchor(opened.folder, opened.file_id, opened.secrets.data_key)
    if anchor is not None and hash_at(opened.raw, anchor.head.sequence) != anchor.head.hash:
        yield f"The audit log ends before entry {anchor.head.sequence}, where it stood when last closed."


def _counted(entries: Iterable[Link], total: int, step: Step | None) -> Iterator[Link]:
    for number, entry in enumerate(entries):
        if step is not None and number % 2_000 == 0:
            step(number, total)
        yield entry
