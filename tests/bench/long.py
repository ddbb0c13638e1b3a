"""A note of 20,000 characters, one of 300 pages, and how soon printing it stops.

Run: python -m tests.bench.long

The floor is the shaping of the same text by HarfBuzz alone, in pieces as long as it is given: no lines, no
pages, no PDF. What may be waited for when printing is stopped is one page in print resolution. Seconds of
the processor.
"""

from functools import partial

from needlechart.app.paper import PRINT_SCALE
from needlechart.documents.fonts import face
from needlechart.documents.note import render_note
from needlechart.documents.pages import page_count, page_image
from needlechart.documents.shaping import LONGEST
from needlechart.domain.chart import VisitChart
from needlechart.domain.record import TEXT_LIMIT
from tests.bench.figures import drawing
from tests.documents import charts

LETTERS = 20_000
PAGES = 300
ON_A_PAGE = 4_500


def chart_of(letters: int) -> VisitChart:
    """A visit in which somebody typed so many characters, as one paragraph or two."""
    words = [f"w{number:06d}" for number in range(letters // 8)]
    half = len(words) // 2 if letters > TEXT_LIMIT // 2 else 0
    first, second = " ".join(words[:half]), " ".join(words[half:])
    return charts.chart(subjective=first, subjective_edited=bool(first), plan=second, plan_edited=True)


def shaped(text: str) -> None:
    """The text through HarfBuzz."""
    import uharfbuzz

    for start in range(0, len(text), LONGEST):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text[start : start + LONGEST])
        buffer.guess_segment_properties()
        uharfbuzz.shape(face("FiraGO").shaper, buffer)


def told(name: str, chart: VisitChart) -> bytes:
    """Make it, say how long that took."""
    floor = drawing(lambda: shaped(chart.visit.plan)) / 1000
    made: list[bytes] = []
    took = drawing(lambda: made.append(render_note(chart).pdf)) / 1000
    print(f"{name}: {page_count(made[0])} pages, {took:.2f} s; shaping alone {floor:.2f} s")
    return made[0]


def main(pages: int = PAGES) -> None:
    """Both notes, then pages of the long one as they go to a printer."""
    render_note(charts.chart())  # typefaces and the map are read once
    told(f"{LETTERS} characters", chart_of(LETTERS))
    pdf = told(f"{pages} pages", chart_of(pages * ON_A_PAGE))
    some = range(0, page_count(pdf), 10)
    drawn = [drawing(partial(page_image, pdf, number, PRINT_SCALE)) / 1000 for number in some]
    print(f"one page for a printer: longest {max(drawn):.2f} s")


if __name__ == "__main__":
    main()
