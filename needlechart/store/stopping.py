"""A long statement that can be stopped: nobody who locks waits for the engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from needlechart.store.form import Raw

OPERATIONS = 20_000
"""How many operations of the engine, or of looking at pages, pass between two looks: a few milliseconds."""


@contextmanager
def stoppable(raw: Raw, look: Callable[[], object] | None, every: int = OPERATIONS) -> Iterator[None]:
    """While statements run on this connection ``look()`` is called now and then.

    What it raises stops the statement and is raised here; the connection goes on. Without it nothing asks.
    """
    if look is None:
        yield
        return
    stop: list[BaseException] = []

    def ask() -> int:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - raised again below
            stop.append(error)
        return bool(stop)

    raw.set_progress_handler(ask, every)
    try:
        yield
    except Exception:
        if stop:
            raise stop[0] from None
        raise
    finally:
        raw.set_progress_handler(None, 0)
