"""SQLAlchemy over the one open connection."""

from typing import TYPE_CHECKING, Any

from needlechart.store.form import Raw

if TYPE_CHECKING:
    from sqlalchemy import Engine


def engine_over(raw: Raw) -> "Engine":
    """An engine that knows the connection and no key; begins with BEGIN IMMEDIATE, hides parameters."""
    import logging

    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool
    from sqlcipher3 import dbapi2

    # What went wrong comes as an error. Without a handler Python would write SQLAlchemy's own account of it
    # to standard error: a traceback, for whoever pressed Ctrl+C.
    quiet = logging.getLogger("sqlalchemy")
    quiet.propagate = False
    if not quiet.handlers:
        quiet.addHandler(logging.NullHandler())

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool, hide_parameters=True
    )

    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    def begun(_connection: Any) -> None:
        raw.execute("BEGIN IMMEDIATE")  # straight to the driver: a tap waits for it

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine
