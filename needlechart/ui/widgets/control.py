"""What every control of ours shares: theme, 44 px, focus ring, refusing with a reason, rows with arrows."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QToolTip, QWidget

from needlechart.ui.spoken import announce
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.focus import FocusMark
from needlechart.ui.widgets.second_tap import is_stray

TARGET = 44
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up})
_ON = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down})
ROW_KEYS = _BACK | _ON | {Qt.Key.Key_Home, Qt.Key.Key_End}
_PRESSES = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Select})
LOOK_FIRST = "Move to a value with an arrow key, then press Space."
"""What Space says in a strip that nobody has moved in yet."""


class Control(QAbstractButton):
    """A painted button; ``refused`` tells why a tap did nothing, and a tool tip says it to the person."""

    refused = Signal(str)

    def __init__(self, text: str = "", parent: QWidget | None = None, *, enter_presses: bool = True) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._focus = FocusMark(self)
        self._why = ""
        self._stray = False
        self._enter_presses = enter_presses
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self._remeasure)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def why_not(self) -> str:
        """Why a tap does nothing; empty if it works."""
        return self._why

    def set_refusal(self, why: str) -> None:
        """With a reason the control is drawn dashed, keeps the keyboard, and a tap only says why."""
        if why != self._why:
            self._why = why
            self.setAccessibleDescription(why)
            self._remeasure()

    def refuse(self) -> None:
        """Say why."""
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self._why, self)
        self.refused.emit(self._why)

    def _row(self) -> "RovingRow | None":
        """The row this is a member of; asked anew, for a member that knew its row would be a cycle."""
        row = self.parentWidget()
        return row if isinstance(row, RovingRow) else None

    def _meaning(self) -> Hashable:
        """What a tap here does now, for `is_stray`: in a row every chip speaks of the same record."""
        row = self._row()
        return (id(self), self.text()) if row is None else (id(row), row.about)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A double tap whose first tap changed what is here presses nothing the second time."""
        self._stray = is_stray(event, event.globalPosition(), self._meaning())
        if not self._stray:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._stray:
            self._stray = False
            return
        if (row := self._row()) is not None:
            row.member_pressed(by_pointer=True)
        if self._why and event.button() is Qt.MouseButton.LeftButton:
            inside = self.rect().contains(event.position().toPoint())
            self.setDown(False)
            if inside:
                self.refuse()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        row = self._row() if key in _PRESSES else None
        if key in ROW_KEYS:
            event.ignore()
        elif row is not None and row.holds_back(self):
            return
        elif self._enter_presses and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.press()
        elif self._why and key in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            self.refuse()
        else:
            super().keyPressEvent(event)

    def press(self) -> None:
        """What a tap does."""
        if self._why:
            self.refuse()
        else:
            self.click()

    @property
    def keyboard_seen(self) -> bool:
        """Whether the ring shows that the keyboard is here; after a tap it does not."""
        return self._focus.shown

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus.focus_in(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus.focus_out(event)
        if (row := self._row()) is not None:
            row.member_left()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        raise NotImplementedError

    def _text_width(self, role: str, text: str | None = None) -> float:
        shown = self.text() if text is None else text
        return QFontMetricsF(self._theme.font(role)).horizontalAdvance(shown)

    def _remeasure(self) -> None:
        self.updateGeometry()
        self.update()


class RovingRow(QWidget):
    """One stop for Tab; the arrows, Home and End move inside it.

    A ``careful`` row holds measured values: Space right after Tab chooses and clears nothing, unless the
    keyboard stands on the value from before; it says to move to a value first.
    """

    def __init__(self, parent: QWidget | None = None, *, careful: bool = False) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._members: list[Control] = []
        self._careful = careful
        self._landed = self._looked = False
        self.about = ""
        """Id of the record that is answered here, where the row goes on to the next one by itself."""

    def _set_members(self, members: Sequence[Control]) -> None:
        self._members = list(members)
        self._set_stop(self._members[0] if self._members else None)

    def _set_stop(self, stop: Control | None) -> None:
        """The member that Tab comes to."""
        for member in self._members:
            tab = member is stop
            member.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus)
        if stop is not None:
            self.setFocusProxy(stop)

    @property
    def unanswered(self) -> bool:
        """Whether nothing is chosen in the row."""
        return False

    @property
    def _has_keyboard(self) -> bool:
        return any(member.hasFocus() for member in self._members)

    def _go(self, target: Control) -> None:
        """The keyboard moves inside the row, which is a look at what is there."""
        self._looked = True
        self._set_stop(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _known(self, member: Control) -> bool:
        """Whether a member stands for a value that was seen before the keyboard came."""
        return False

    def land(self) -> None:
        """The keyboard is brought here, not by the person: as long as it stays, the row is careful."""
        if self._members:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._landed = True

    def member_pressed(self, *, by_pointer: bool) -> None:
        """A member is pressed; whoever taps has looked."""
        self._looked = self._looked or by_pointer

    def member_left(self) -> None:
        """A member lost the keyboard."""
        if QApplication.focusWidget() not in self._members:
            self._landed = self._looked = False

    def holds_back(self, member: Control) -> bool:
        """Space on a member: whether it is kept from a value that nobody went to; it is said why."""
        self.member_pressed(by_pointer=False)
        if self._looked or not (self._careful or self._landed) or self._known(member):
            return False
        QToolTip.showText(member.mapToGlobal(QPoint(0, member.height())), LOOK_FIRST, member)
        announce(self, LOOK_FIRST)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = next((i for i, member in enumerate(self._members) if member.hasFocus()), None)
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() not in ROW_KEYS or focused is None or alt:
            super().keyPressEvent(event)
            return
        self._go(self._members[self._next_index(focused, Qt.Key(event.key()))])

    def _next_index(self, focused: int, key: Qt.Key) -> int:
        last = len(self._members) - 1
        if key is Qt.Key.Key_Home:
            return 0
        if key is Qt.Key.Key_End:
            return last
        step = 1 if key in _ON else -1
        if (
            key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            and self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ):
            step = -step
        return min(max(focused + step, 0), last)
