"""How the directory is kept: agencies changed, posts filled, files imported, and what happened when.

Administrators keep it, each within his own tree. An office may name the holders of posts of its agency and those below.
Every request says how things are to be, so sending it again changes nothing more.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.codes import ApiCode
from api.dependencies import ActorDep, BearerDep, Service, ServiceDep, WindowDep
from api.directory_codes import SENTENCES, DirectoryApiCode, status_of
from api.errors import Fault, ProblemError, problem
from api.schemas.agencies import detail_fields
from api.schemas.directory import (
    AddIn,
    ChangedOut,
    ChangeIn,
    CloseIn,
    DescribeIn,
    DifferenceOut,
    ImportOut,
    KeptAgencyOut,
    MoveIn,
    PostIn,
    RenameIn,
    VersionOut,
    difference_out,
    import_out,
    name_out,
    version_out,
)
from api.schemas.problems import problems
from api.schemas.words import PageOut, page_out
from thac.directory.fields import Field
from thac.directory.importing.columns import FIELDS
from thac.directory.importing.exporting import xlsx_of
from thac.directory.importing.faults import Faults, Place
from thac.directory.importing.reading import Import
from thac.directory.importing.sheets import Source
from thac.directory.template import standard_posts
from thac.domain.actors import Actor
from thac.domain.agencies import Agency, AgencyId, AgencyTree, PostRole, Role
from thac.domain.calendar import civil_day
from thac.domain.directory_changes import ChangeKind, Changes, beyond, composed, renamed
from thac.domain.directory_refusals import DirectoryCode, DirectoryRefusedError, refusal
from thac.importing import Bounds, Token, carry_out, foresee
from thac.store import access, directory
from thac.store.directory import Record
from thac.store.directory_journal import differences, journal, name_on, names

router = APIRouter(prefix="/directory", tags=["Danh bạ · Directory"])
_KEEPERS: Final = frozenset({Role.ADMINISTRATOR})
_READERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_POSTS: Final = frozenset({Role.ADMINISTRATOR, Role.OFFICE})
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PROBLEMS: Final = problems(400, 403, 404, 409, 413, 422)


@router.get("/agencies/{agency}", summary="Một cơ quan qua các thời kỳ · An agency over time", responses=problems(404))
def get_kept_agency(
    service: ServiceDep,
    _: BearerDep,
    agency: str,
    on: Annotated[date | None, Query(description="Tên vào ngày này. · Its name on that day.")] = None,
    version: Annotated[int | None, Query(ge=1, description="Theo bản danh bạ. · By that version.")] = None,
) -> KeptAgencyOut:
    """The agency, closed or not, with its posts and names; by an earlier version as the directory stood then."""
    today = civil_day(service.deps.clock())
    with service.deps.engines.read.connect() as connection:
        tree = service.deps.directory.tree(connection)
        if version is not None:
            tree = directory.as_it_stood(connection, tree, version)
        found = tree.get(agency)
        if found is None:
            raise problem(ApiCode.NOT_FOUND)
        held = names(connection, agency)
    return KeptAgencyOut(
        **detail_fields(found, tree, today),
        version=tree.version,
        name_then=name_on(held, on or today),
        names=[name_out(name) for name in held],
    )


@router.post("/agencies", summary="Thêm cơ quan · Add an agency", responses=_PROBLEMS)
def post_agency(service: ServiceDep, actor: ActorDep, body: AddIn) -> ChangedOut:
    """Found an agency, with the posts of its level vacant."""

    def make(tree: AgencyTree) -> Changes:
        added = Agency(
            id=body.id,
            level=body.level,
            name=composed(body.name),
            parent=body.parent,
            fields=_fields(body.fields),
            aliases=tuple(map(composed, body.aliases)),
            auto_allocate=body.auto_allocate,
            beside=body.beside,
        )
        before = tree.get(body.id)
        if before == added:
            return Changes()
        if before is not None:
            taken = refusal(DirectoryCode.AGENCY_EXISTS, body.id, "id", agency=body.id, name=before.name)
            raise DirectoryRefusedError([taken])
        return Changes((added,), standard_posts(added))

    return _change(service, actor, ChangeKind.ADD, body, make)


@router.post("/agencies/{agency}/rename", summary="Đổi tên · Rename", responses=_PROBLEMS)
def post_rename(service: ServiceDep, actor: ActorDep, agency: str, body: RenameIn) -> ChangedOut:
    """Give an agency another name; the old one is still found."""
    return _change(
        service,
        actor,
        ChangeKind.RENAME,
        body,
        lambda tree: Changes((renamed(_known(tree, agency), composed(body.name)),)),
    )


@router.post("/agencies/{agency}/close", summary="Kết thúc · Close", responses=_PROBLEMS)
def post_close(service: ServiceDep, actor: ActorDep, agency: str, body: CloseIn) -> ChangedOut:
    """Close an agency. It receives nothing new; what is open needs a successor to be handed to."""

    def make(tree: AgencyTree) -> Changes:
        before = _known(tree, agency)
        ended_on = body.on or before.ended_on or civil_day(service.deps.clock())
        return Changes((replace(before, ended_on=ended_on, successor=body.successor),))

    return _change(service, actor, ChangeKind.CLOSE, body, make)


@router.post("/agencies/{agency}/move", summary="Chuyển cấp trên · Move", responses=_PROBLEMS)
def post_move(service: ServiceDep, actor: ActorDep, agency: str, body: MoveIn) -> ChangedOut:
    """Put an agency below another one; it may have no open work."""
    return _change(
        service,
        actor,
        ChangeKind.MOVE,
        body,
        lambda tree: Changes((replace(_known(tree, agency), parent=body.parent),)),
    )


@router.post("/agencies/{agency}/describe", summary="Lĩnh vực, tên khác · Fields, aliases", responses=_PROBLEMS)
def post_describe(service: ServiceDep, actor: ActorDep, agency: str, body: DescribeIn) -> ChangedOut:
    """Change what an agency answers for, how it is also called, or how it allocates."""

    def make(tree: AgencyTree) -> Changes:
        before = _known(tree, agency)
        return Changes(
            (
                replace(
                    before,
                    fields=before.fields if body.fields is None else _fields(body.fields),
                    aliases=before.aliases if body.aliases is None else tuple(map(composed, body.aliases)),
                    auto_allocate=before.auto_allocate if body.auto_allocate is None else body.auto_allocate,
                ),
            )
        )

    return _change(service, actor, ChangeKind.DESCRIBE, body, make)


@router.put("/posts/{agency}/{role}", summary="Người giữ chức vụ · The holder of a post", responses=_PROBLEMS)
def put_post(service: ServiceDep, actor: ActorDep, agency: str, role: PostRole, body: PostIn) -> ChangedOut:
    """Say who holds a post, until when, and who stands in while he is away. Only an administrator changes its title."""
    if body.title is not None and actor.role not in _KEEPERS:
        raise _not_keeper()

    def make(tree: AgencyTree) -> Changes:
        before = tree.post(_known(tree, agency).id, role)
        if before is None:
            raise DirectoryRefusedError([refusal(DirectoryCode.UNKNOWN_POST, agency=agency, role=role)])
        try:
            return Changes(posts=(body.value(before),))
        except ValueError as error:
            raise ProblemError(
                422, DirectoryCode.DATES_REVERSED.value, "Ngày kết thúc trước ngày bắt đầu.", f"{error}."
            ) from error

    return _change(service, actor, ChangeKind.POST, body, make, _POSTS)


@router.get("/journal", summary="Các lần thay đổi · The journal", responses=problems(403, 422))
def get_journal(
    service: ServiceDep, actor: ActorDep, window: WindowDep, agency: Annotated[str | None, Query(max_length=64)] = None
) -> PageOut[VersionOut]:
    """The versions of the directory, the newest first."""
    _require(actor, _READERS)
    found = service.read(lambda connection: journal(connection, window, agency))
    return page_out(found, [version_out(version) for version in found.items])


@router.get("/journal/{version}", summary="Một lần thay đổi · One version", responses=problems(403, 422))
def get_version(service: ServiceDep, actor: ActorDep, window: WindowDep, version: int) -> PageOut[DifferenceOut]:
    """What a version changed, before and after; the one that installed the directory lists nothing."""
    _require(actor, _READERS)
    found = service.read(lambda connection: differences(connection, version, window))
    return page_out(found, [difference_out(one) for one in found.items])


@router.get("/export", summary="Xuất danh bạ ra .xlsx · Export", responses=problems(403), response_class=Response)
def get_export(service: ServiceDep, actor: ActorDep) -> Response:
    """The whole directory with its accounts, without their tokens; only for who keeps all of it."""
    _require(actor, _KEEPERS)
    with service.deps.engines.read.connect() as connection:
        tree, accounts = directory.load(connection), access.accounts(connection)
    if tree[actor.agency].parent is not None:
        raise _not_keeper()
    return Response(
        xlsx_of(tree, accounts),
        media_type=_WORKBOOK,
        headers={"Content-Disposition": 'attachment; filename="danh-ba.xlsx"', "Cache-Control": "no-store"},
    )


@router.post(
    "/imports",
    summary="Nhập tệp .xlsx hoặc CSV · Import a file",
    responses=_PROBLEMS,
    openapi_extra={"requestBody": {"required": True, "content": {_WORKBOOK: {}, "text/csv": {}}}},
)
async def post_import(  # noqa: PLR0913, PLR0917 - one parameter for each word of the request
    service: ServiceDep,
    actor: ActorDep,
    request: Request,
    response: Response,
    name: Annotated[str, Query(max_length=200, description="Tên tệp. · The file's name.")] = "tệp",
    dry_run: Annotated[bool, Query(description="Chỉ xem khác biệt. · Only show the difference.")] = True,  # noqa: FBT002
    version: Annotated[int | None, Query(ge=0, description="Chỉ nhập vào bản này. · Only onto this version.")] = None,
    on: date | None = None,
    reason: Annotated[str | None, Query(max_length=500)] = None,
    source: Annotated[str | None, Query(max_length=500)] = None,
) -> ImportOut:
    """Take in agencies, fields, posts and accounts, all or nothing. The body is the file itself.

    Without ``dry_run=false`` nothing is written. New tokens are in the answer, this once.
    """
    _require(actor, _KEEPERS)
    data = await request.body()
    response.headers["Cache-Control"] = "no-store"
    record = _record(service, actor, ChangeKind.IMPORT, ChangeIn(on=on, reason=reason, source=source))
    return await asyncio.to_thread(_import, service, Source(name, data), record, Bounds(actor.agency, version), dry_run)


def _import(service: Service, source: Source, record: Record, bounds: Bounds, dry_run: bool) -> ImportOut:  # noqa: FBT001
    wanted = Import([source])
    made: list[Token] = []
    try:
        if dry_run:
            outcome = foresee(service.deps.engines, wanted, record, bounds)
        else:
            outcome = carry_out(service.deps.engines, wanted, record, bounds, made.extend)
    except DirectoryRefusedError as error:
        raise _refused(error) from error
    if outcome.faults is not None:
        raise _faulty(outcome.faults)
    return import_out(outcome, made, wanted.rows, dry_run=dry_run)


def _change(  # noqa: PLR0913, PLR0917 - who changes what, and how it is recorded
    service: Service,
    actor: Actor,
    kind: ChangeKind,
    body: ChangeIn,
    make: Callable[[AgencyTree], Changes],
    allowed: frozenset[Role] = _KEEPERS,
) -> ChangedOut:
    _require(actor, allowed)
    try:
        with service.deps.engines.write.begin() as connection:
            tree = directory.load_for_change(connection)
            changes = make(tree)
            _refuse_beyond(tree, changes, actor.agency)
            made = directory.change(connection, tree, changes, _record(service, actor, kind, body))
    except DirectoryRefusedError as error:
        raise _refused(error) from error
    return ChangedOut(version=made.version, changed=not made.nothing)


def _refuse_beyond(tree: AgencyTree, changes: Changes, own: AgencyId) -> None:
    if found := list(beyond(tree, changes, own)):
        raise DirectoryRefusedError(found)


def _record(service: Service, actor: Actor, kind: ChangeKind, body: ChangeIn) -> Record:
    now = service.deps.clock()
    by = f"{actor.name} ({actor.role}@{actor.agency})"
    return Record(kind, by, now, body.on or civil_day(now), body.reason, body.source)


def _known(tree: AgencyTree, agency: AgencyId) -> Agency:
    found = tree.get(agency)
    if found is None:
        raise DirectoryRefusedError([refusal(DirectoryCode.UNKNOWN_AGENCY, agency=agency)])
    return found


def _fields(said: tuple[str, ...]) -> tuple[str, ...]:
    read = {one: FIELDS.read(one) for one in said}
    unknown = [one for one, field in read.items() if field is None]
    if unknown:
        example = Field.FINANCE.value
        raise DirectoryRefusedError(
            [refusal(DirectoryCode.UNKNOWN_FIELD, "", "fields", field=one, example=example) for one in unknown]
        )
    return tuple(dict.fromkeys(field.value for field in read.values() if field is not None))


def _require(actor: Actor, allowed: frozenset[Role]) -> None:
    if actor.role not in allowed:
        raise _not_keeper()


def _not_keeper() -> ProblemError:
    return ProblemError(403, DirectoryApiCode.NOT_KEEPER.value, *SENTENCES[DirectoryApiCode.NOT_KEEPER])


def _refused(error: DirectoryRefusedError) -> ProblemError:
    first = error.refusals[0]
    listed = [Fault(one.code.value, one.message, one.english, f"/{one.aspect}") for one in error.refusals]
    faults = tuple(listed) if len(listed) > 1 or first.aspect else ()
    return ProblemError(status_of(first.code), first.code.value, first.message, first.english, faults)


def _faulty(faults: Faults) -> ProblemError:
    vietnamese, english = SENTENCES[DirectoryApiCode.IMPORT_REFUSED]
    counted = {"total": faults.total, "listed": len(faults)}
    listed = tuple(
        Fault(
            one.code, f"{one.place}: {one.message}" if one.place.file else one.message, one.english, _pointer(one.place)
        )
        for one in faults
    )
    code = DirectoryApiCode.IMPORT_REFUSED.value
    return ProblemError(422, code, vietnamese.format(**counted), english.format(**counted), listed, counted)


def _pointer(place: Place) -> str:
    """Sheet, row and column, as far as they are known: ``/Cơ quan/5/C``."""
    parts = (place.sheet, place.row, place.column)
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts if part is not None)
