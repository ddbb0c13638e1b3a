"""The count differs: what happened is recorded here, so that the visit can be signed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.catalogue import Offer, offered
from needlechart.domain.rules.needle_count import NeedleCount
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    Button,
    ButtonKind,
    ChipRow,
    Choice,
    MessageKind,
    StripMessage,
    Text,
    TextField,
)

_BENT = "Bent or dropped, discarded"


class _Asked(QWidget):
    """Chips from the catalogue and a field for one's own words."""

    def __init__(
        self, name: str, label: str, offer: Offer, example: str, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        texts = offered(offer)
        self.chips = ChipRow(
            [Choice(text, text, spoken=f"{label}: {text}") for text in texts],
            self,
            label=label,
            multi=True,
            wrap=True,
        )
        for number, text in enumerate(texts):
            self.chips.chip(text).setObjectName(f"{name}_{number}")
        self.field = TextField(self, label=label, placeholder=example)
        self.field.setObjectName(name)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addWidget(Text(label, self, role="label", colour="muted"))
        box.addWidget(self.chips)
        box.addWidget(self.field)

    def words(self) -> str:
        """What was chosen, in the order of the chips, then what was typed."""
        chosen = self.chips.values()
        texts = [text for text in self.chips.ids() if text in chosen]
        return ", ".join(part for part in (*texts, self.field.text().strip()) if part)

    def clear(self) -> None:
        self.chips.set_values(())
        self.field.set_value("")


class MissingStrip(QWidget):
    """``found()``; ``explained(reason)``; ``incident(noticed, action, told)`` for one that is not found.

    ``foot`` holds what ends the form; whoever shows the strip puts it where it is always in sight.
    ``turned()`` follows each change between the question, the form and neither.
    """

    found = Signal()
    explained = Signal(str)
    incident = Signal(str, str, str)
    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("missing_strip")
        self._count: tuple[NeedleCount, str] | None = None
        self.strip = StripMessage(MessageKind.DANGER, "", parent=self)
        self._form = QWidget(self)
        self.noticed = TextField(self._form, label="When it was noticed", placeholder="Time, like 10:42")
        self.noticed.setObjectName("incident_time")
        self.action = _Asked(
            "incident_action", "What was done", Offer.INCIDENT_ACTION, "Other", theme, self._form
        )
        self.told = _Asked("incident_told", "Who was told", Offer.INCIDENT_TOLD, "Name", theme, self._form)
        self.foot = self._make_foot()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.px(4))
        form.addWidget(Text("Noticed at", self._form, role="label", colour="muted"))
        for part in (self.noticed, self.action, self.told):
            form.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        box.setSpacing(theme.px(6))
        box.addWidget(self.strip)
        box.addWidget(self._form)
        self.strip.acted.connect(self._on_act)
        self._form.hide()
        self.hide()

    def _make_foot(self) -> QWidget:
        """What is still lacking, the way back, and the button that records."""
        theme = Theme.current()
        foot = QWidget(self)
        self.lacks = Text("", foot, role="label", colour="danger", wrap=True)
        self.lacks.setObjectName("incident_lacks")
        self.back = Button("Back", foot, padding=12)
        self.back.setObjectName("incident_back")
        self.back.setAccessibleName("Back to what happened")
        self.record = Button("Record the incident", foot, kind=ButtonKind.DANGER)
        self.record.setObjectName("incident_record")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.back)
        row.addWidget(self.record, 1)
        box = QVBoxLayout(foot)
        box.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        box.setSpacing(theme.px(4))
        box.addWidget(self.lacks)
        box.addLayout(row)
        self.back.clicked.connect(self._on_back)
        self.record.clicked.connect(self._on_record)
        foot.hide()
        return foot

    @property
    def form_open(self) -> bool:
        """Whether it is being written what happened."""
        return not self.isHidden() and not self._form.isHidden()

    def fold(self) -> None:
        """Put it away; the count goes on asking."""
        if not self.isHidden():
            self.hide()
            self._show_form(shown=False)

    def _show_form(self, *, shown: bool) -> None:
        self._form.setVisible(shown)
        self.foot.setVisible(shown)
        self.turned.emit()

    def open(self, count: NeedleCount, noticed: str) -> None:
        """Ask what happened; ``noticed`` is the time of the count, to be corrected."""
        self._count = (count, noticed)
        missing = count.balance > 0
        actions = [Action("found", "Found, count it" if missing else "Counted wrong, count again")]
        actions += [Action("bent", _BENT)] if missing else []
        actions += [Action("incident", "Not found: record an incident" if missing else "Say why")]
        self.strip.set_message(
            MessageKind.DANGER,
            f"{count.put_in} in, {count.taken_out} found",
            "Say what happened. Signing opens when this is recorded.",
            actions,
        )
        self.action.clear()
        self.told.clear()
        self.lacks.setText("")
        self.lacks.hide()
        self.noticed.set_value(noticed)
        self.show()
        self._show_form(shown=False)

    def _on_act(self, act: str) -> None:
        if act == "found":
            self.fold()
            self.found.emit()
        elif act == "bent":
            self.fold()
            self.explained.emit(_BENT)
        else:
            self.strip.set_message(
                MessageKind.DANGER,
                self.strip.cause.text(),
                "Write when it was noticed, what was done and who was told.",
            )
            self._show_form(shown=True)
            self.action.chips.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_back(self) -> None:
        if self._count is not None:
            self.open(*self._count)
            asked = self.strip.findChild(QWidget, "action-incident")
            if asked is not None:
                asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_record(self) -> None:
        """Time, action and who was told: without one of them it is no incident report."""
        noticed, action, told = self.noticed.text().strip(), self.action.words(), self.told.words()
        asked = (("when it was noticed", noticed), ("what was done", action), ("who was told", told))
        lacking = [what for what, words in asked if not words]
        self.lacks.setText(f"Still to say: {', '.join(lacking)}." if lacking else "")
        self.lacks.setVisible(bool(lacking))
        if not lacking:
            self.fold()
            self.incident.emit(noticed, action, told)
