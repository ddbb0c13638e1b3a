"""Passphrases, therapists and the recovery key: what the desk does with the keys of the chart."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from needlechart.app.desk_part import PartOfDesk
from needlechart.app.paper import print_images, recovery_sheet
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.editing.desk import Failed
from needlechart.editing.documents import RecoverySheet
from needlechart.store.passphrase import passphrase_strength

if TYPE_CHECKING:
    from needlechart.store.recovery import RecoveryKey
    from needlechart.store.store import Store


class KeysOfDesk(PartOfDesk):
    """A part of `AppDesk`."""

    def judge_passphrase(self, text: str, names: Sequence[str] = ()) -> tuple[int, str]:
        """Strength 0 to 4 and a sentence; 2 is accepted."""
        return passphrase_strength(text, names)

    def change_passphrase(
        self, old: str, new: str, then: Callable[[None], None], failed: Failed = None
    ) -> None:
        """A new passphrase for who is unlocked."""
        cost = self.cost

        def changed(nothing: None) -> None:
            self.given_passphrase = False

        self._ask(lambda store: store.change_passphrase(old, new, cost), then, failed, first=changed)

    def add_clinician(
        self, clinician: Clinician, passphrase: str, then: Callable[[Clinician], None], failed: Failed = None
    ) -> None:
        """Somebody else who charts here, with a passphrase and signing key of their own."""
        cost = self.cost
        self._ask(lambda store: store.add_clinician(clinician, passphrase, cost), then, failed)

    def new_recovery_sheet(self, then: Callable[[RecoverySheet], None], failed: Failed = None) -> None:
        """A new recovery key with its sheet; it opens nothing before `keep_recovery_sheet`."""
        clinic, clinician = self._clinic, self._clinician

        def draw(key: "RecoveryKey") -> None:
            drawn = self._paper.submit(_sheet, clinic, clinician, key.groups)
            self._answer(drawn, then, failed)

        self._ask(lambda store: store.proposed_recovery_key(), draw, failed)

    def keep_recovery_sheet(
        self, sheet: RecoverySheet, then: Callable[[None], None], failed: Failed = None
    ) -> None:
        """The new sheet was read back: it counts from now on, the old one opens nothing any more."""

        def keep(store: "Store") -> None:
            from needlechart.store.recovery import RecoveryKey

            store.new_recovery_key(RecoveryKey.parse("-".join(sheet.groups)))

        self._ask(keep, then, failed)


def _sheet(clinic: Clinic, clinician: Clinician, groups: Sequence[str]) -> RecoverySheet:
    pdf = recovery_sheet(clinic, clinician, groups)
    return RecoverySheet(tuple(groups), pdf, print_images(pdf))
