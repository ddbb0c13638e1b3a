"""Several threads may ask for pages at once; PDFium itself bears only one."""

from concurrent.futures import ThreadPoolExecutor

from reportlab.pdfgen.canvas import Canvas

from needlechart.documents.pages import page_image, page_texts


def test_pages_are_drawn_and_read_by_many_threads_at_once() -> None:
    canvas = Canvas("unused.pdf")
    canvas.drawString(100, 700, "Site 1")
    pdf = canvas.getpdfdata()
    with ThreadPoolExecutor(max_workers=8) as pool:
        drawn = [pool.submit(page_image, pdf, 0, 1.0) for _ in range(60)]
        read = [pool.submit(page_texts, pdf) for _ in range(60)]
        assert len({one.result() for one in drawn}) == 1
        assert {one.result()[0].strip() for one in read} == {"Site 1"}
