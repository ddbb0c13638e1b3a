"""A time that a test controls: the computer's clock, the steady one, and starting the computer anew."""

from datetime import datetime, timedelta

import pytest

from needlechart.domain.record import now
from needlechart.editing.clock import TreatmentClock


class Time:
    """Every `TreatmentClock` reads it while ``monkeypatch`` lasts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall = now()
        self.steady = 1000.0
        self.start = "one start"
        monkeypatch.setattr(TreatmentClock, "wall", staticmethod(lambda: self.wall))
        monkeypatch.setattr(TreatmentClock, "steady", staticmethod(lambda: self.steady))
        monkeypatch.setattr(TreatmentClock, "start", staticmethod(lambda: self.start))

    def go(self, seconds: float) -> datetime:
        """Time goes by."""
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds
        return self.wall

    def set_clock(self, by: timedelta) -> None:
        """Somebody sets the clock of the computer."""
        self.wall += by

    def start_computer(self, after: float) -> None:
        """Off and on again."""
        self.wall += timedelta(seconds=after)
        self.steady = 10.0
        self.start = "another start"
