"""The visit that is open: its values in memory, what changed, and the steps back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.clinic import Clinician
from needlechart.domain.ghosts import GhostSource, visit_ghosts
from needlechart.domain.needling import Needling
from needlechart.domain.record import R, Record
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import Step
from needlechart.editing.change import Change, Pair
from needlechart.editing.clock import TreatmentClock
from needlechart.editing.history import History, read_steps
from needlechart.editing.queue import WriteQueue, Writer
from needlechart.editing.timers import NeedleClocks


class OpenVisit(QObject):
    """Every record of one visit and of the people around it, as values.

    ``changed(pairs)`` follows each change in memory, at once; ``saved(moment)`` follows its commit;
    ``save_failed(error)`` a refusal (the change stays in the queue); ``undone(text)`` and
    ``redone(text)`` say what a step took back or did again. Only `do`, `undo` and `redo` call `replace`.
    """

    changed = Signal(object)
    saved = Signal(object)
    save_failed = Signal(object)
    undone = Signal(str)
    redone = Signal(str)
    done = Signal(str)
    place_changed = Signal(object)
    ghosts_changed = Signal()

    def __init__(
        self,
        records: Iterable[Record],
        visit_id: str,
        writer: Writer,
        *,
        previous: VisitChart | None = None,
        treating: Clinician | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``treating`` is who is unlocked; without, whoever the visit names."""
        super().__init__(parent)
        self._records: dict[str, Record] = {
            record.id: record for record in records if not isinstance(record, Place)
        }
        self._treating = treating
        if treating is not None:
            self._records.setdefault(treating.id, treating)
        self._visit_id = visit_id
        self.previous = previous
        self._ghosts = visit_ghosts(previous, last=True) if previous is not None else None
        self._chart: VisitChart | None = None
        self._sealing = False
        self._kinds: dict[type, list[Any]] = {}
        self.history = History()
        self.queue = WriteQueue(writer, self)
        self.queue.saved.connect(self._on_saved)
        self.queue.failed.connect(self.save_failed)
        self.last_saved: datetime | None = None
        places = [record for record in records if isinstance(record, Place) and record.visit_id == visit_id]
        self._stored_place: Place | None = places[0] if places else None
        self._place = self._stored_place or self._first_place()
        self._clock = TreatmentClock()
        if self.chart.needles_still_in:
            self._clock.take_up(self._place.clock)
        self.clocks = NeedleClocks(self)
        self._take_up_last_steps()

    # What is there

    @property
    def visit(self) -> Visit:
        """The visit as it stands now."""
        visit = self._records[self._visit_id]
        if not isinstance(visit, Visit):
            raise KeyError("Visit")
        return visit

    @property
    def chart(self) -> VisitChart:
        """The whole visit grouped for reading; made once per change."""
        if self._chart is None:
            before = self.previous.visit if self.previous else None
            self._chart = chart_of(self._records.values(), self._visit_id, previous=before)
        return self._chart

    @property
    def clinician(self) -> Clinician:
        """Who treats."""
        return self.chart.clinician

    @property
    def colleague(self) -> str:
        """Whose draft this is while somebody else is unlocked; empty for one's own or a signed visit."""
        if self._treating is None or self.visit.signed or self._treating.id == self.visit.clinician_id:
            return ""
        return self.visit.clinician_name

    @property
    def closed(self) -> bool:
        """Whether nothing can be changed: it is signed, or who is unlocked only reads charts."""
        return self.visit.signed or not self.may_chart

    @property
    def may_chart(self) -> bool:
        """Whether the role of who is unlocked charts."""
        return self._treating is None or may(self._treating, Act.CHART)

    def get(self, kind: type[R], record_id: str) -> R | None:
        """The record with that id, if it is here and of that kind."""
        record = self._records.get(record_id)
        return record if isinstance(record, kind) else None

    def of_kind(self, kind: type[R]) -> list[R]:
        """All records of a kind, oldest first."""
        found = self._kinds.get(kind)
        if found is None:
            those = (one for one in self._records.values() if isinstance(one, kind))
            found = self._kinds[kind] = sorted(those, key=lambda one: one.id)
        return list(found)

    # The time of treatment

    def moment(self) -> datetime:
        """The present; while a needle is in it goes on evenly, whatever is done to the computer's clock."""
        if not self.chart.needles_still_in:
            self._clock.follow()
        return self._clock.now()

    @property
    def clock_text(self) -> str:
        """Where the clock of the treatment stands, for another `TreatmentClock` to go on with."""
        return self._clock.written()

    def sure_of(self, needle: Needling) -> bool:
        """Whether the time since this needle went in is known."""
        return self._clock.sure_of(needle.in_at) and self._clock.sure_of(needle.clock_started)

    # What a person does

    def do(self, pairs: Sequence[Pair], text: str) -> None:
        """One step: all pairs at once, in one transaction, undone together. Nothing happens for no change.

        While the visit is being sealed nothing happens either: the seal is over what was read before it.
        Raises `PermissionError` when the visit is `closed`.
        """
        real = [pair for pair in pairs if pair[0] != pair[1]]
        if not real or self._sealing:
            return
        if self.closed:
            raise PermissionError("a signed visit does not change, nor any for a role that only reads")
        change = Change(text, tuple(self._taking_over(real)))
        self.history.did(change)
        self.replace(change.pairs, text)
        self.done.emit(text)

    def begin_sealing(self) -> None:
        """Nothing changes from now on, until `end_sealing`."""
        self._sealing = True

    def end_sealing(self) -> None:
        """Sealed, or not: the visit itself says which, and whatever shows it looks again."""
        self._sealing = False
        self.changed.emit(())

    def take_over(self) -> None:
        """Go on with a colleague's draft; the first change does the same by itself."""
        if self.colleague:
            self.do([(self.visit, self._mine(self.visit))], "Visit taken over")

    def _taking_over(self, pairs: list[Pair]) -> list[Pair]:
        """Nothing is charted under a colleague's name: the first change takes the draft over."""
        if not self.colleague:
            return pairs
        found = [
            (before, self._mine(after) if isinstance(after, Visit) else after) for before, after in pairs
        ]
        if not any(isinstance(after, Visit) for _, after in pairs):
            found.append((self.visit, self._mine(self.visit)))
        return found

    def _mine(self, visit: Visit) -> Visit:
        who = self._treating
        if who is None or who.id == visit.clinician_id:
            return visit
        moment = self.moment()
        when = f"{date_words(moment.date())}, {clock(moment)}"
        said = f"{who.signature_name} went on with the draft of {visit.clinician_name}, {when}"
        return visit.but(
            clinician_id=who.id,
            clinician_name=who.signature_name,
            taken_over=(*visit.taken_over, said),
        )

    def put(self, after: Record, text: str) -> None:
        """Add a record, or put it in the place of the one with its id."""
        self.do([(self._records.get(after.id), after)], text)

    def remove(self, record: Record, text: str) -> None:
        """Take a record away."""
        self.do([(record, None)], text)

    def edit_visit(self, text: str, **values: Any) -> None:
        """Change fields of the visit itself; raises `Invalid`."""
        self.put(self.visit.but(**values), text)

    @Slot()
    def undo(self) -> None:
        """Take back the newest step and say which."""
        if self.history.done and not self.closed and not self._sealing:
            change = self.history.take_back()
            self.replace(change.back, f"Undone: {change.text}")
            self.undone.emit(change.text)

    @Slot()
    def redo(self) -> None:
        """Do the step again that was taken back last."""
        if self.history.undone and not self.closed and not self._sealing:
            change = self.history.bring_back()
            self.replace(change.pairs, f"Done again: {change.text}")
            self.redone.emit(change.text)

    # What can be repeated

    @property
    def ghosts(self) -> GhostSource | None:
        """The marks shown pale: the last visit's until others are chosen."""
        return self._ghosts

    def show_ghosts(self, source: GhostSource | None) -> None:
        """Those of another visit or of a protocol; no change of the visit."""
        self._ghosts = source
        self.ghosts_changed.emit()

    # Where it stands

    @property
    def place(self) -> Place:
        """Step, view, layer and site at which the visit reopens."""
        return self._place

    def stand(self, **values: Any) -> None:
        """Remember another place (step, view, layer, site_id); kept with the next write."""
        place = self._place.but(**values)
        if place != self._place:
            self._place = place
            if self.may_chart:
                self.queue.put(self._place_pair())
            self.place_changed.emit(place)

    # The one way in

    def replace(self, pairs: Sequence[Pair], text: str = "") -> None:
        """Memory first, then the queue, then the signal; only doing, undoing and redoing call this.

        The commit comes before the drawing where the disk is quick, and "Saved" is in the same picture; a
        slow disk works while the window draws. What answers the signal with a change of its own comes
        after this one in the queue too.
        """
        for before, after in pairs:
            if before is not None and (after is None or after.id != before.id):
                self._records.pop(before.id, None)
            if after is not None:
                self._records[after.id] = after
            self._kinds.pop(type(after or before), None)
        self._chart = None
        self._place = self._place.but(last_change=self.history.written(), clock=self._clock.written())
        self.queue.put([*pairs, *self._place_pair()], text)
        self.queue.give_way()
        self.queue.take_answer()
        self.clocks.follow()
        self.changed.emit(tuple(pairs))

    def reload(self, records: Iterable[Record]) -> None:
        """Take over what the store holds after an act outside the stack (signing, addendum)."""
        self._records.update({record.id: record for record in records if not isinstance(record, Place)})
        self._kinds.clear()
        self._chart = None
        self.history.clear()
        self.clocks.follow()
        self.changed.emit(())

    def release(self) -> None:
        """Let go of the visit: once everything of it is on the disk, Qt deletes it.

        A collection of cycles that meets living Qt objects destroys them in any order; one ended the
        process (PySide6 6.11).
        """
        self.destroyed.connect(self.queue.close)
        self.queue.when_drained(self.deleteLater)

    def _first_place(self) -> Place:
        """A visit from elsewhere opens at check-in, or at the needles while one is in."""
        still_in = self.chart.needles_still_in
        place = Place(id=_place_id(self._visit_id), patient_id=self.visit.patient_id, visit_id=self._visit_id)
        if not still_in:
            return place
        site = self.get(TriggerPoint, still_in[0].trigger_point_id)
        if site is None:
            return place.but(step=Step.NEEDLING)
        return place.but(step=Step.NEEDLING, view=site.view, layer=site.layer, site_id=site.id)

    def _place_pair(self) -> list[Pair]:
        pair: Pair = (self._stored_place, self._place)
        self._stored_place = self._place
        return [pair] if pair[0] != pair[1] else []

    @Slot(object)
    def _on_saved(self, moment: datetime) -> None:
        self.last_saved = moment
        self.saved.emit(moment)

    def _take_up_last_steps(self) -> None:
        """After a crash or a restart one's own newest steps can still be taken back, or done again."""
        if self.closed or self.colleague:
            return
        self.history.done, self.history.undone = read_steps(self._place.last_change, self._records)


def _place_id(visit_id: str) -> str:
    return f"place-{visit_id}"
