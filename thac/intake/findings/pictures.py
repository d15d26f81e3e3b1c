"""What of a document could not be read because it is a picture: there may be a task in it, or a stamp."""

from collections.abc import Iterator

from thac.intake.draft import Finding
from thac.intake.finding_codes import Code
from thac.intake.findings.telling import finding
from thac.intake.transcript import Transcript


def pictures(transcript: Transcript) -> Iterator[Finding]:
    """Pages that are nothing but a picture are a warning; pictures beside the text are only said."""
    pages = [str(page) for page in transcript.unread]
    if pages:
        named = ", ".join(pages)
        english = f"Page {named} is" if len(pages) == 1 else f"Each of the pages {named} is"
        yield finding(Code.PAGES_UNREAD, pages=named, pages_english=english)
    beside = transcript.pictures - len(pages)
    if beside > 0:
        yield finding(Code.PICTURES_UNREAD, count=beside)
