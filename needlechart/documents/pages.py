"""Pages of a PDF as pictures, for the review screen and for printing."""


def page_count(pdf: bytes) -> int:
    """Number of pages; raises pypdfium2.PdfiumError for bytes that are no PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_image(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """A page (from 0) on white as width, height and RGBA bytes, four for each pixel, rows from the top.

    ``scale`` is pixels per point. Raises IndexError for a page that is not there.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise IndexError("the document has no such page")
        bitmap = document[page].render(scale=scale, rev_byteorder=True, force_bitmap_format=4)
        try:
            return bitmap.width, bitmap.height, _packed(bytes(bitmap.buffer), bitmap)
        finally:
            bitmap.close()
    finally:
        document.close()


def _packed(data: bytes, bitmap: object) -> bytes:
    """Rows without padding at their ends."""
    width: int = bitmap.width * 4  # type: ignore[attr-defined]
    stride: int = bitmap.stride  # type: ignore[attr-defined]
    if stride == width:
        return data
    return b"".join(data[start : start + width] for start in range(0, len(data), stride))
