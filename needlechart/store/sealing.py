"""Signing: what makes a visit final, and what is sealed by itself afterwards."""

from datetime import datetime

from needlechart.domain.episode import Episode
from needlechart.domain.record import Record, now
from needlechart.domain.rules.discharge import ended_by
from needlechart.domain.rules.permissions import Act
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.visit import Visit
from needlechart.domain.words import SealedKind, VisitStatus
from needlechart.store.guards import refuse_misplaced
from needlechart.store.keys import wipe
from needlechart.store.people import People
from needlechart.store.problems import NotFound, Refused, Sealed
from needlechart.store.signing import (
    SUBJECTS,
    Late,
    Signer,
    earlier_visits,
    seal,
    sealed_records,
    shown_records,
)


class Sealing(People):
    """The part of `Store` that signs; the seals themselves are made in `signing`."""

    def sign_visit(self, visit_id: str, *, at: datetime | None = None, ended: datetime | None = None) -> Seal:
        """Sign a draft: status, seal and log in one transaction; from then on the database refuses changes.

        ``ended`` is the end of treatment, if the visit does not have it yet. A visit that plans discharge
        ends its episode in the same transaction. Raises `Sealed` when it is signed already, `NotFound`,
        and what `apply` raises.
        """
        self.allow(Act.SIGN)
        self._refuse_given_passphrase()
        moment = at or now()
        with self._transaction():
            visit = self.get(Visit, visit_id)
            if visit is None:
                raise NotFound("There is no such visit.")
            if visit.signed:
                raise Sealed("This visit is signed already.")
            signed = visit.but(status=VisitStatus.SIGNED, ended=visit.ended or ended)
            pairs: list[tuple[Record | None, Record | None]] = [(visit, signed)]
            episode = self.get(Episode, signed.episode_id)
            if episode is not None and (after := ended_by(signed, episode)) != episode:
                pairs.append((episode, after))
            self._write(pairs, now())  # the log tells the true time, whatever ``at`` says
            everything = sealed_records(self.select, signed)
            shown = shown_records(self.select, signed)
            count = len(earlier_visits(self.select, signed)) + 1
            made = seal(self._signer(), SealedKind.VISIT, signed, everything, moment, shown, count)
            self._write([(None, made)], now())
        return made

    def add_addendum(self, addendum: Addendum) -> Seal:
        """Keep an addendum to a signed visit, with its seal; raises `Refused` in anybody else's name."""
        if addendum.author_id != self.clinician.id:
            raise Refused(
                "An addendum is written in one’s own name.", todo="Let its author unlock and write it."
            )
        return self.seal_late(addendum)

    def put_away_signing_key(self) -> None:
        """Overwrite the signing key: nothing is signed any more until somebody unlocks again."""
        wipe(self._opened.secrets.signing.private)

    def seal_late(self, record: Late) -> Seal:
        """Keep and seal by itself what came after signing: addendum, follow-up, adverse event.

        Raises `Refused` when the visit it is about is not signed yet.
        """
        self.allow(Act.SIGN)
        self._refuse_given_passphrase()
        moment, before = now(), self.get(type(record), record.id)
        refuse_misplaced(self, [(before, record)], self._owners)
        with self._transaction():
            visit = self.get(Visit, record.about_visit_id)
            if visit is None or not visit.signed:
                raise Refused("The visit this belongs to is not signed yet.", todo="Write it into the visit.")
            if before != record:
                self._write([(before, record)], moment)
            made = seal(self._signer(), SUBJECTS[type(record)], record, [record], moment)
            self._write([(None, made)], moment)
        return made

    def _refuse_given_passphrase(self) -> None:
        """Whoever gave the passphrase could sign in the clinician's name."""
        if self.needs_own_passphrase:
            raise Refused(
                "Your passphrase was given to you by an administrator.",
                todo="Choose your own in Settings under Therapists, then sign.",
            )

    def _signer(self) -> Signer:
        return Signer(self.clinician, self._opened.secrets.signing, self._opened.head)
