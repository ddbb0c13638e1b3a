"""An empty PDF, the same bytes for the same drawing: no clock, no random names, nothing fetched."""

from datetime import UTC, datetime
from hashlib import md5
from io import BytesIO
from typing import Any


def new_canvas(size: tuple[float, float], *, title: str, author: str, made: datetime) -> tuple[Any, BytesIO]:
    """A canvas and the buffer its PDF goes to, dated ``made``; the metadata hold no patient."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    class Plain(Canvas):  # type: ignore[misc]
        """Without the standard typeface that each page would otherwise name and not embed."""

        def _make_preamble(self) -> None:
            self._preamble = "1 0 0 1 0 0 cm"

    rl_config.trustedSchemes = []
    rl_config.useA85 = 0  # plain binary streams: smaller, and a third of the time
    buffer = BytesIO()
    canvas = Plain(buffer, pagesize=size, pageCompression=1, invariant=1, lang="en", pdfVersion=(1, 7))
    canvas._doc.signature = md5(usedforsecurity=False)  # the one it has knows the clock or the environment
    stamp = canvas._doc._timeStamp
    stamp.YMDhms = made.astimezone(UTC).timetuple()[:6]
    stamp.dhh = stamp.dmm = 0
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("needlechart")
    canvas.setProducer("needlechart")
    canvas.setSubject(title)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas, buffer
