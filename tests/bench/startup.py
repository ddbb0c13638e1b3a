"""First window painted, against an empty PySide6 window. Run: python -m tests.bench.startup"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, interleaved
from tests.store.conftest import new_store

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


def main(runs: int = 11) -> list[Figure]:
    """First run (no chart yet) and the unlock screen ready to type, against the empty window."""
    with tempfile.TemporaryDirectory() as folder:
        new, used = Path(folder) / "new", Path(folder) / "used"
        new_store(used).close()
        painted = interleaved(lambda: start("ours", str(new)), lambda: start("empty"), runs=runs, warm_up=2)
        ready = interleaved(lambda: start("ready", str(used)), lambda: start("empty"), runs=runs, warm_up=2)
    return [
        Figure("first window painted", *painted, 1.3, "empty window").told(),
        Figure("unlock screen ready to type", *ready, None, "empty window").told(),
    ]


if __name__ == "__main__":
    main()
