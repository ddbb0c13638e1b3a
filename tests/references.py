"""Whether the library that calls our methods gives back every reference to them that it takes."""

import sys
from types import FunctionType

_held: dict[int, FunctionType] = {}
"""Every method of ours by its address; held here, so that one reference too few ends no process."""
_seen: set[str] = set()

LEAST = 4
"""References of a method that nobody calls: its class, the dictionary here, a name and the question."""


def lost() -> list[str]:
    """The methods that somebody has let go of more often than taken, since all were looked at."""
    if len(_seen) != len(sys.modules):
        _look()
    return [one.__qualname__ for one in _held.values() if sys.getrefcount(one) < LEAST]


def _look() -> None:
    for name in sys.modules.keys() - _seen:
        _seen.add(name)
        if not name.startswith("needlechart"):
            continue
        for kind in vars(sys.modules[name]).values():
            if isinstance(kind, type) and kind.__module__ == name:
                _held.update({id(one): one for one in vars(kind).values() if isinstance(one, FunctionType)})
