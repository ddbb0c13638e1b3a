"""What stands where on the unlock screen; what it does is in `unlock`."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from needlechart.ui.screens.entry import EntryPage, ErrorLines
from needlechart.ui.screens.recovery import RecoveryForm
from needlechart.ui.screens.unlock_parts import BackupFoot, NeedlesStrip, TroubleStrip
from needlechart.ui.screens.unlock_people import GAP, ROW, People
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Hairline,
    MessageKind,
    PassphraseField,
    StripMessage,
    Text,
)
from needlechart.ui.widgets.fitting import FittingRow

BESIDES = 310
"""What stands above and below the rows of people, in logical pixels at 100 %."""

NEEDLE_STRIP = 80
LEAST_ROWS = 2


class UnlockPage(EntryPage):
    """Needles and good news at the head, who is charting and the passphrase, the backup line at the foot."""

    def __init__(self, parent: QWidget | None, recovery: RecoveryForm) -> None:
        super().__init__(parent)
        self.people = People()
        self.passphrase = PassphraseField()
        self.unlock = Button("Unlock", kind=ButtonKind.PRIMARY, height=54, padding=30)
        self.recover = Button("Use the recovery sheet", kind=ButtonKind.LINK)
        self.restore = Button("Restore a backup", kind=ButtonKind.LINK)
        self.restore.setObjectName("restore_link")
        self.told = StripMessage(MessageKind.OK, "", "", (), icon="check", inline=True)
        self.told.setObjectName("unlock_told")
        self.error = ErrorLines()
        self.older = Button("Open the older chart", height=44)
        self.older.setObjectName("open_older")
        self.elsewhere = Button("Read the newest backup", height=44)
        self.elsewhere.setObjectName("open_elsewhere")
        self.viewing = Button("Open read-only", height=44)
        self.viewing.setObjectName("open_viewing")
        self.offers = (self.older, self.elsewhere, self.viewing)
        self.needles = NeedlesStrip()
        self.trouble = TroubleStrip()
        self.recovery = recovery
        self._shown_rows = 0
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(1200)  # beside it stand two links
        self.unlock.setMinimumWidth(self._theme.px(150 if narrow else 220))
        self._fit_people()
        QTimer.singleShot(0, self, self._show_unlock)

    def _show_unlock(self) -> None:
        """On a short screen what is typed, and the button under it, come into sight."""
        self._area.ensureWidgetVisible(self.unlock, 0, self._theme.px(8))

    def _build(self) -> None:
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        sign_in = QWidget()
        column = QVBoxLayout(sign_in)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(8))
        self._fill(column)
        self._stack.addWidget(sign_in)
        self._stack.addWidget(self.recovery)
        self.head.addWidget(self.needles)
        self.head.addWidget(self.told)
        self.told.hide()
        self.form.addWidget(holder, 1)
        self.needles.hide()
        self._build_foot()

    def _fill(self, column: QVBoxLayout) -> None:
        self._people_area = QScrollArea()
        self._people_area.setFrameShape(QFrame.Shape.NoFrame)
        self._people_area.setWidgetResizable(True)
        self._people_area.setWidget(self.people)
        self._people_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.trouble)
        column.addSpacing(self._theme.px(4))
        self._who = Text("Who is charting?", role="title")
        column.addWidget(self._who)
        column.addSpacing(self._theme.px(4))
        column.addWidget(self._people_area)
        column.addSpacing(self._theme.px(12))
        self.passphrase_head = Text("Passphrase", role="section")
        column.addWidget(self.passphrase_head)
        column.addSpacing(self._theme.px(1))
        column.addWidget(self.passphrase)
        column.addWidget(self.error)
        for one in self.offers:
            one.hide()
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        row = FittingRow()
        row.setSpacing(self._theme.px(22))
        self.unlock.setMinimumWidth(self._theme.px(220))
        row.addWidget(self.unlock)
        row.addWidget(self.recover)
        row.addWidget(self.restore)
        row.addStretch(1)
        column.addSpacing(self._theme.px(6))
        column.addLayout(row)
        column.addStretch(1)

    def _fit_people(self) -> None:
        each = self._theme.px(ROW) + self._theme.px(GAP)
        taken = self._theme.px(BESIDES + (0 if self.needles.isHidden() else NEEDLE_STRIP))
        room = max((self.height() - taken) // each, LEAST_ROWS)
        rows = min(self._shown_rows, room)
        gaps = max(rows - 1, 0)
        self._people_area.setFixedHeight(self._theme.px(ROW) * rows + self._theme.px(GAP) * gaps)

    def _build_foot(self) -> None:
        self.foot.addWidget(Hairline())
        self._foot = BackupFoot()
        self.foot.addWidget(self._foot)
