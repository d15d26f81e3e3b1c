"""How does a mail reach the next server? And what its answers mean."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from thac.notices.sending import Outcome, Verdict

_STEP_SECONDS: Final = 10.0
"""How long the server may be silent."""
_MAIL_SECONDS: Final = 20.0
"""How long one mail may take altogether, also with a server that sends a byte now and then."""
_READY: Final = 220
_PERMANENT: Final = 500
_CLOSING: Final = 421


class SmtpAddressError(Exception):
    """The address names no mail server."""

    code: Final = "smtp-address"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server: ``tls`` from the first byte, ``starttls`` before anything is said, or neither."""

    host: str
    port: int
    tls: bool = False
    starttls: bool = False
    user: str | None = None
    password: str | None = None

    @classmethod
    def of(cls, url: str) -> Self:
        """The server of an address ``smtps://user:password@host:465``, ``smtp+starttls://…:587`` or ``smtp://host:25``.

        Raises
        ------
        SmtpAddressError
            It is none of these, or would say a password in the clear. What it says is not repeated.
        """
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise SmtpAddressError(_EXPECTED)
        if parts.scheme == "smtp" and parts.username:
            raise SmtpAddressError(f"a password would be sent in the clear; {_EXPECTED}")
        return cls(
            parts.hostname,
            parts.port or _PORTS[parts.scheme],
            tls=parts.scheme == "smtps",
            starttls=parts.scheme == "smtp+starttls",
            user=None if parts.username is None else unquote(parts.username),
            password=None if parts.password is None else unquote(parts.password),
        )


class SmtpSession:
    """A conversation with a server for as many mails as it takes; it connects when it is needed."""

    def __init__(self, server: SmtpServer, context: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._context = context
        self._smtp: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> Outcome:
        """Hand a mail over. 250 means that the server took it; nothing is known then of its arrival."""
        try:
            with _bounded(self._connected()) as smtp:
                smtp.send_message(mail, rcpt_options=_notified(smtp))
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return self._refused(code, text)
        except smtplib.SMTPSenderRefused as error:  # the fault of the installation, not of who is to read it
            self._drop()
            return _away(f"sender refused: {_said(error.smtp_code, error.smtp_error)}")
        except smtplib.SMTPDataError as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            self._drop()
            return _away(_said(error.smtp_code, error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return _away(f"{type(error).__name__}: {error}")
        return Outcome(Verdict.SENT)

    def close(self) -> None:
        """Say goodbye, if anybody is there."""
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException), _bounded(self._smtp) as smtp:
                smtp.quit()
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        server = self._server
        context = self._context or ssl.create_default_context()
        ours = socket.gethostname()  # not the full name: asking for it may wait for a name server
        smtp = (
            smtplib.SMTP_SSL(local_hostname=ours, timeout=_STEP_SECONDS, context=context)
            if server.tls
            else smtplib.SMTP(local_hostname=ours, timeout=_STEP_SECONDS)
        )
        self._smtp = smtp
        with _bounded(smtp):
            # The library keeps the name that TLS checks only where it connects while it is made, which has no limit.
            smtp._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001
            code, text = smtp.connect(server.host, server.port)
            if code != _READY:
                raise smtplib.SMTPConnectError(code, text)
            if server.starttls:
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if server.user is not None:
                smtp.login(server.user, server.password or "")
        return smtp

    def _refused(self, code: int, text: bytes | str) -> Outcome:
        if code == _CLOSING:
            self._drop()
            return _away(_said(code, text))
        return Outcome(Verdict.NEVER if code >= _PERMANENT else Verdict.LATER, _said(code, text))

    def _drop(self) -> None:
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.close()
            self._smtp = None


@contextmanager
def _bounded(smtp: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """Cut the line when what is done in the block takes too long altogether; each step has its own limit too."""

    def cut() -> None:
        with suppress(OSError):
            if smtp.sock is not None:
                smtp.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_MAIL_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield smtp
    finally:
        timer.cancel()


def _notified(smtp: smtplib.SMTP) -> list[str]:
    """Where the server can (RFC 3461), ask for word when the mail arrives or comes back."""
    return ["NOTIFY=SUCCESS,FAILURE"] if smtp.has_extn("dsn") else []


def _away(reason: str) -> Outcome:
    return Outcome(Verdict.LATER, reason[:_LONGEST_REASON], away=True)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"[:_LONGEST_REASON]


_LONGEST_REASON: Final = 300
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_EXPECTED: Final = "expected smtps://user:password@host:465, smtp+starttls://user:password@host:587 or smtp://host:25"
