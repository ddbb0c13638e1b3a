"""What both visits are made of; by a finger each line is one press, by keyboard the keys that do the same."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from needlechart.domain.words import Side
from needlechart.ui.screens.board.review import ReviewStep
from tests.cases.charting import QUICK_MS, Therapist
from tests.cases.hands import Keyboard
from tests.driving import until, wait_for

WORDS = {"squat_quality": ("Cannot", "Guarded", "Partial", "Full")}
"""Measures whose chips are words, worst first."""
DEGREES = frozenset({"hip_ir_90", "slr", "lumbar_flexion_incl"})


def following(therapist: Therapist, step: str, by: str = "next_step") -> None:
    """The button that leads on, or Page Down."""
    if isinstance(therapist.hands, Keyboard):
        therapist.hands.key(Qt.Key.Key_PageDown)
    else:
        therapist.press(by)
    wait_for(therapist.qtbot, therapist.window, f"step_{step}")


def measure_once(therapist: Therapist, step: str, measure: str, side: Side, value: float) -> None:
    """The chip of a value in the row of a measure."""
    line = therapist.widget(f"measure_{measure}_{side.value}", inside=f"step_{step}")
    shown = f"{value:g}°" if measure in DEGREES else f"{value:g}"
    words = WORDS[measure][int(value)] if measure in WORDS else shown
    chips = [one for one in line.findChildren(QAbstractButton) if one.isVisible() and one.text() == words]
    assert chips, f"{measure} has no chip {words}"
    therapist.hands.press(chips[0])


def sign(therapist: Therapist) -> None:
    """Sign now; nothing is missing, and the five seconds pass."""
    review = therapist.widget("step_review")
    assert isinstance(review, ReviewStep)
    until(therapist.qtbot, lambda: not review.sign.button.why_not)
    review.sign._second.setInterval(QUICK_MS)
    if isinstance(therapist.hands, Keyboard):
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        therapist.hands.key(Qt.Key.Key_S, held)
    else:
        therapist.press("sign_now")
    wait_for(therapist.qtbot, therapist.window, "notice_sealed")
