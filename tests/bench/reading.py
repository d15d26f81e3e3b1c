"""How many documents become drafts in a second on one core, as text, .docx and .pdf, and does memory stay flat?"""

import io
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Final

import psutil
from docx import Document as WordDocument
from fpdf import FPDF

from tests.bench.rows import NOTHING, Options, Row, spread
from thac.directory.build import build_directory
from thac.intake.reading import read, read_transcript
from thac.intake.sandbox import read_file

_EXAM: Final = Path(__file__).parents[1] / "intake" / "exam"
_REAL: Final = Path(__file__).parents[3] / "shared" / "documents"
_FONT: Final = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
_PROVINCE: Final = "19"
_MB: Final = 1 << 20


async def intake(options: Options) -> AsyncIterator[Row]:
    """Reading with a province's directory and all findings, one document after the other.

    What is read in this process is measured by the time of its processor, so that others on the machine do not count;
    what an upload costs, read in a process of its own, by the clock on the wall.
    """
    tree = build_directory(_PROVINCE)

    def here(data: bytes) -> object:
        return read(data, None, tree, _PROVINCE)

    def uploaded(data: bytes) -> object:
        return read_transcript(read_file(data), tree, _PROVINCE)

    for name, texts in _texts():
        yield _row(f"{name} as text", texts, here, options, asked="≥ 50/s")
    name, texts = next(_texts())
    formats = {".docx": _word} | ({".pdf": _pdf} if _FONT.exists() else {})
    for ending, made in formats.items():
        files = [made(text.decode()) for text in texts]
        yield _row(f"{name} as {ending}", files, here, options)
        what = f"{name} as uploaded {ending}, by the clock"
        yield _row(what, files, uploaded, options, clock=time.perf_counter, rounds=1)


def _texts() -> Iterator[tuple[str, list[bytes]]]:
    for name, folder in (("our 12 documents", _EXAM), ("8 real documents", _REAL)):
        texts = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
        if texts:
            size = sum(map(len, texts)) / len(texts) / 1_000
            yield f"{name} of {size:.0f} KB", texts


def _row(
    what: str,
    files: list[bytes],
    read_one: Callable[[bytes], object],
    options: Options,
    *,
    asked: str = NOTHING,
    clock: Callable[[], float] = time.process_time,
    rounds: int = 5,
) -> Row:
    for data in files:
        read_one(data)
    process = psutil.Process()
    before, rates = process.memory_info().rss, []
    for _ in range(options.runs):
        begun = clock()
        for data in files * rounds:
            read_one(data)
        rates.append(rounds * len(files) / (clock() - begun))
    after = process.memory_info().rss
    readings = options.runs * rounds * len(files)
    grown = f"{after / _MB:.0f} MB, {(after - before) / _MB:+.1f} MB over {readings} readings"
    return Row(f"reading {what}", f"{spread(rates, '/s')}; {grown}", asked=asked)


def _paragraphs(text: str) -> list[str]:
    """The lines of a text as a word processor keeps them; whole tables stay text."""
    return [line for line in text.replace("*", "").split("\n") if line.strip()]


def _word(text: str) -> bytes:
    made, file = WordDocument(), io.BytesIO()
    for paragraph in _paragraphs(text):
        made.add_paragraph(paragraph)
    made.save(file)
    return file.getvalue()


def _pdf(text: str) -> bytes:
    made = FPDF()
    made.add_font("serif", "", _FONT)
    made.set_font("serif", size=11)
    made.add_page()
    for paragraph in _paragraphs(text):
        made.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())
