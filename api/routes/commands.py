"""Commands: what offices and units do to assignments and directives, one by one or many at once."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Response
from pydantic import ValidationError

from api.codes import STATUS, ApiCode
from api.dependencies import ActorDep, ServiceDep
from api.desk import Outcome, Request, carry_out, carry_out_all
from api.errands import Address, address_in, address_of, errand
from api.errors import RETRY_AFTER_SECONDS, ProblemError, invalid, problem
from api.schemas.commands import FORMS, BatchIn, BatchOut, CarriedOut, Form, ItemOut, Place
from api.schemas.problems import problems
from api.schemas.words import AgencyCode, DirectiveCode

router = APIRouter(tags=["Thao tác · Commands"])

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Gửi lại cùng mã thì không làm hai lần. · The same key again does nothing twice.",
    ),
]
_PROBLEMS: Final = problems(400, 403, 404, 409, 413, 422)


@router.post("/commands", summary="Nhiều thao tác một lần · Many commands at once", responses=problems(400, 413, 422))
async def batch(service: ServiceDep, actor: ActorDep, body: BatchIn, response: Response) -> BatchOut:
    """Up to 100 commands, over any dockets. Each has its own answer; one bad command turns no neighbour away."""
    read = [_read(item, place) for place, item in enumerate(body.commands)]
    carried = iter(await carry_out_all(service, actor, [one for one in read if isinstance(one, Request)]))
    answers = [item_out(one if isinstance(one, ProblemError) else next(carried)) for one in read]
    unsaved = sum(answer.status == STATUS[ApiCode.NOT_SAVED] for answer in answers)
    done = sum(answer.answer is not None for answer in answers)
    if unsaved:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return BatchOut(carried_out=done, refused=len(answers) - done - unsaved, not_saved=unsaved, answers=answers)


def item_out(outcome: Outcome) -> ItemOut:
    """What became of one command of several, as it goes out."""
    if isinstance(outcome, ProblemError):
        return ItemOut(status=outcome.status, problem=outcome.body)
    return ItemOut(status=200, answer=outcome)


def _read(item: dict[str, Any], place: int) -> Request | ProblemError:
    form = FORMS.get(str(item.get("command")))
    if form is None:
        words = f"Input should be one of {', '.join(FORMS)}"
        return invalid([{"type": "literal_error", "loc": ("commands", place, "command"), "msg": words}])
    try:
        body = form.item.model_validate(item)
    except ValidationError as error:
        return invalid([one | {"loc": ("commands", place, *one["loc"])} for one in error.errors(include_input=False)])
    try:
        return Request(errand(form, address_in(form, body), body), item.get("idempotency_key"))
    except ValueError:
        return problem(ApiCode.NOT_FOUND)


async def _at_assignment(assignment: str) -> Address:
    try:
        return address_of(assignment)
    except ValueError:
        raise problem(ApiCode.NOT_FOUND) from None


async def _at_docket(directive: DirectiveCode, agency: AgencyCode) -> Address:
    return Address(directive, agency)


async def _at_directive(directive: DirectiveCode) -> Address:
    return Address(directive)


_PLACES: Final[dict[Place, Callable[..., Awaitable[Address]]]] = {
    Place.ASSIGNMENT: _at_assignment,
    Place.DOCKET: _at_docket,
    Place.DIRECTIVE: _at_directive,
}
"""How the address of a command is read."""


def _endpoint(form: Form) -> Callable[..., Awaitable[CarriedOut]]:
    """The function behind the address of one kind of command; its signature says what the form says."""

    async def carry(
        *, service: ServiceDep, actor: ActorDep, address: Address, body: Any, key: KeyHeader = None
    ) -> CarriedOut:
        return await carry_out(service, actor, Request(errand(form, address, body), key))

    carry.__annotations__ |= {"address": Annotated[Address, Depends(_PLACES[form.place])], "body": form.body}
    carry.__kwdefaults__ = {"key": None} | ({"body": form.body()} if form.wordless else {})
    return carry


for _form in FORMS.values():
    router.add_api_route(
        f"/{_form.address}",
        _endpoint(_form),
        methods=["POST"],
        name=_form.kind,
        summary=_form.title,
        description=_form.meaning,
        responses=_PROBLEMS,
    )
