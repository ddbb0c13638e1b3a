"""The openings of a copy that is only read, and how whatever is open is let go."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from needlechart.domain.words import AuditAction
from needlechart.store import vault, waiting
from needlechart.store.lockfile import clear_holder
from needlechart.store.opening import Opened
from needlechart.store.outside import own_folder, remove_copy
from needlechart.store.problems import ReadOnly, StoreProblem
from needlechart.store.progress import Share, Told
from needlechart.store.settling import Settling


class OnlyReading(Settling):
    """The part of `Store` that opens what is only read."""

    @classmethod
    def for_reading(
        cls, folder: Path, clinician_id: str, passphrase: str, outside: Path | None = None
    ) -> Self:
        """What can be read of a damaged chart, as a copy that is read only; see `rescue`.

        Raises `WrongPassphrase`, `Damaged` when nothing can be read, `HeldElsewhere`, `DiskFull`.
        """
        from needlechart.store.viewing import rescue_where_it_can_be

        secrets = vault.unlock(folder, clinician_id, passphrase, outside=outside)
        store = cls._behind(secrets, lambda: rescue_where_it_can_be(folder, secrets, outside))
        store._say_opened(folder, "what can be read of a damaged chart", outside)
        return store

    @classmethod
    def read_elsewhere(
        cls, folder: Path, clinician_id: str, passphrase: str, outside: Path | None = None
    ) -> Self:
        """Of a chart that another window holds its newest verified backup, to read alone; see `elsewhere`.

        Raises `WrongPassphrase`, `HeldElsewhere` when no backup is whole, `DiskFull`, `ReadOnly`.
        """
        from needlechart.store.elsewhere import open_elsewhere

        secrets = vault.unlock(folder, clinician_id, passphrase, outside=outside)
        store = cls._behind(secrets, lambda: open_elsewhere(folder, secrets, outside))
        store._say_opened(folder, "a backup, to read, while another window held the chart", outside)
        return store

    @classmethod
    def view(
        cls,
        folder: Path,
        clinician_id: str,
        passphrase: str,
        outside: Path,
        *,
        accept_older: bool = False,
        told: Told | None = None,
    ) -> Self:
        """A chart that cannot be written to, to read alone; see `viewing`.

        ``told`` hears of the copy in percent, and may raise to stop it. Raises `WrongPassphrase`,
        `HeldElsewhere` while somebody charts in it, and every other `StoreProblem` of opening.
        """
        from needlechart.store.viewing import open_to_view

        secrets = vault.unlock(folder, clinician_id, passphrase, outside=outside)
        store = cls._behind(
            secrets,
            lambda: open_to_view(folder, secrets, outside, accept_older=accept_older, share=Share(told)),
        )
        store._say_opened(folder, "a copy, to read, while the chart could not be written to", outside)
        return store

    def _say_opened(self, folder: Path, what: str, outside: Path | None = None) -> None:
        """The right passphrase was typed, and what it opened stands in the log of the copy."""
        with self._open_or_let_go():
            person = self._opened.secrets.clinician_id
            if outside is not None:
                waiting.forget_failures(own_folder(outside, self._opened.file_id), person)
            with suppress(ReadOnly):  # then what was tried while it could be written to goes on counting
                waiting.forget_failures(folder, person)
            self.note(AuditAction.UNLOCKED, detail=what)

    @classmethod
    def _behind(cls, secrets: vault.Secrets, opening: Callable[[], Opened]) -> Self:
        """What ``opening`` opens; where that fails the file is free again and the keys are gone."""
        try:
            opened = opening()
            try:
                return cls(opened)
            except BaseException:
                opened.raw.close()
                if opened.as_of is not None:
                    remove_copy(opened.folder)
                raise
        except BaseException:
            secrets.wipe()
            raise

    @contextmanager
    def _open_or_let_go(self) -> Iterator[None]:
        """Whatever keeps the opening from its end, the file is free again and the keys are gone."""
        try:
            yield
        except BaseException as error:
            if isinstance(error, StoreProblem):
                error.at(str(self.folder))
            self._let_go()
            raise

    def _let_go(self) -> None:
        self._closed = True
        passing = self._opened.as_of is not None
        if passing:
            from needlechart.store.elsewhere_seen import keep_seen

            passing = keep_seen(self._opened)
        self._connection.close()
        self._engine.dispose()
        self._opened.secrets.wipe()
        clear_holder(self.folder)
        if passing:
            remove_copy(self.folder)
