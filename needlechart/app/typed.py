"""What is being typed in a form that was not handed over yet: no record, but kept in the chart."""

from needlechart.store.store import Store


def keep_typed(store: Store, place: str, words: str) -> None:
    """What is being typed in a form, for who is unlocked; empty once it was handed over. No record yet."""
    if not store.opened.for_reading:
        store.remember(f"typed by {store.clinician.id}: {place}", words)


def typed(store: Store, place: str) -> str:
    """What `keep_typed` kept last for who is unlocked."""
    return store.recall(f"typed by {store.clinician.id}: {place}")
