"""Every harness and every benchmark in full, then one table in Markdown. Run: python -m tests.faults

Each file of tests runs in a process of its own, one after the other, and the next one whatever became of it;
names of harnesses given choose among them (``python -m tests.faults history damage``), ``--bench`` adds the
benchmarks, which a choice leaves out, ``--small`` keeps to the sizes of every run of the tests. Ctrl+C stops
there and prints what there is.
The exit code is 1 when one failed or was not come to, 2 when a name is none.
"""

import ast
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

FULL = {
    "NEEDLECHART_DAMAGE_PLACES": "500",
    "NEEDLECHART_HOSTILE_INPUTS": "2000",
    "NEEDLECHART_POWER_CUTS": "500",
    "NEEDLECHART_KILL_ROUNDS": "500",
    "NEEDLECHART_WINDOW_KILLS": "200",
    "NEEDLECHART_FULL_DISKS": "50",
    "NEEDLECHART_COMMITS": "50000",
    "NEEDLECHART_NTH_CALLS": "2000",
    "NEEDLECHART_FORCED_FAULTS": "15",
    "NEEDLECHART_GUESSES": "10000",
    "NEEDLECHART_BACKUP_KILLS": "2000",
    "NEEDLECHART_MIGRATION_STATEMENTS": "2000",
    "NEEDLECHART_ENGINES": "sqlcipher3-wheels==0.5.7",
    "NEEDLECHART_SOAK": "40/8",
    "NEEDLECHART_MIGRATED_VISITS": "200000",
    "NEEDLECHART_STOPS": "40",
    "NEEDLECHART_REPEATS": "12",
    "NEEDLECHART_SEARCHES": "3000",
    "NEEDLECHART_ROLES": "5",
    "NEEDLECHART_LOCKS": "5",
    "NEEDLECHART_FLIPS": "100",
    "NEEDLECHART_FORGERIES": "210",
}
"""Sizes of the acceptance tests; what a harness does without one of these is full as it is."""

SEARCH = "--hypothesis-profile=search"
"""New examples at each run, where the suite says the same thing of a commit each time."""

LIMIT_S = 4 * 60 * 60
"""One test of a full size may take this long."""


@dataclass(frozen=True)
class Run:
    """One harness: what it does, how it ended, what it told of itself."""

    name: str
    what: str
    ended: str
    seconds: float
    told: str
    failed: bool


def harnesses(chosen: list[str]) -> list[Path]:
    """The files of tests, all or those named; raises ValueError for a name that is none."""
    there = {one.stem.removeprefix("test_"): one for one in sorted(HERE.glob("test_*.py"))}
    unknown = sorted(set(chosen) - set(there))
    if unknown:
        raise ValueError(f"no harness: {', '.join(unknown)}; there are {', '.join(there)}")
    return [file for name, file in there.items() if not chosen or name in chosen]


def purpose(file: Path) -> str:
    """The first line of what a harness says of itself."""
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.split("\n", 1)[0].rstrip(".").replace("|", "/")


def run(file: Path, sizes: dict[str, str]) -> Run:
    """One harness in these sizes, in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-n0", "-p", "no:cacheprovider", SEARCH]
    began = time.monotonic()
    ended = subprocess.run(
        [*command, f"--timeout={LIMIT_S}", str(file)],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, **sizes, "QT_QPA_PLATFORM": "offscreen"},
    )
    seconds = time.monotonic() - began
    name = file.stem.removeprefix("test_")
    told = re.findall(rf"\b{name}: ([^\n]*)", ended.stdout)
    last = re.findall(r"\d+ (?:passed|failed|errors?)(?:, \d+ \w+)*", ended.stdout)
    if ended.returncode:
        print(ended.stdout[-4000:], ended.stderr[-2000:], sep="\n", file=sys.stderr)
    # A process that died of a signal has told nothing at its end.
    words = last[-1] if last and ended.returncode >= 0 else f"ended with {ended.returncode}"
    return Run(name, purpose(file), words, seconds, "; ".join(told), ended.returncode != 0)


def table(runs: list[Run], missing: list[Path]) -> str:
    """What was done, how often, with what result."""
    lines = ["| harness | what | how many | result | time |", "| --- | --- | --- | --- | --- |"]
    for one in runs:
        result = f"**{one.ended}**" if one.failed else one.ended
        lines.append(f"| {one.name} | {one.what} | {one.told} | {result} | {one.seconds:.0f} s |")
    lines += [f"| {one.stem.removeprefix('test_')} | {purpose(one)} | | **not run** | |" for one in missing]
    return "\n".join(lines)


def benchmarks() -> bool:
    """Run them all; whether they came through."""
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "tests.bench"], check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """Run them and print the table."""
    chosen = [one for one in arguments if not one.startswith("-")]
    try:
        files = harnesses(chosen)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    runs: list[Run] = []
    try:
        for number, file in enumerate(files, 1):
            runs.append(run(file, {} if "--small" in arguments else FULL))
            last = runs[-1]
            print(f"{number}/{len(files)} {last.name}: {last.ended}, {last.seconds:.0f} s", flush=True)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    missing = files[len(runs) :]
    print(f"\n{table(runs, missing)}")
    well = not missing and not any(one.failed for one in runs)
    if not missing and (not chosen or "--bench" in arguments):
        well = benchmarks() and well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
