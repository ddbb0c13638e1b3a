"""This clinician's last use of every muscle, asked for at opening, so that placing a mark never waits."""

from needlechart.domain.needling import Needling
from needlechart.editing.desk import Desk


class LastUses:
    """Answers arrive later; until one is here a new needle begins with the other defaults."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, Needling] = {}

    def ask(self) -> None:
        """Ask for all of them; an answer to an earlier question goes nowhere."""
        found: dict[str, Needling] = {}
        self._found = found
        # What cannot be asked is a missing convenience, not a problem to show at the table.
        self._desk.last_uses(found.update, lambda problem: None)

    def of(self, muscle: str) -> Needling | None:
        """The last use, if there is one and it has arrived."""
        return self._found.get(muscle)
