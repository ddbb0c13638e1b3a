"""What the board says in strips under its banner."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from needlechart.domain.patient import Alert
from needlechart.domain.record import now
from needlechart.domain.rules.needle_count import likely_counts
from needlechart.ui.errors import DISMISS, Notices
from needlechart.ui.screens.wording import clock_seconds, count, short_day
from needlechart.ui.widgets import Action, ButtonKind, MessageKind

RESTORED = "restored"
RESTORED_MS = 20_000
"""How long it is said that what was saved is there; a slow reader has time for it twice."""

FINGER_MS = 1_000
"""While a finger is down, it is looked again after this."""


def say_alerts(notices: Notices, alerts: Sequence[Alert]) -> None:
    """Every alert with its comment and since when."""
    lines = []
    for one in alerts:
        since = f"since {short_day(one.since)}" if one.since else ""
        lines.append(" · ".join(part for part in (one.text, one.comment, since) if part))
    words = count(len(alerts), "alert")
    notices.say("alerts", MessageKind.CAUTION, words, "\n".join(lines), [DISMISS])


def say_needles_in(notices: Notices, still: int) -> None:
    """Leaving is allowed; the needles stay first on Home."""
    be, they = ("is", "it is") if still == 1 else ("are", "they are")
    notices.say(
        "needles_in",
        MessageKind.NEEDLE,
        f"{count(still, 'needle')} {be} still in",
        f"You can leave. The visit stays first on Home until {they} counted.",
        [Action("count", "Count", ButtonKind.NEEDLE), Action("leave", "Leave for now")],
    )


CAME_OUT = "came_out_"
"""What the actions of `say_count` begin with, before the number."""


def say_count(notices: Notices, put_in: int) -> None:
    """The independent count is asked where treatment is left; no number is preset."""
    numbers = [Action(f"{CAME_OUT}{number}", str(number)) for number in likely_counts(put_in)]
    notices.say(
        "count",
        MessageKind.NEEDLE,
        f"{put_in} in. How many came out?",
        "",
        [*numbers, Action("count_in_place", "One by one")],
    )


def say_colleague(notices: Notices, name: str) -> None:
    """Somebody else's draft: reading is free, the first change takes it over."""
    notices.say(
        "colleague",
        MessageKind.CAUTION,
        f"Draft of {name}",
        "Your first change takes it over. The note and the audit log say so.",
        [Action("take_over", "Take over", ButtonKind.PRIMARY), DISMISS],
    )


RESTORED_WORDS = "Restored: everything shown as saved is here"


def say_restored(notices: Notices, last_change: datetime | None) -> None:
    """After a crash or a power cut; it goes by itself, but never from above a finger that is down.

    What is certain, and no more: a tap in the very moment, or those that a disk refused, nothing can know of.
    """
    when = "" if last_change is None else f"Last saved change {_when(last_change)}."
    strip = notices.say(RESTORED, MessageKind.OK, RESTORED_WORDS, when, [DISMISS], icon="check", inline=True)
    rest = QTimer(strip, interval=RESTORED_MS)

    def go() -> None:
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            rest.stop()
            notices.take(RESTORED)
        else:
            rest.setInterval(FINGER_MS)

    rest.timeout.connect(go)
    rest.start()


def _when(moment: datetime) -> str:
    """To the second, with the day where it is another one."""
    local, today = moment.astimezone(), now().astimezone().date()
    day = "" if local.date() == today else f" on {short_day(local.date(), today)}"
    return f"{clock_seconds(moment)}{day}"


def say_time_up(notices: Notices, labels: Sequence[str]) -> None:
    """The planned time of needles has gone by while another step is shown."""
    notices.say(
        "time_up",
        MessageKind.NEEDLE,
        f"Time is up: {'needle' if len(labels) == 1 else 'needles'} {', '.join(labels)}",
        "",
        [Action("to_needles", "To the needles", ButtonKind.NEEDLE), DISMISS],
        icon="timer",
    )
