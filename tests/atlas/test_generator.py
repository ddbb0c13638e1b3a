"""The committed atlas is what the generator makes; needs the packages of the extra `atlas`.

Numbers may differ by rounding from one machine to the next: two hundredths of a unit in the figure warps, two
tenths of a unit in curves and places.
"""

import importlib.util
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

from needlechart.resources import resource

ROUNDING = 2.0


def differences(made: Any, kept: Any, where: str) -> list[str]:
    """Where two pieces of data differ by more than rounding."""
    if isinstance(made, dict) and isinstance(kept, dict):
        if made.keys() != kept.keys():
            return [f"{where}: {sorted(made.keys() ^ kept.keys())}"]
        return [d for key in made for d in differences(made[key], kept[key], f"{where}.{key}")]
    if isinstance(made, list) and isinstance(kept, list):
        if len(made) != len(kept):
            return [f"{where}: {len(made)} and {len(kept)} items"]
        pairs = enumerate(zip(made, kept, strict=True))
        return [d for i, (one, two) in pairs for d in differences(one, two, f"{where}[{i}]")]
    if isinstance(made, int | float) and isinstance(kept, int | float):
        most = ROUNDING if isinstance(made, int) else ROUNDING / 10
        return [] if math.isclose(made, kept, rel_tol=0, abs_tol=most) else [f"{where}: {made} and {kept}"]
    return [] if made == kept else [f"{where}: {made} and {kept}"]


def test_differences_are_seen() -> None:
    body = {"steps": [{"part": "piriformis", "outline": [10, 20, 30], "anchor": [1.0, 2.0]}]}
    assert differences(body, body, "") == []
    for other in (
        {"steps": []},
        {"steps": [{"part": "piriformis", "outline": [10, 20, 33], "anchor": [1.0, 2.0]}]},
        {"steps": [{"part": "piriformis", "outline": [10, 20], "anchor": [1.0, 2.0]}]},
        {"steps": [{"part": "gluteus", "outline": [10, 20, 30], "anchor": [1.0, 2.0]}]},
        {"steps": [{"part": "piriformis", "outline": [10, 20, 30], "anchor": [1.0, 2.5]}]},
        {"steps": [{"part": "piriformis", "outline": [10, 20, 30]}]},
    ):
        assert differences(body, other, "")


if importlib.util.find_spec("numpy"):

    def test_the_committed_files_are_what_the_generator_makes(tmp_path: Path) -> None:
        command = [sys.executable, "-B", str(resource("atlas", "source", "make.py")), str(tmp_path)]
        subprocess.run(command, check=True)
        kept = {path.name: path for path in resource("atlas").glob("*.json")}
        made = {path.name: path for path in tmp_path.glob("*.json")}
        assert made.keys() == kept.keys()
        for name, path in made.items():
            one, two = (json.loads(p.read_text(encoding="utf-8")) for p in (path, kept[name]))
            assert differences(one, two, name)[:5] == []
