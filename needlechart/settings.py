"""How this laptop shows the program; no patient data, readable before anyone unlocks.

A setting is declared once: name, type and default are the fields of `Look`.
"""

import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

FILE_NAME = "look.json"

CHOICES = {
    "theme": ("system", "light", "dark", "high_contrast"),
    "plate_style": ("quiet", "colour"),
}
"""What a setting that is one of a few may be."""

MARKER = "fictional-clinic.txt"
"""In a folder with this file lies a fictional clinic: it opens itself."""


@dataclass(frozen=True, slots=True)
class Look:
    """Theme, text size (%), edge of the side panel, style of the body, who charted last, where PDFs go."""

    theme: str = "system"
    text_size: int = 0
    panel_on_left: bool = False
    plate_style: str = "quiet"
    single_keys: bool = True
    last_clinician: str = ""
    pdf_explained: bool = False
    hide_names: bool = False
    pdf_folder: str = ""

    def but(self, **values: Any) -> "Look":
        """The same look with other values."""
        return replace(self, **values)


def read_look(folder: Path) -> Look:
    """The look kept in a data folder; defaults where the file is missing, damaged or from another version."""
    try:
        text = (folder / FILE_NAME).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return Look()
    import json  # not for the first window of a new folder

    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Look()
    if not isinstance(data, dict):
        return Look()
    defaults = asdict(Look())
    known = {one.name for one in fields(Look)}
    fitting = {
        name: value
        for name, value in data.items()
        if name in known and type(value) is type(defaults[name]) and value in CHOICES.get(name, (value,))
    }
    return Look(**fitting)


def write_look(folder: Path, look: Look) -> None:
    """Keep the look, whole or not at all; raises OSError."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{FILE_NAME}.part"
    part.write_text(json.dumps(asdict(look), indent=1), encoding="utf-8")
    os.replace(part, folder / FILE_NAME)
