"""Where a resource lies: beside the source, inside the installed package, or in the built program."""

import sys
from functools import cache
from pathlib import Path


@cache
def resources_folder() -> Path:
    """The folder that holds atlas/, clinical/ and the rest.

    Raises FileNotFoundError if the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    bundled = getattr(sys, "_MEIPASS", None)
    candidates = [package / "_resources", package.parent / "resources"]
    if bundled is not None:
        candidates.insert(0, Path(bundled) / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the resources folder is missing: install needlechart again")


def resource(*parts: str) -> Path:
    """Path of one resource, e.g. ``resource("clinical", "muscles.csv")``."""
    return resources_folder().joinpath(*parts)
