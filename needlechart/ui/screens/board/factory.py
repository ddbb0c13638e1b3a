"""Makes a step of the board when it is first shown; each is imported only then."""

from PySide6.QtWidgets import QWidget

from needlechart.domain.words import Step
from needlechart.editing.desk import Desk
from needlechart.ui.theme import Theme


def make_step(step: Step, desk: Desk, theme: Theme, parent: QWidget) -> QWidget:
    """The widget of a step: ``show_visit``, ``focus_first``, ``go_to``, ``next_requested``."""
    if step is Step.NEEDLING:
        from needlechart.ui.screens.board.needling import NeedlingStep

        return NeedlingStep(desk, theme, parent)
    return _form(step, desk, theme, parent)


def _form(step: Step, desk: Desk, theme: Theme, parent: QWidget) -> QWidget:
    if step is Step.CHECK_IN:
        from needlechart.ui.screens.board.check_in import CheckInStep

        return CheckInStep(desk, theme, parent)
    if step in (Step.BEFORE, Step.AFTER):
        from needlechart.ui.screens.board.before import AfterStep, BeforeStep

        return (BeforeStep if step is Step.BEFORE else AfterStep)(desk, theme, parent)
    if step is Step.FOLLOW_ON:
        from needlechart.ui.screens.board.follow_on import FollowOnStep

        return FollowOnStep(desk, theme, parent)
    if step is Step.PLAN:
        from needlechart.ui.screens.board.plan import PlanStep

        return PlanStep(desk, theme, parent)
    from needlechart.ui.screens.board.review import ReviewStep

    return ReviewStep(desk, theme, parent)
