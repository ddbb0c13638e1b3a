"""A case as its file tells it, and what its signed notes must say."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from needlechart.documents.pages import page_texts
from needlechart.domain.record import now
from needlechart.ui.screens.wording import short_day

HERE = Path(__file__).parent


class Case:
    """One TOML file of this folder."""

    def __init__(self, name: str) -> None:
        self.told: dict[str, Any] = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))

    @property
    def patient(self) -> dict[str, Any]:
        """Who it is."""
        found: dict[str, Any] = self.told["patient"]
        return found

    @property
    def visits(self) -> list[dict[str, Any]]:
        """What was done at each visit."""
        found: list[dict[str, Any]] = self.told["visits"]
        return found

    @property
    def sites(self) -> list[dict[str, Any]]:
        """What was needled."""
        found: list[dict[str, Any]] = self.told["sites"]
        return found

    def missing(self, notes: list[bytes]) -> list[str]:
        """Every datum that a signed note should say and does not."""
        texts = [note_text(one) for one in notes]
        lacking = []
        for printed in self.told["printed"]:
            for number in printed.get("visits", range(1, len(notes) + 1)):
                for wanted in printed["texts"]:
                    if plain(wanted) not in texts[number - 1]:
                        lacking.append(f"visit {number}: {wanted!r} ({printed['datum']})")
        return lacking


def note_text(pdf: bytes) -> str:
    """The text of every page, white space folded."""
    return plain(" ".join(page_texts(pdf)))


def plain(text: str) -> str:
    """Every white space, no-break space included, as one space; words that a line end broke put together."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\ufffe", "")).strip()


def day(days_ago: int) -> str:
    """A day as a person types it."""
    return short_day((now() - timedelta(days=days_ago)).date())
