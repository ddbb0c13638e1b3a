"""The note of a visit with six sites, against the same pages on a bare canvas.

Run: python -m tests.bench.note

Both floors draw every string of the note where the note has it, in FiraGO embedded by reportlab, and write
the rules, badges and marks between them ready made: no layout, no shaping, no geometry. The first draws
the paths of the body maps as reportlab draws paths; the second has these ready made too, as the program has
from the second note on.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.drawing import drawing
from needlechart.atlas.style import PRINT
from needlechart.atlas.types import Plate
from needlechart.documents import body_map, note, text
from needlechart.documents.fonts import face
from needlechart.documents.map_ink import Ink
from needlechart.documents.note import render_note
from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Phase, Side
from tests import factories
from tests.bench.figures import Figure, interleaved, timed
from tests.documents.charts import chart, many_sites

RUNS, SITES = 30, 6
REGULAR, BOLD = "BenchFiraGO", "BenchFiraGO-Bold"


@dataclass(frozen=True)
class Said:
    """A string with the start of its baseline in points."""

    x: float
    y: float
    text: str
    bold: bool
    size: float
    colour: tuple[float, float, float]


@dataclass(frozen=True)
class Drawn:
    """A plate of the atlas as a form of the PDF, and the code that draws it."""

    name: str
    plate: Plate
    code: tuple[str, ...]


@dataclass
class Recorded:
    """Pages of strings, plates and other code as it stands in the PDF, in the order of drawing."""

    size: tuple[float, float] = (0.0, 0.0)
    pages: list[list[Said | Drawn | list[str]]] = field(default_factory=lambda: [[]])
    taken: int = 0

    def take_code(self, canvas: Any) -> None:
        """What was drawn since the last string."""
        fresh = list(canvas._code[self.taken :])
        if fresh:
            self.pages[-1].append(fresh)
        self.taken = len(canvas._code)


def visit() -> VisitChart:
    """Six sites, measured before and after, with what is usually written."""
    measured = [
        factories.measurement(
            id=f"{measure}-{side}-{phase}",
            measure=measure,
            measure_name=name,
            unit=unit,
            side=side,
            phase=phase,
            value=value + (4.0 if phase is Phase.AFTER else 0.0),
        )
        for measure, name, unit, sides, value in (
            ("nprs_now", "Pain now", "0-10", (Side.UNSTATED,), 3.0),
            ("hip_ir_90", "Hip internal rotation", "degrees", (Side.RIGHT, Side.LEFT), 22.0),
            ("hip_er_90", "Hip external rotation", "degrees", (Side.RIGHT, Side.LEFT), 31.0),
        )
        for side in sides
        for phase in (Phase.BEFORE, Phase.AFTER)
    ]
    return chart(
        factories.alert(id="alert"),
        factories.indication(id="indication"),
        factories.screening_answer(id="screening"),
        factories.consent(id="consent"),
        *many_sites(SITES),
        *measured,
        factories.follow_on(id="follow-on"),
        factories.aftercare(id="aftercare"),
        patient_words="It aches on the right when I sit for more than an hour, and after the stairs.",
        plan="Two more visits, a week apart; then again from the start.",
        home_programme="Knee rocks in lying, two minutes, twice a day.",
    )


def recorded(of: VisitChart) -> Recorded:
    """One note rendered with an ear at what it draws."""
    found = Recorded()
    draw_clusters, new_canvas = text.draw_clusters, note.new_canvas
    plate_code, forms = body_map._plate_code, [""]

    def listen(
        canvas: Any, run: Any, clusters: Any, colour: Any, at: tuple[float, float], size: float
    ) -> None:
        found.take_code(canvas)
        said = "".join(one.text for one in clusters)
        found.pages[-1].append(Said(*at, said, "Bold" in run.face.name, size, colour))
        draw_clusters(canvas, run, clusters, colour, at, size)
        found.taken = len(canvas._code)

    def begin(size: tuple[float, float], **values: Any) -> tuple[Any, BytesIO]:
        canvas, buffer = new_canvas(size, **values)
        found.size = size
        show, begin_form, end_form = canvas.showPage, canvas.beginForm, canvas.endForm

        def start_form(name: str, *box: float) -> None:
            found.take_code(canvas)
            forms.append(name)
            begin_form(name, *box)

        def finish_form() -> None:
            end_form()
            found.taken = len(canvas._code)

        def show_page() -> None:
            found.take_code(canvas)
            show()
            found.pages.append([])
            found.taken = len(canvas._code)

        canvas.showPage, canvas.beginForm, canvas.endForm = show_page, start_form, finish_form
        return canvas, buffer

    def look(canvas: Any, atlas: Atlas, picture: body_map.MapPicture) -> tuple[str, ...]:
        plate = atlas.plate(picture.figure, picture.view, picture.layer)
        code = plate_code(canvas, atlas, picture)
        found.pages[-1].append(Drawn(forms[-1], plate, code))
        return code

    text.draw_clusters, note.new_canvas, body_map._plate_code = listen, begin, look
    try:
        render_note(of)
    finally:
        text.draw_clusters, note.new_canvas, body_map._plate_code = draw_clusters, new_canvas, plate_code
    found.pages.pop()
    return found


def register_fonts() -> None:
    """Parse FiraGO once, as a program that prints more than one note would."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, source in ((REGULAR, "FiraGO"), (BOLD, "FiraGO-Bold")):
        pdfmetrics.registerFont(TTFont(name, BytesIO(face(source).data)))


def drawn_bare(of: Recorded, *, paths_ready: bool) -> bytes:
    """The same pages on a canvas as reportlab has it."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=of.size, pageCompression=1, invariant=1)
    for page in of.pages:
        for one in page:
            if isinstance(one, Said):
                canvas.setFillColorRGB(*one.colour)
                canvas.setFont(BOLD if one.bold else REGULAR, one.size)
                canvas.drawString(one.x, one.y, one.text)
            elif isinstance(one, Drawn):
                canvas.beginForm(one.name, *body_map.BOX)
                if paths_ready:
                    canvas._code.extend(one.code)
                else:
                    Ink(canvas).ops(drawing(one.plate, PRINT))
                canvas.endForm()
                canvas._formsinuse.append(one.name)
            else:
                canvas._code.extend(one)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def main(runs: int = RUNS) -> list[Figure]:
    """Ours with everything that is worked out anew for each note."""
    made = visit()
    pages = recorded(made)
    register_fonts()
    strings = sum(isinstance(one, Said) for page in pages.pages for one in page)
    print(f"note: {len(pages.pages)} pages, {strings} strings, {len(render_note(made).pdf)} bytes")
    return [
        _against(made, pages, runs, paths_ready=False, goal=2.0, floor="bare canvas"),
        _against(made, pages, runs, paths_ready=True, goal=None, floor="bare canvas, paths ready made"),
    ]


def _against(
    made: VisitChart, pages: Recorded, runs: int, *, paths_ready: bool, goal: float | None, floor: str
) -> Figure:
    mine, least = interleaved(
        lambda: timed(lambda: render_note(made)),
        lambda: timed(lambda: drawn_bare(pages, paths_ready=paths_ready)),
        runs,
        warm_up=3,
    )
    return Figure(f"note PDF, {SITES} sites", mine, least, goal, floor).told()


if __name__ == "__main__":
    main()
