"""Long work on the thread of the store lets short work pass: nobody's tap waits until a backup is made."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Way(Protocol):
    """What the thread offers to long work; asked for only outside a transaction."""

    def between(self) -> None:
        """Do what waits for the thread now."""

    def beside(self, work: Callable[[], T]) -> T:
        """Do something that needs no chart on a thread of its own, and meanwhile here what waits."""


class _Alone:
    """There is no thread, or nobody on it to let pass."""

    def between(self) -> None:
        """Nothing waits."""

    def beside(self, work: Callable[[], T]) -> T:
        """Done here."""
        return work()


ALONE: Way = _Alone()
