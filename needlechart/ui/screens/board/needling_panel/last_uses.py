"""This clinician's last use of every muscle, asked for at opening, so that placing a mark never waits."""

from needlechart.catalogue import muscles
from needlechart.domain.needling import Needling
from needlechart.editing.desk import Desk


class LastUses:
    """Answers arrive later; until one is here a new needle begins with the other defaults."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, Needling | None] = {}

    def ask(self) -> None:
        """Ask for every muscle of the catalogue."""
        self._found.clear()
        found = self._found
        for muscle in muscles():
            self._ask_one(muscle, found)

    def _ask_one(self, muscle: str, found: dict[str, Needling | None]) -> None:
        def keep(needling: Needling | None) -> None:
            found[muscle] = needling

        # What cannot be asked is a missing convenience, not a problem to show at the table.
        self._desk.last_use(muscle, keep, lambda problem: None)

    def of(self, muscle: str) -> Needling | None:
        """The last use, if there is one and it has arrived."""
        return self._found.get(muscle)
