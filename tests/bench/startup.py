"""First window painted, against an empty PySide6 window. Run: python -m tests.bench.startup"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import interleaved, report

SCRIPT = Path(__file__).with_name("first_paint.py")


def start(*arguments: str) -> float:
    """Milliseconds from the start of the process to the first paint."""
    begun = time.time_ns()
    run = subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
    )
    painted, slow = run.stdout.split()[-2:]
    if slow != "none":
        raise SystemExit(f"imported before the first paint: {slow}")
    return (int(painted) - begun) / 1e6


def main(runs: int = 11) -> str:
    """First run (no chart yet) against the empty window."""
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = interleaved(
            lambda: start("ours", folder), lambda: start("empty"), runs=runs, warm_up=2
        )
    return report("first window painted", ours, floor, 1.3, "empty window")


if __name__ == "__main__":
    main()
