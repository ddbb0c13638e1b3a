"""The screens of the steps: each made when it is first turned to, all told what Settings say."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from needlechart.atlas.style import PlateStyle
from needlechart.domain.words import Step

ORDER = tuple(Step)
"""As the rail has them, and a visit goes."""


class Steps:
    """``make(step)`` gives a screen that is in its place and connected; it is asked once for each step."""

    def __init__(self, make: Callable[[Step], QWidget]) -> None:
        self._make = make
        self._made: dict[Step, QWidget] = {}
        self._told: dict[str, object] = {"set_panel_on_left": False, "set_single_keys": True}
        self._plate_style = PlateStyle.QUIET
        self._pdf_known = False
        self._pdf_folder = ""

    def get(self, step: Step) -> QWidget | None:
        """The screen of a step, if it was turned to before."""
        return self._made.get(step)

    def of(self, step: Step) -> QWidget:
        """The screen of a step, made now if it was not yet."""
        part = self._made.get(step)
        if part is None:
            part = self._made[step] = self._make(step)
            for setter, value in self._told.items():
                _hand_on(part, setter, value)
            _draw(part, self._plate_style)
            self._tell_paper(part)
        return part

    def show_nothing(self) -> None:
        """No value of a visit stays in any of them."""
        for part in self._made.values():
            part.show_visit(None)  # type: ignore[attr-defined]

    def tell(self, setter: str, value: object) -> None:
        """A setting, by the name of what takes it, to the steps that know it and to those made later."""
        self._told[setter] = value
        for part in self._made.values():
            _hand_on(part, setter, value)

    def set_plate_style(self, style: PlateStyle) -> None:
        """Every body map draws the body quietly or in full colour; what is shown stays where it is."""
        self._plate_style = style
        for part in self._made.values():
            _draw(part, style)

    def set_pdf_known(self, known: bool) -> None:
        """Whether it was explained on this laptop that a PDF lies outside the encrypted chart."""
        self._pdf_known = known
        self._tell_papers()

    def set_pdf_folder(self, folder: str) -> None:
        """Where PDFs go on this laptop; empty until one was saved."""
        self._pdf_folder = folder
        self._tell_papers()

    def _tell_papers(self) -> None:
        for part in self._made.values():
            self._tell_paper(part)

    def _tell_paper(self, part: QWidget) -> None:
        paper = paper_of(part)
        if paper is not None:
            paper.pdf_explained = self._pdf_known  # type: ignore[attr-defined]
            paper.folder = self._pdf_folder  # type: ignore[attr-defined]


def paper_of(part: QWidget) -> QObject | None:
    """What writes PDFs in a step: the note of Review, the sheets of other steps."""
    paper = getattr(part, "pages", None) or getattr(part, "paper", None)
    return paper if isinstance(paper, QObject) else None


def _hand_on(part: QWidget, setter: str, value: object) -> None:
    take = getattr(part, setter, None)
    if callable(take):
        take(value)


def _draw(part: QWidget, style: PlateStyle) -> None:
    body_map = getattr(part, "body_map", None)
    if body_map is not None:
        body_map.set_plate_style(style)
