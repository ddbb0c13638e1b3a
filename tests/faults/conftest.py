"""The store's charts, to be damaged."""

from tests.store.conftest import folder, store

__all__ = ["folder", "store"]
