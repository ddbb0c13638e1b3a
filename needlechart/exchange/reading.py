"""Bytes to JSON values, with everything a hostile or broken file can do said in one sentence."""

import json
from typing import Any, NoReturn

from needlechart.exchange.refusal import Fault, Refused

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a clinic of 20,000 visits stays below it."""

DEEPEST = 64
"""Levels of lists and objects one in the other; a document of records has five."""

LONGEST_INTEGER = 300
"""Digits; a longer number is read as a decimal, which is then refused as not finite."""


class NotANumber:
    """Stands for NaN and Infinity, which JSON does not have; no field accepts it."""


class Doubled(dict[str, Any]):
    """An object that names a key twice; ``twice`` holds the names."""

    twice: tuple[str, ...] = ()


def read_json(data: bytes) -> Any:
    """The value that bytes of JSON stand for; raises `Refused` in every other case."""
    if len(data) > LARGEST_FILE:
        _refuse(f"the file is larger than {LARGEST_FILE // 2**20} MB")
    text = _text(data)
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=float
        )
    except RecursionError:
        _refuse("the file is nested too deeply")
    except json.JSONDecodeError as error:
        _refuse(f"the file is not JSON: {error.msg} (line {error.lineno}, column {error.colno})")
    if _depth(value) > DEEPEST:
        _refuse("the file is nested too deeply")
    return value


def _text(data: bytes) -> str:
    if not data.strip():
        _refuse("the file is empty")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse("the file is UTF-16 text; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(f"the file is not UTF-8 text (byte {error.start})")


def _refuse(why: str) -> NoReturn:
    raise Refused([Fault("", why)]) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    doubled = Doubled(plain)
    doubled.twice = tuple(dict.fromkeys(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]
    return doubled


def _constant(_word: str) -> NotANumber:
    return NotANumber()


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_INTEGER else float(digits)


def _depth(value: Any) -> int:
    """Levels of lists and objects, counted without recursion."""
    deepest, level = 0, [value]
    while level and deepest <= DEEPEST:
        parts = [one for one in level if isinstance(one, dict | list)]
        deepest += bool(parts)
        level = [inner for one in parts for inner in (one.values() if isinstance(one, dict) else one)]
    return deepest
