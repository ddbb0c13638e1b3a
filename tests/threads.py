"""What may go to another thread."""

from collections.abc import Iterable
from functools import partial
from types import FunctionType, MethodType

from PySide6.QtCore import QObject


def refuse_qt_objects(*given: object) -> None:
    """Fail if work for another thread, or what it is given, holds a Qt object of the GUI."""
    found = sorted({type(one).__name__ for one in _held(given)})
    assert not found, f"work for another thread holds {', '.join(found)}"


def _held(values: Iterable[object], depth: int = 6) -> Iterable[QObject]:
    for value in values:
        if isinstance(value, QObject):
            yield value
        elif depth:
            yield from _held(_inside(value), depth - 1)


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, MethodType):
        return (value.__self__, value.__func__)
    if isinstance(value, FunctionType):
        return [cell.cell_contents for cell in value.__closure__ or () if _filled(cell)]
    if isinstance(value, partial):
        return (value.func, *value.args, *value.keywords.values())
    if isinstance(value, (list, tuple)):
        return value
    return ()


def _filled(cell: object) -> bool:
    try:
        cell.cell_contents  # type: ignore[attr-defined]  # noqa: B018
    except ValueError:
        return False
    return True
