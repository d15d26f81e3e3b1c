"""Drafts read from documents: the text that comes in, and the draft that goes out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StringConstraints

from api.schemas.corrections import Version
from api.schemas.directives import DistinctIn, LaunchOut
from api.schemas.overlaps import OverlapOut
from api.schemas.words import Body, Output, composed
from thac.intake.draft import ReadMode, Severity
from thac.store.directives import DirectiveState


class TextIn(Body):
    """A document whose text was pasted."""

    text: Annotated[str, StringConstraints(min_length=1), AfterValidator(composed)]


class LaunchDraftIn(DistinctIn):
    """A launch of a draft, and the version that its sender saw. The body may be left out."""

    version: Version | None = None


class PersonOut(Output):
    """Who did something, and when."""

    name: str
    role: str
    at: datetime


class VersionOut(PersonOut):
    """A version of a draft: 1 as it was read, each further one a set of corrections."""

    version: int


class FileOut(Output):
    """The file that was read. It is not kept; ``sha256`` tells whether another one is the same."""

    name: str | None
    medium: str
    size: int
    sha256: str
    pages: int | None
    reader: int


class DraftOut(Output):
    """A draft as a list shows it. ``state`` is open or launched; ``directive`` is what it was launched as."""

    id: str
    version: int
    state: Literal["open", "launched"]
    doc_type: str | None
    number: str | None
    symbol: str | None
    subject: str | None
    tasks: int
    violations: int
    warnings: int
    file_name: str | None
    read: PersonOut
    corrected: PersonOut | None
    directive: str | None
    directive_state: DirectiveState | None


class PassageOut(Output):
    """A line of the document, as it is spelt there."""

    line: int
    page: int | None
    text: str


class DraftTaskOut(Output):
    """A task as it stands. ``corrected`` names what does not stand as it was read; ``of`` whose part it is."""

    number: int
    path: str
    line: int
    text: str
    mode: ReadMode
    leads: list[str]
    coordinators: list[str]
    report_to: list[str]
    report_via: list[str]
    deadline: dict[str, Any]
    product: str | None
    indicators: list[dict[str, Any]]
    tracked: bool
    untracked_because: str | None
    unsure: list[str]
    bodies: dict[str, list[dict[str, Any]]]
    passage: list[PassageOut]
    corrected: list[str]
    of: int | None


class FindingOut(Output):
    """What is to be said about the draft. A violation forbids the launch."""

    code: str
    severity: Severity
    message: str
    english: str
    line: int | None
    evidence: str
    task: int | None
    suggestions: list[str]


class WorkAboveOut(Output):
    """A task of the directive from above that the agency has open."""

    task: int
    text: str
    due: datetime | None


class UpwardOut(Output):
    """A running directive that the document implements. ``like``: by task of the draft, the tasks that say the same.

    ``attachable``: the agency keeps an open docket on it, under which an own plan can hang.
    """

    directive: str
    doc_type: str
    number: str | None
    symbol: str | None
    subject: str
    issuer: str
    attachable: bool
    work: list[WorkAboveOut]
    like: dict[int, list[int]]


class AttachmentOut(Output):
    """What launching attaches to: under which docket, and by task of the draft the tasks above that it does."""

    directive: str
    docket: str
    implements: dict[int, list[int]]


class DraftDetail(Output):
    """A draft as it stands: what was read, and in its place what was corrected.

    ``launchable``: no violation stands, and the date of issue is whole. ``overlaps`` is what was found between it and
    what runs: a conflict needs a reason at the launch.
    """

    id: str
    version: int
    newest: int
    state: Literal["open", "launched"]
    launchable: bool
    directive: str | None
    directive_state: DirectiveState | None
    file: FileOut
    history: list[VersionOut]
    header: dict[str, Any]
    issuer: str
    recipients: dict[str, list[str]]
    references: list[dict[str, Any]]
    tasks: list[DraftTaskOut]
    findings: list[FindingOut]
    overlaps: list[OverlapOut]
    implements: list[UpwardOut]
    attaches_to: AttachmentOut | None
    corrections: dict[str, Any]


class DraftLaunchOut(LaunchOut):
    """What came of a launch, and of which draft."""

    draft: str
