"""Which acts there are, read from the code: what writes into the log, or asks who may, by way of a store."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import needlechart
from needlechart.store.store import Store

SEEDS = {"_log", "allow"}
"""Where a method of the store ends that logs, and one that asks who may."""

PLACES = ("app/*.py", "store/**/*.py", "exchange/*.py", "editing/*.py", "documents/**/*.py")
Called = set[tuple[str, str]]
"""What is called on what, ``("store", "put")``, and with what, ``("keep_handout", "store")``."""


def methods() -> set[str]:
    """Public methods of the store that write into the log or ask who may, themselves or by others."""
    bodies: dict[str, Called] = {}
    for one in Store.__mro__:
        if one.__module__.startswith("needlechart."):
            for node in ast.walk(ast.parse(inspect.getsource(one))):
                if isinstance(node, ast.FunctionDef):
                    bodies.setdefault(node.name, _calls(node))
    found = set(SEEDS)
    while more := {
        name for name, calls in bodies.items() if name not in found and _uses(calls, {"self", "store"}, found)
    }:
        found |= more
    return {f"Store.{name}" for name in found if not name.startswith("_")}


def functions() -> set[str]:
    """Public functions that do the same with a store they are given: ``module.function``."""
    there = list(_with_store())
    found: set[str] = set()
    writers = {name.removeprefix("Store.") for name in methods()} | SEEDS
    while more := {
        name
        for _, name, store, calls in there
        if name not in found
        and (_uses(calls, {store}, writers) or any((one, store) in calls for one in found))
    }:
        found |= more
    return {f"{module}.{name}" for module, name, _, _ in there if name in found and not name.startswith("_")}


def _uses(calls: Called, on: set[str], names: set[str]) -> bool:
    return any(owner in on and name in names for owner, name in calls)


def _with_store() -> Iterator[tuple[str, str, str, Called]]:
    """Module, function, name of the parameter that is a store, and what it calls."""
    base = Path(needlechart.__file__).parent
    for path in sorted(one for place in PLACES for one in base.glob(place)):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for one in node.args.args:
                    said = ast.unparse(one.annotation) if one.annotation else ""
                    if said.strip("'\"") in ("Store", "Core"):
                        yield path.stem, node.name, one.arg, _calls(node)


def _calls(body: ast.FunctionDef) -> Called:
    found: Called = set()
    for node in ast.walk(body):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                found.add((node.func.value.id, node.func.attr))
            elif isinstance(node.func, ast.Name):
                found |= {(node.func.id, one.id) for one in node.args if isinstance(one, ast.Name)}
    return found
