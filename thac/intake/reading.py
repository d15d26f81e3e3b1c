"""The whole way in one function: bytes or lines in, a draft with its findings out."""

from dataclasses import replace
from datetime import date
from typing import Final

from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.draft import Draft
from thac.intake.findings import find
from thac.intake.limits import LIMITS, Limits
from thac.intake.meaning import interpret
from thac.intake.sandbox import read_file, read_text
from thac.intake.structure import read_structure
from thac.intake.transcript import Transcript

READER: Final = 1
"""The version of the reading: raised when the same file would be read otherwise, so that it is read anew."""


def read(  # noqa: PLR0913, PLR0917 - a file, and from where and when it is looked at
    data: bytes,
    name: str | None = None,
    tree: AgencyTree | None = None,
    issuer: AgencyId | None = None,
    today: date | None = None,
    limits: Limits = LIMITS,
) -> Draft:
    """Read a file into a draft; a binary format is taken apart in a process of its own.

    Parameters
    ----------
    data
        The file.
    name
        What its sender calls it.
    tree
        The directory that names are looked up in; without one no body is resolved.
    issuer
        The agency that issues the document, where that is known; otherwise the letterhead says it.
    today
        The day on which somebody looks; without it nothing is called past.
    limits
        How large the file may be, and what reading it may cost.

    Raises
    ------
    FileRefusedError
        The file is not read, or bears a mark of secrecy; nothing of it was kept.
    """
    return read_transcript(read_file(data, name, limits), tree, issuer, today)


def read_pasted(
    text: str,
    tree: AgencyTree | None = None,
    issuer: AgencyId | None = None,
    today: date | None = None,
    limits: Limits = LIMITS,
) -> Draft:
    """Read a text that somebody pasted into a draft.

    Raises
    ------
    FileRefusedError
        As for a file.
    """
    return read_transcript(read_text(text, limits), tree, issuer, today)


def read_transcript(
    transcript: Transcript,
    tree: AgencyTree | None = None,
    issuer: AgencyId | None = None,
    today: date | None = None,
) -> Draft:
    """Read lines into a draft."""
    draft = interpret(read_structure(transcript), tree, issuer)
    return replace(draft, findings=find(draft, tree, today=today))
