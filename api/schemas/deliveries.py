"""Deliveries, whom nobody reached, how somebody wants to be reached, and tokens of calendars, as they travel."""

from datetime import datetime, time
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from api.schemas.words import AgencyCode, Body, Hour, Output
from thac.delivery.webhooks import key_of
from thac.notices.sending import PER_HOUR, Channel, State
from thac.store.contacts import Contact
from thac.store.queries.unreached import DeliveryLine, UnreachedLine, Why


class DeliveryOut(Output):
    """One way of one digest to its reader. Four facts: saved, sent (a server took it), delivered, seen (he says so)."""

    id: str
    notice: str
    post: str
    agency: str
    channel: Channel
    address: str | None
    state: State
    attempts: int
    next_at: datetime | None
    reason: str | None
    message_id: str | None
    saved_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    seen_at: datetime | None


class UnreachedOut(Output):
    """A post with digests that nobody has seen and no server has taken, and why the last of them was not."""

    post: str
    agency: str
    agency_name: str
    notice: str
    urgent: bool
    why: Why
    reason: str | None
    digests: int
    since: datetime
    saved_at: datetime


class ReplayIn(Body):
    """Which dead deliveries are sent anew; none named: all of them within the caller's scope."""

    deliveries: Annotated[list[str], Field(max_length=1_000)] | None = None


class ReplayOut(Output):
    """Those that are sent anew."""

    replayed: list[str]


class SeenIn(Body):
    """Whose inbox was opened: posts of the caller's agency; none named: all of them."""

    posts: Annotated[list[str], Field(max_length=100)] | None = None


class SeenOut(Output):
    """How many digests are seen thereby that were not before."""

    seen: int


class CalendarTokenIn(Body):
    """Whose calendar is to be read."""

    agency: AgencyCode


class CalendarTokenMadeOut(Output):
    """A new token, shown this once, and the address it opens."""

    token: str
    path: str


class CalendarTokenOut(Output):
    """A token by its id."""

    id: str
    agency: str
    by: str
    at: datetime


def _mail(address: str) -> str:
    local, _, domain = address.rpartition("@")
    if not local or "." not in domain or domain.startswith(".") or domain.endswith("."):
        raise ValueError("an address has the form name@domain")
    return address


def _secret(secret: str) -> str:
    key_of(secret)
    return secret


Mail = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-]+$"), AfterValidator(_mail)
]
Secret = Annotated[str, StringConstraints(max_length=120), AfterValidator(_secret)]


class QuietHours(Body):
    """Hours in which only the urgent goes out; they may span midnight."""

    begins: Hour
    ends: Hour


class ContactIn(Body):
    """How somebody wants to be reached. The inbox is always there; a channel that is named needs its address.

    A webhook without ``secret`` keeps the one it has, or is given one.
    """

    channels: Annotated[list[Channel], Field(max_length=3)]
    mail: Mail | None = None
    webhook: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    secret: Secret | None = None
    quiet: QuietHours | None = None
    per_hour: Annotated[int, Field(ge=1, le=1_000)] = PER_HOUR

    @model_validator(mode="after")
    def _addresses(self) -> Self:
        if Channel.MAIL in self.channels and self.mail is None:
            raise ValueError("the channel mail needs an address: mail")
        if Channel.WEBHOOK in self.channels and self.webhook is None:
            raise ValueError("the channel webhook needs an address: webhook")
        if self.quiet is not None and self.quiet.begins == self.quiet.ends:
            raise ValueError("quiet hours end at another hour than they begin")
        return self


class QuietHoursOut(Output):
    """Hours in which only the urgent goes out."""

    begins: time
    ends: time


class ContactOut(Output):
    """How somebody wants to be reached; ``secret`` only where it was just made."""

    owner: str
    agency: str
    channels: list[Channel]
    mail: str | None
    webhook: str | None
    quiet: QuietHoursOut | None
    per_hour: int
    secret: str | None = None


def contact_out(contact: Contact, secret: str | None = None) -> ContactOut:
    """The contact as it goes out, without its secret unless that is new."""
    quiet = contact.terms.quiet
    return ContactOut(
        owner=contact.owner,
        agency=contact.agency,
        channels=list(contact.channels),
        mail=contact.mail,
        webhook=contact.webhook,
        quiet=None if quiet is None else QuietHoursOut(begins=quiet.begins, ends=quiet.ends),
        per_hour=contact.terms.per_hour,
        secret=secret,
    )


def delivery_out(line: DeliveryLine) -> DeliveryOut:
    """The delivery as it goes out."""
    return DeliveryOut(**{name: getattr(line, name) for name in DeliveryOut.model_fields})


def unreached_out(line: UnreachedLine) -> UnreachedOut:
    """The line as it goes out."""
    return UnreachedOut(**{name: getattr(line, name) for name in UnreachedOut.model_fields})
