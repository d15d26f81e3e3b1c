"""What PDFium finds on a page: letters with their places, ruled lines, pictures, and text laid over the page."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from thac.intake.readers.pdf import letters
from thac.intake.readers.pdf.seen import Page, Rule, View, view_of

_PATH: Final = 2
_IMAGE: Final = 3
_FORM: Final = 5
_LINE_TO: Final = 0
_MOVE_TO: Final = 2
_MOST_SEGMENTS: Final = 20_000
"""A page with more strokes is a drawing, and its lines rule no table."""
_MOST_NESTED: Final = 4
_THIN: Final = 3.0
_SHORTEST: Final = 8.0
_STRAIGHT: Final = 1.0


def read_page(document: Any, number: int) -> Page:
    """Read a page, counted from 1, of an open document of pypdfium2."""
    page = document[number - 1]
    try:
        left, bottom, right, top = page.get_bbox()
        found = Page(number, right - left, top - bottom)
        written, before = letters.read_letters(page.raw)
        view = view_of(letters.direction_of(written), left, bottom, found)
        letters.place(written, view, found)
        _read_objects(page.raw, view, found)
        laid_over = letters.laid_over(page.raw)
        if laid_over is not None:
            found.laid_over = laid_over + letters.new_lines(page.raw, before)
        return found
    finally:
        page.close()


def _read_objects(page: Any, view: View, found: Page) -> None:
    left = _MOST_SEGMENTS
    for kind, element, seen in _objects(page, view, 0):
        if kind == _IMAGE:
            found.pictures += 1
            found.covered = max(found.covered, _covered(seen, found))
        elif kind == _PATH and left > 0:
            left -= pdfium.FPDFPath_CountSegments(element)
            if left > 0:
                found.rules += _rules(element, seen)
    if left <= 0:
        found.rules.clear()


def _objects(holder: Any, view: View, depth: int) -> Iterator[tuple[int, Any, View]]:
    """The objects of a page or form, with how each is seen."""
    count, get = (
        (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
        if depth
        else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    )
    matrix = pdfium.FS_MATRIX()
    for index in range(count(holder)):
        element = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(element)
        if kind not in {_PATH, _IMAGE, _FORM} or not pdfium.FPDFPageObj_GetMatrix(element, matrix):
            continue
        seen = view.after(View(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))
        if kind != _FORM:
            yield kind, element, seen
        elif depth < _MOST_NESTED:
            yield from _objects(element, seen, depth + 1)


def _covered(seen: View, page: Page) -> float:
    """The share of the page under a picture, which fills the unit square of its space."""
    return abs(seen.a * seen.d - seen.b * seen.c) / max(1.0, page.width * page.height)


def _rules(path: Any, seen: View) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    for outline in _outlines(path, seen):
        if stroke.value or _is_thin(outline):
            for start, end in pairwise(outline):
                rule = _rule(*start, *end)
                if rule is not None:
                    yield rule


def _outlines(path: Any, seen: View) -> Iterator[list[tuple[float, float]]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[tuple[float, float]] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == _MOVE_TO and outline:
            yield outline
            outline = []
        if kind in {_MOVE_TO, _LINE_TO}:
            outline.append(seen.place(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and outline:
            outline.append(outline[0])
    if outline:
        yield outline


def _is_thin(outline: list[tuple[float, float]]) -> bool:
    """Whether a filled shape is a line: word processors draw borders as long rectangles."""
    across, down = [x for x, _ in outline], [y for _, y in outline]
    return min(max(across) - min(across), max(down) - min(down)) <= _THIN


def _rule(x: float, y: float, to_x: float, to_y: float) -> Rule | None:
    if abs(y - to_y) <= _STRAIGHT and abs(x - to_x) >= _SHORTEST:
        return Rule(level=True, at=(y + to_y) / 2, start=min(x, to_x), end=max(x, to_x))
    if abs(x - to_x) <= _STRAIGHT and abs(y - to_y) >= _SHORTEST:
        return Rule(level=False, at=(x + to_x) / 2, start=min(y, to_y), end=max(y, to_y))
    return None
