"""What to think of before a current: from the catalogue, and from this patient's answers and sites."""

from html import escape

from PySide6.QtWidgets import QWidget

from needlechart.catalogue import knowledge, stimulation_cautions
from needlechart.domain.rules.stimulation import cautions, ends_of
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import MessageKind, StripMessage


class CautionStrip(StripMessage):
    """Raised cautions in bold, then what always stands; a hint, it stops nothing."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(MessageKind.CAUTION, "", parent=parent)
        self.setObjectName("stim_caution")
        self._session = session
        rows = stimulation_cautions().values()
        sources = "; ".join(dict.fromkeys(one.source for one in rows))
        reviewed = "Reviewed." if all(one.reviewed for one in rows) else "Not reviewed by a clinician yet."
        self.setToolTip(f"<p>Memory aid. {escape(reviewed)} Source: {escape(sources)}</p>")

    def refresh(self) -> None:
        """The cautions at both ends of the selected site's current, or at the site before there is one."""
        point = self._session.point
        if point is None:
            return
        chart = self._session.visit.chart
        current = self._session.current.at(point.id)
        points = ends_of(chart, current) if current is not None else (point,)
        always, raised = cautions(chart, points, stimulation_cautions().values(), knowledge())
        kind = MessageKind.DANGER if raised else MessageKind.CAUTION
        self.set_message(kind, " ".join(raised), " ".join(always))
        self.cause.setVisible(bool(raised))
