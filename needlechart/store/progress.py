"""How far something long is, in percent of the whole; what hears of it may raise to stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from needlechart.store.connection import Raw

Told = Callable[[int, int, str], None]
"""Called with percent done, 100 and what goes on; may raise to stop, which changes nothing."""

OPERATIONS = 50_000
"""How many operations of the engine pass between two looks (a few milliseconds)."""


@dataclass(frozen=True)
class Share:
    """A stretch of the whole, from ``start`` to ``end`` percent; without ``told`` nobody hears of it."""

    told: Told | None = None
    start: float = 0
    end: float = 100

    def part(self, start: float, end: float) -> "Share":
        """A stretch of this one, from and to so many percent of it."""
        whole = (self.end - self.start) / 100
        return Share(self.told, self.start + start * whole, self.start + end * whole)

    def say(self, what: str, done: int = 0, total: int = 1) -> None:
        """So much of this stretch is done."""
        if self.told is not None:
            done = min(done, total)
            self.told(int(self.start + (self.end - self.start) * done / max(total, 1)), 100, what)


SILENT = Share()


@contextmanager
def watching(raw: Raw, share: Share, look: Callable[[], None]) -> Iterator[None]:
    """While a long statement runs on this connection ``look()`` is called now and then.

    What it raises stops the statement and is raised here, once nothing of the statement stays.
    """
    if share.told is None:
        yield
        return
    stop: list[BaseException] = []

    def ask() -> int:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - raised again below
            stop.append(error)
            return 1
        return 0

    raw.set_progress_handler(ask, OPERATIONS)
    try:
        yield
    except Exception:
        if stop:
            raise stop[0] from None
        raise
    finally:
        raw.set_progress_handler(None, 0)
