"""How somebody wants to be reached: channels, addresses, quiet hours."""

from dataclasses import replace
from typing import Annotated, Final

import sqlalchemy as sa
from fastapi import APIRouter, Path

from api.codes import ApiCode
from api.dependencies import ActorDep, ScopeDep, Service, ServiceDep
from api.errors import Fault, problem
from api.schemas.deliveries import ContactIn, ContactOut, contact_out
from api.schemas.problems import problems
from thac.delivery.addresses import AddressRefusedError, shape
from thac.delivery.webhooks import new_secret
from thac.domain.actors import Actor
from thac.domain.agencies import PostRole, Role
from thac.notices.sending import Channel, Quiet, Terms
from thac.store import contacts
from thac.store import tables as t
from thac.store.contacts import Contact, agency_of, is_post
from thac.store.queries.scope import Scope, agencies_in

router = APIRouter(prefix="/contacts", tags=["Cách nhận nhắc việc · Contacts"])
_READ_ONLY: Final = frozenset({Role.AUDITOR, Role.MONITOR})
Owner = Annotated[
    str, Path(max_length=200, description="Chức vụ, chair@05443, hoặc một người, Trần Thị B@05443. · Post or person.")
]


@router.get("", summary="Cách nhận nhắc việc · Contacts within the scope")
def list_contacts(service: ServiceDep, scope: ScopeDep) -> list[ContactOut]:
    """Those that were chosen; for whoever is not among them it is the mail address he signs in with, or the inbox."""
    where = t.contacts.c.agency.in_(agencies_in(scope))
    return [contact_out(one) for one in service.read(lambda connection: contacts.of(connection, where))]


@router.get("/{owner}", summary="Cách nhận của một người · One contact", responses=problems(404))
def get_contact(service: ServiceDep, scope: ScopeDep, owner: Owner) -> ContactOut:
    """The contact of a post or a person; where nothing was chosen, the inbox alone."""
    with service.deps.engines.read.connect() as connection:
        _require_known(connection, service, scope, owner)
        return contact_out(contacts.get(connection, owner) or Contact(owner))


@router.put("/{owner}", summary="Chọn cách nhận · Choose", responses=problems(400, 403, 404, 413, 422))
def put_contact(service: ServiceDep, actor: ActorDep, scope: ScopeDep, owner: Owner, body: ContactIn) -> ContactOut:
    """Choose for a post or a person of one's own agency; administrators for all in their tree. What was before goes."""
    _require_chooser(actor, owner)
    _refuse_address(service, body)
    with service.deps.engines.write.begin() as connection:
        _require_known(connection, service, scope, owner)
        before = contacts.get(connection, owner)
        secret = body.secret or (None if before is None else before.secret)
        made = new_secret() if secret is None and body.webhook is not None else None
        quiet = None if body.quiet is None else Quiet(body.quiet.begins, body.quiet.ends)
        channels = tuple(channel for channel in Channel if channel in body.channels and channel is not Channel.INBOX)
        contact = Contact(owner, channels, body.mail, body.webhook, made or secret, Terms(quiet, body.per_hour))
        if body.webhook is None:
            contact = replace(contact, secret=None)
        contacts.put(connection, contact, actor.name, service.deps.clock())
    return contact_out(contact, made)


def _require_chooser(actor: Actor, owner: str) -> None:
    own = actor.agency == agency_of(owner) and actor.role not in _READ_ONLY
    if not own and actor.role is not Role.ADMINISTRATOR:
        raise problem(ApiCode.NOT_ALLOWED, agency=agency_of(owner))


def _require_known(connection: sa.Connection, service: Service, scope: Scope, owner: str) -> None:
    agency = agency_of(owner)
    known = connection.execute(agencies_in(scope).where(t.agencies.c.id == agency)).first() is not None
    if known and is_post(owner):
        role = PostRole(owner.rpartition("@")[0])
        known = service.deps.directory.tree(connection).post(agency, role) is not None
    if not known or not owner.rpartition("@")[0].strip():
        raise problem(ApiCode.NOT_FOUND)


def _refuse_address(service: Service, body: ContactIn) -> None:
    if body.webhook is None:
        return
    try:
        shape(body.webhook, private=service.deps.webhook_private)
    except AddressRefusedError as error:
        said = "Địa chỉ webhook không dùng được; cần https:// và máy ở ngoài."
        fault = Fault("webhook_address", said, str(error), "/webhook")
        raise problem(ApiCode.INVALID, [fault]) from error
