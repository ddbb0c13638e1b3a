"""Every harness and every benchmark in full, then one table in Markdown. Run: python -m tests.faults

Each file of tests runs in a process of its own, one after the other; names of harnesses given choose among
them (``python -m tests.faults history damage``), ``--bench`` adds the benchmarks, which a choice leaves out.
The exit code is 1 when one failed.
"""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

FULL = {
    "NEEDLECHART_DAMAGE_PLACES": "200",
    "NEEDLECHART_HOSTILE_INPUTS": "2000",
    "NEEDLECHART_POWER_CUTS": "500",
    "NEEDLECHART_KILL_ROUNDS": "200",
    "NEEDLECHART_NTH_CALLS": "1000",
    "NEEDLECHART_SOAK": "40/8",
    "NEEDLECHART_MIGRATED_VISITS": "200000",
    "NEEDLECHART_STOPS": "40",
}
"""Sizes of the acceptance tests; what a harness does without one of these is full as it is."""

SEARCH = "--hypothesis-profile=search"
"""New examples at each run, where the suite says the same thing of a commit each time."""

LIMIT_S = 4 * 60 * 60
"""One test of a full size may take this long."""


@dataclass(frozen=True)
class Run:
    """One harness: how it ended, and what it told of itself."""

    name: str
    ended: str
    seconds: float
    told: str
    failed: bool


def harnesses(chosen: list[str]) -> list[Path]:
    """The files of tests, all or those named."""
    return [
        one
        for one in sorted(HERE.glob("test_*.py"))
        if not chosen or one.stem.removeprefix("test_") in chosen
    ]


def run(file: Path) -> Run:
    """One harness in full, in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-n0", "-p", "no:cacheprovider", SEARCH]
    began = time.monotonic()
    ended = subprocess.run(
        [*command, f"--timeout={LIMIT_S}", str(file)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **FULL, "QT_QPA_PLATFORM": "offscreen"},
    )
    name = file.stem.removeprefix("test_")
    told = re.findall(rf"{name}: ([^\n]*)", ended.stdout)
    last = re.findall(r"\d+ (?:passed|failed|errors?)(?:, \d+ \w+)*", ended.stdout)
    if ended.returncode:
        print(ended.stdout[-4000:], ended.stderr[-2000:], sep="\n", file=sys.stderr)
    words = last[-1] if last else f"ended with {ended.returncode}"
    return Run(name, words, time.monotonic() - began, "; ".join(told), ended.returncode != 0)


def main(arguments: list[str]) -> int:
    """Run them and print the table."""
    chosen = [one for one in arguments if not one.startswith("-")]
    runs = []
    for file in harnesses(chosen):
        runs.append(run(file))
        print(f"{runs[-1].name}: {runs[-1].ended}, {runs[-1].seconds:.0f} s", flush=True)
    print("\n| harness | result | time | told |\n| --- | --- | --- | --- |")
    for one in runs:
        print(f"| {one.name} | {one.ended} | {one.seconds:.0f} s | {one.told} |")
    if not chosen or "--bench" in arguments:
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", "tests.bench"], check=True)
    return 1 if any(one.failed for one in runs) or not runs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
