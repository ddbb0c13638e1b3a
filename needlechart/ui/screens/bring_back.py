"""What was just removed, in a strip with its way back."""

from collections.abc import Callable

from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.widgets import Action, MessageKind


def offer_back(notices: Notices, desk: Desk, said: str, pairs: list[Pair], then: Callable[[], None]) -> None:
    """Say what went; Undo puts it back and calls ``then`` once it is on disk."""

    def acted(action: str) -> None:
        if action == "undo":
            notices.take("gone")
            desk.put(pairs, lambda moment: then(), failed)

    def failed(problem: Problem) -> None:
        notices.problem(problem, "gone")

    actions = [Action("undo", "Undo", icon="undo"), Action("dismiss", "Close")]
    notices.say("gone", MessageKind.OK, said, "", actions, icon="check").acted.connect(acted)
