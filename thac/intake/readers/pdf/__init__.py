"""What stands in a PDF with a text layer, read by PDFium: rows in reading order, tables, footnotes, no page furniture.

``page`` and ``letters`` ask PDFium, ``rows`` puts letters beside each other, ``grids`` finds ruled tables,
``columns`` what is read before what, ``feet`` what is no text, ``flow`` where paragraphs end, ``assembly`` joins pages.
"""

from typing import Final

import pypdfium2

from thac.intake.limits import LIMITS, Limits
from thac.intake.readers.pdf.assembly import Assembly
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Transcript

_PASSWORD: Final = 4
"""PDFium's number for a file that asks for a password."""


def read(data: bytes, limits: Limits = LIMITS) -> Transcript:
    """Read a PDF.

    Raises
    ------
    FileRefusedError
        When it is broken, encrypted, a scan, or has too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise FileRefusedError(FileCode.ENCRYPTED if error.err_code == _PASSWORD else FileCode.BROKEN) from None
    try:
        count = len(document)
        if count > limits.pages:
            raise FileRefusedError(FileCode.TOO_MANY_PAGES, pages=count, limit=limits.pages)
        return Assembly(document, count, limits).transcript()
    except pypdfium2.PdfiumError:
        raise FileRefusedError(FileCode.BROKEN) from None
    finally:
        document.close()
