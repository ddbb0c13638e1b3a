"""What else was found at a site and done with its needle: folded until asked for, never needed to sign.

Rows 11 to 22 of the documentation standard that are asked for but not required.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Guidance, PainReproduced, PointKind, Presence
from needlechart.ui.screens.board.needling_panel.row import GAP, EntryRow, GroupTitle, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, IconButton, Text, TextField

_KIND = ((PointKind.ACTIVE, "Active"), (PointKind.LATENT, "Latent"), (PointKind.NONE, "None"))
_PRESENCE = ((Presence.PRESENT, "Present"), (Presence.ABSENT, "Absent"))
_GUIDANCE = (
    (Guidance.PALPATION, "Palpation"),
    (Guidance.ULTRASOUND, "Ultrasound"),
    (Guidance.INTERNAL_FINGER, "Internal"),
)
_BLEEDING = (("yes", "Yes"), ("no", "No"))


def recorded(point: TriggerPoint, needle: Needling | None) -> int:
    """How many of the folded findings are facts."""
    found = [point.kind, point.taut_band, point.tenderness, point.referral, point.jump_sign]
    if needle is not None and not needle.carried:
        found += [needle.referred_to, needle.direction, needle.guidance, needle.bleeding]
        found += [needle.insertions if (needle.insertions or 0) > 1 else None]
    return sum(value not in (None, "") for value in found)


class FindingRows(QWidget):
    """Each value is one step of undo; a second tap on a chosen chip takes it back."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._session = session
        self._theme = theme
        self.kind = self._chips("kind", "Trigger point", _KIND)
        self.band = self._chips("band", "Taut band", _PRESENCE)
        numbers = [(str(number), str(number)) for number in range(11)]
        self.tender = self._chips("tender", "Tenderness on palpation", numbers, wrap=True)
        self.jump = self._chips("jump", "Jump sign", _PRESENCE)
        self.guidance = self._chips("guidance", "Guidance", _GUIDANCE)
        self.bleeding = self._chips("bleeding", "Bleeding", _BLEEDING)
        self.referral = self._field("referral", "Refers to", "On palpation, like groin")
        self.referred_to = self._field("referred_to", "Referred by the needle to", "Like lower abdomen")
        self.direction = self._field("direction", "Direction of the needle", "Like medial, towards bone")
        self.insertions = Text("", self, role="strong")
        self.insertions.setObjectName("insertions")
        self.fewer = IconButton("minus", "One skin entry less", self, outlined=True)
        self.again = IconButton("plus", "One more skin entry", self, outlined=True)
        self.fewer.setObjectName("insertions_less")
        self.again.setObjectName("insertions_more")
        self._make_rows()
        self._connect()

    def _chips(
        self, name: str, label: str, words: Sequence[tuple[str, str]], *, wrap: bool = False
    ) -> ChipRow:
        choices = [Choice(str(value), text, spoken=f"{label}: {text.lower()}") for value, text in words]
        chips = ChipRow(choices, self, label=label, clearable=True, wrap=wrap)
        chips.setObjectName(f"finding_{name}")
        tighten(chips)
        for value, _ in words:
            chips.chip(str(value)).setObjectName(f"chip_{name}_{value}")
        return chips

    def _field(self, name: str, label: str, example: str) -> TextField:
        field = TextField(self, label=label, placeholder=example)
        field.setObjectName(f"finding_{name}")
        return field

    def _make_rows(self) -> None:
        theme = self._theme
        self.referred_row = EntryRow("Needle\nreferred to", theme, self, self.referred_to)
        self.rows = (
            EntryRow("Trigger\npoint", theme, self, self.kind),
            EntryRow("Taut band", theme, self, self.band),
            EntryRow("Tender\n0 to 10", theme, self, self.tender),
            EntryRow("Refers to", theme, self, self.referral),
            EntryRow("Jump sign", theme, self, self.jump),
            self.referred_row,
            EntryRow("Direction", theme, self, self.direction),
            EntryRow("Guidance", theme, self, self.guidance),
            EntryRow("Insertions", theme, self, self.insertions),
            EntryRow("Bleeding", theme, self, self.bleeding),
        )
        for part in (self.fewer, self.again):
            self.rows[8].add(part, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(GAP))
        box.addWidget(GroupTitle("Palpation", theme, self))
        for row in self.rows[:5]:
            box.addWidget(row)
        box.addWidget(GroupTitle("Needle", theme, self))
        for place in (8, 6, 7):
            box.addWidget(self.rows[place])
        self.bleeding_row = self.rows[9]

    def _connect(self) -> None:
        self._at_point(self.kind, "kind", PointKind, "type")
        self._at_point(self.band, "taut_band", Presence, "taut band")
        self._at_point(self.jump, "jump_sign", Presence, "jump sign")
        self._at_point(self.tender, "tenderness", float, "tenderness")
        self._at_needle(self.guidance, "guidance", Guidance, "Guidance")
        self._at_needle(self.bleeding, "bleeding", lambda value: value == "yes", "Bleeding")
        self.referral.committed.connect(lambda text: self._point(referral=text.strip(), what="referral"))
        self.referred_to.committed.connect(
            lambda text: self._needle(referred_to=text.strip(), what="Referred pain")
        )
        self.direction.committed.connect(lambda text: self._needle(direction=text.strip(), what="Direction"))
        self.fewer.clicked.connect(lambda: self._insert(-1))
        self.again.clicked.connect(lambda: self._insert(1))

    def _at_point(self, chips: ChipRow, field: str, read: Callable[[str], object], what: str) -> None:
        chips.chosen.connect(lambda value: self._point(what=what, **{field: read(value)}))
        chips.cleared.connect(lambda value: self._point(what=f"no {what}", **{field: None}))

    def _at_needle(self, chips: ChipRow, field: str, read: Callable[[str], object], what: str) -> None:
        chips.chosen.connect(lambda value: self._needle(what=what, **{field: read(value)}))
        chips.cleared.connect(lambda value: self._needle(what=f"No {what.lower()}", **{field: None}))

    # Showing

    def refresh(self) -> None:
        """Show the selected site and needle."""
        point, needle = self._session.point, self._session.needle
        if point is None:
            return
        self.kind.set_value(point.kind)
        self.band.set_value(point.taut_band)
        self.jump.set_value(point.jump_sign)
        self.tender.set_value(f"{point.tenderness:.0f}" if point.tenderness is not None else None)
        self.referral.set_value(point.referral)
        for row in self.rows[5:]:
            row.setEnabled(needle is not None)
        self.guidance.set_value(needle.guidance if needle else None)
        bleeding = needle.bleeding if needle else None
        self.bleeding.set_value({True: "yes", False: "no"}.get(bleeding) if bleeding is not None else None)
        self.direction.set_value(needle.direction if needle else "")
        self.referred_to.set_value(needle.referred_to if needle else "")
        referred = needle is not None and needle.pain is PainReproduced.REFERRED
        self.referred_row.setVisible(referred or bool(needle and needle.referred_to))
        entries = needle.insertions if needle else None
        self.insertions.setText("not set" if entries is None else str(entries))

    def all_rows(self) -> Sequence[EntryRow]:
        """For the layout class."""
        return self.rows

    # What a person does

    def _point(self, *, what: str, **values: object) -> None:
        if (point := self._session.point) is not None:
            self._session.marking.edit(point.id, what, **values)

    def _needle(self, *, what: str, **values: object) -> None:
        if (needle := self._session.needle) is not None:
            label = self._session.needles.label(needle)
            self._session.visit.put(needle.but(**values), f"{what} on site {label}")

    def _insert(self, by: int) -> None:
        needle = self._session.needle
        if needle is not None:
            entries = min(max((needle.insertions or 0) + by, 0), 99)
            self._needle(what=f"{entries} insertions", insertions=entries)
