"""What does the mail of a digest look like? The same at every try, whoever builds it."""

import hashlib
import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from thac.notices.digest import Digest
from thac.notices.rendering import Rendered
from thac.store.deliveries import Outgoing


def domain_of(sender: str) -> str:
    """The domain in a sender's address, which Message-IDs and lists are named by."""
    return parseaddr(sender)[1].rpartition("@")[2] or "thac.invalid"


def message(one: Outgoing, digest: Digest, letter: Rendered, sender: str) -> EmailMessage:
    """The mail of a delivery.

    ``Message-ID`` is that of the delivery, so that a mail sent twice is known as one; ``List-Id`` names the agency;
    ``References`` and ``In-Reply-To`` hang all mails on one assignment, or on one directive, under a root that was
    never sent, which mail programs show as one thread.
    """
    name, address = parseaddr(sender)
    domain = domain_of(sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = Address(addr_spec=one.address)
    mail["Subject"] = unicodedata.normalize("NFC", " ".join(letter.subject.split()))
    mail["Date"] = format_datetime(one.saved_at)
    mail["Message-ID"] = one.message_id
    mail["List-Id"] = f"<{_label(one.agency)}.digest.{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Thac-Key"] = one.notice
    if one.urgent:
        mail["Importance"] = "high"
    if roots := _roots(digest, domain):
        mail["In-Reply-To"] = roots[-1]
        mail["References"] = " ".join(roots)
    mail.set_content(unicodedata.normalize("NFC", letter.text), cte="quoted-printable")
    mail.add_alternative(unicodedata.normalize("NFC", letter.html), subtype="html", cte="base64")
    return mail


def _roots(digest: Digest, domain: str) -> list[str]:
    """The roots of the threads a digest belongs to: of its one directive, and of its one assignment."""
    if digest.more:
        return []
    directives = {line.directive for line in digest.lines}
    assignments = {line.assignment for line in digest.lines}
    return [
        f"<{kind}.{hashlib.sha256(found.pop().encode()).hexdigest()[:24]}@{domain}>"
        for kind, found in (("directive", directives), ("assignment", assignments))
        if len(found) == 1
    ]


def _label(agency: str) -> str:
    return "".join(one if one.isalnum() or one == "-" else "-" for one in agency.lower())
