"""Mail over TLS: the server's name is checked, and before that nobody is told a password or sent a mail."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import AuthResult

from tests.conftest import missing
from tests.delivery.servers import MailServer
from thac.delivery.smtp import SmtpServer, SmtpSession
from thac.notices.sending import Outcome, Verdict


@dataclass(frozen=True)
class Certified:
    """A certificate for one name: the context of a server that shows it, and of a client that trusts it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def certified(folder: Path, name: str) -> Certified:
    """A certificate of its own for that name."""
    program = shutil.which("openssl")
    if program is None:
        missing("openssl", "openssl is not installed on this machine (Debian's package openssl)")
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([program, *made, *subject, *files], check=True, capture_output=True)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    return Certified(server, ssl.create_default_context(cafile=str(certificate)))


def mail() -> EmailMessage:
    """A mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "thac@example.vn", "head@example.vn", "<a@example.vn>"
    made.set_content("x")
    return made


def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    """Whether user and password are the right ones."""
    return AuthResult(success=(data.login, data.password) == (b"thac", b"mat khau"), handled=False)


def sent(server: SmtpServer, context: ssl.SSLContext) -> Outcome:
    """What one mail comes to."""
    session = SmtpSession(server, context)
    try:
        return session.send(mail())
    finally:
        session.close()


def asks_for_starttls(tls: ssl.SSLContext) -> MailServer:
    """A server that takes mail only after STARTTLS, and only from who is known."""
    return MailServer(tls_context=tls, require_starttls=True, auth_required=True, authenticator=knows)


def test_mail_goes_out_after_starttls_to_who_knows_the_password(tmp_path: Path) -> None:
    own = certified(tmp_path, "localhost")
    with asks_for_starttls(own.server) as server:
        here = SmtpServer("localhost", server.port, starttls=True, user="thac", password="mat khau")
        assert sent(here, own.client) == Outcome(Verdict.SENT)
        wrong = SmtpServer("localhost", server.port, starttls=True, user="thac", password="wrong")
        refused = sent(wrong, own.client)
    assert (refused.verdict, refused.away) == (Verdict.LATER, True)
    assert (refused.reason or "").startswith("535")
    assert len(server.mails) == 1


def test_a_server_with_another_name_is_told_nothing(tmp_path: Path) -> None:
    other = certified(tmp_path, "mail.example.vn")
    with asks_for_starttls(other.server) as server:
        here = SmtpServer("localhost", server.port, starttls=True, user="thac", password="mat khau")
        outcome = sent(here, other.client)
    assert (outcome.verdict, outcome.away) == (Verdict.LATER, True)
    assert "SSLCertVerificationError" in (outcome.reason or "")
    assert server.mails == []


def test_a_server_that_offers_no_starttls_is_told_nothing(tmp_path: Path) -> None:
    own = certified(tmp_path, "localhost")
    with MailServer() as server:
        here = SmtpServer("127.0.0.1", server.port, starttls=True, user="thac", password="mat khau")
        outcome = sent(here, own.client)
    assert (outcome.verdict, outcome.away) == (Verdict.LATER, True)
    assert server.mails == []
