"""How does a form become a command? Its fields are those of the API's body, and it is carried out as the API does."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.codes import ApiCode
from api.desk import Request, carry_out
from api.errands import Address, errand
from api.errors import invalid, problem
from api.schemas.commands import FORMS, CarriedOut
from api.web.visiting import Visit

KEY: Final = "key"
"""The hidden field that names one filling-in of a form: sent twice, it does its work once."""


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_hex(12)


async def act(visit: Visit, kind: str, address: Address, form: FormData) -> CarriedOut:
    """Carry out the command of that kind, with the fields of a form, at that address.

    A field of a part is named with a dot (``deadline.day``), one of a list ends in ``[]``, and an empty one was not
    said.

    Raises
    ------
    ProblemError
        There is no such command, the fields are not its fields, it was refused, or it is not known to be saved.
    """
    known = FORMS.get(kind)
    if known is None:
        raise problem(ApiCode.NOT_FOUND)
    names = {*known.body.model_fields}
    fields = {name: value for name, value in gathered(form).items() if name in names}
    try:
        body = known.body.model_validate(fields)
    except ValidationError as error:
        raise invalid(error.errors(include_input=False)) from error
    key = form.get(KEY)
    request = Request(errand(known, address, body), key if isinstance(key, str) and key else None)
    return await carry_out(visit.service, visit.actor, request)


def gathered(form: FormData) -> dict[str, Any]:
    """The fields of a form as the data of a body: parts nested, those that end in ``[]`` as lists."""
    made: dict[str, Any] = {}
    for name in dict.fromkeys(form.keys()):
        values = [value.strip() for value in form.getlist(name) if isinstance(value, str) and value.strip()]
        if not values:
            continue
        listed = name.endswith("[]")
        value: Any = values if listed else values[-1]
        into = made
        *outer, last = name.removesuffix("[]").split(".")
        for part in outer:
            into = into.setdefault(part, {})
            if not isinstance(into, dict):
                raise problem(ApiCode.INVALID)
        into[last] = value
    return made


def filled(form: FormData) -> Mapping[str, str]:
    """What was filled in, to stand in the form again when it was turned away."""
    return {name: value for name, value in form.items() if isinstance(value, str)}
