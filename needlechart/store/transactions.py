"""One transaction at a time over an open chart: all of it or nothing, on the file that lies in the folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from needlechart.store.audit import Head
from needlechart.store.driver_errors import problem_of
from needlechart.store.engine import engine_over
from needlechart.store.form import Raw
from needlechart.store.opening import Opened
from needlechart.store.presence import cause, identity, open_again, refuse_gone, returned
from needlechart.store.problems import Damaged, StoreProblem

UNREADABLE = "A place of the chart file could not be read."
UNREADABLE_TODO = (
    "Try again. If it stays so, make a copy of the folder as it is, then restore the newest backup."
)


class Transactions:
    """The part of `Store` that owns the connection."""

    def __init__(self, opened: Opened) -> None:
        """Over an open chart."""
        self._opened = opened
        self._engine = engine_over(opened.raw)
        self._connection: Connection = self._engine.connect()
        self._doubtful = False

    @property
    def folder(self) -> Path:
        """Where the chart lies."""
        return self._opened.folder

    @property
    def head(self) -> Head:
        """Where the audit chain stands."""
        return self._opened.head

    @property
    def opened(self) -> Opened:
        """Connection, keys and history, for the other modules of this package."""
        return self._opened

    @property
    def connection(self) -> Connection:
        """For the queries of this package; read inside `reading`."""
        return self._connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent state for several reads; nests."""
        if self._connection.in_transaction():
            yield self._connection
            return
        with self._transaction(reading=True):
            yield self._connection

    @contextmanager
    def _transaction(self, *, reading: bool = False) -> Iterator[None]:
        """One transaction; on any error nothing of it stays, the head of the chain included.

        What is written goes to the file that lies in the folder, or is refused: see `presence`.
        """
        watched = not reading and self._opened.identity is not None
        if self._doubtful:
            self._take_anew(open_again(self._opened, close=self._close_connection))
        if watched:
            self._take_up_returned()
        head = self._opened.head
        try:
            with self._connection.begin():
                yield
                if watched:
                    refuse_gone(self._opened)
        except DBAPIError as error:
            self._undo(head)
            raise self._told(problem_of(error.orig or error)) from None
        except dbapi2.Error as error:
            self._undo(head)
            raise self._told(problem_of(error)) from None
        except MemoryError:  # what the driver makes of a page that could not be read
            self._undo(head)
            raise self._told(Damaged(UNREADABLE, todo=UNREADABLE_TODO)) from None
        except BaseException:
            self._undo(head)
            raise

    def _take_up_returned(self) -> None:
        """The folder was away and came back as other files with the same content: go on with those."""
        raw = returned(self._opened)
        if raw is not None:
            self._close_connection()
            self._take_anew(raw)

    def _told(self, problem: StoreProblem) -> StoreProblem:
        """After a page that could not be read the engine refuses sound ones, too: the next act opens anew."""
        self._doubtful = self._doubtful or type(problem) is Damaged
        return cause(problem, self.folder)

    def _close_connection(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _take_anew(self, raw: Raw) -> None:
        self._opened.raw, self._opened.identity = raw, identity(self.folder)
        self._engine = engine_over(raw)
        self._connection = self._engine.connect()
        self._doubtful = False

    def _undo(self, head: Head) -> None:
        """A commit that fails leaves SQLite inside the transaction; the next one could not begin."""
        self._opened.head = head
        try:
            if self._opened.raw.in_transaction:
                self._opened.raw.rollback()
        except (dbapi2.Error, MemoryError):
            self._doubtful = True  # closing it rolls back as well
