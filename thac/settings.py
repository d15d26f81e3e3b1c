"""What can an installation set, and where does its data lie? The only reader of the environment."""

import difflib
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, Field, NonNegativeInt, PositiveFloat, PositiveInt, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from thac.domain.defaults import DEFAULTS, Defaults
from thac.domain.timescale import Timescale

PREFIX: Final = "THAC_"
NESTED: Final = "__"
TOKEN_VARIABLE: Final = "THAC_TOKEN"  # noqa: S105 - the name of a variable
"""A person's token, for the command line. It has the prefix and is no setting of the installation."""

_SMTP: Final = r"^((smtps|smtp\+starttls)://\S+|smtp://[^@\s]+)$"
"""A mail server; one that is talked to in the clear is told no password."""
_ISSUER: Final = r"^(https://[^\s?#]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/[^\s?#]*)?)$"
"""TLS, but for a provider on this very machine."""
LogLevel = Literal["debug", "info", "warning", "error"]
Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]


class Settings(BaseSettings):
    """The settings of one installation: each field is the environment variable ``THAC_`` with the field's name.

    The office's table of defaults is set value by value, ``THAC_DEFAULTS__REVIEW_DAYS=5``; lengths of time are written
    ``PT2H``. A variable with the prefix that names no setting is an error, because the office would believe it holds;
    the one that is known beside the settings is a person's token.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        nested_model_default_partial_update=True,
        frozen=True,
        extra="forbid",
        validate_default=True,
    )

    home: Folder = Path("~/.local/share/thac")
    """The data folder: everything that must be kept lies in it."""
    store_url: str | None = Field(default=None, repr=False)
    """``postgresql://user:password@host:5432/database`` or another SQLite file; without it the one in ``home``."""
    temporal_address: str | None = None
    """``host:port`` of a Temporal cluster; without it ``thac up`` starts an embedded server."""
    temporal_namespace: str = Field(default="default", min_length=1)
    scope: str = Field(default="19", pattern=r"^(VN|\d{2}(,\d{2})*)$")
    """Whom the installation serves: a province's code, several joined by commas, or ``VN`` for the whole country."""
    units_per_commune: PositiveInt | None = None
    """So many units of the template in each commune; without it all of them."""
    api_host: str = Field(default="127.0.0.1", min_length=1)
    api_port: int = Field(default=0, ge=0, le=65535)
    """0 takes a free port; ``thac up`` keeps it while it runs."""
    log_level: LogLevel = "info"
    flush_timeout_seconds: PositiveFloat = 8.0
    """How long the API waits for a command to be saved before it answers 503."""
    rest_after_events: PositiveInt | None = None
    """Continue-as-new after so many events of the history; without it when the server suggests it."""
    archive_after: Annotated[timedelta, Field(ge=timedelta(hours=2))] = timedelta(days=14)
    """A docket in which nothing calls for longer than this, or at all, sleeps: its workflow ends, and the next command
    or moment starts it again from its ledger."""
    archive_quiet: Annotated[timedelta, Field(ge=timedelta(minutes=1))] = timedelta(hours=1)
    """For so long nothing must have come in before a docket sleeps; one that was woken must stay up for its caller."""
    worker_metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Where a worker serves its metrics on the loopback address; without it nowhere."""
    smtp_url: Annotated[str | None, Field(pattern=_SMTP)] = Field(default=None, repr=False)
    """``smtps://user:password@host:465``, ``smtp+starttls://user:password@host:587`` or ``smtp://host:25``; without it
    mail waits."""
    mail_from: str | None = None
    """Who mail comes from: ``Thác <thac@xa.gov.vn>``. Its domain names the mails and their lists."""
    webhook_private: bool = False
    """Whether webhooks may be called inside the house too, on private and loopback addresses and without TLS."""
    public_url: Annotated[str | None, Field(pattern=r"^https?://[^\s]+$")] = None
    """The page that shows a reader everything; mails link to it."""
    oidc_issuer: Annotated[str | None, Field(pattern=_ISSUER)] = None
    """The identity provider of the province, as it names itself: ``https://dangnhap.tinh.gov.vn``; people with an
    account sign in by it too."""
    oidc_client_id: str | None = None
    """By which name the provider knows this installation."""
    oidc_client_secret: str | None = Field(default=None, repr=False)
    """And by which secret."""
    oidc_name: str = Field(default="tài khoản của tỉnh", min_length=1, max_length=60)
    """What it is called on the button: “Đăng nhập bằng …”."""
    attachment_bytes: Annotated[int, Field(ge=1, le=100 * 1024 * 1024)] = 10 * 1024 * 1024
    """The largest file that is attached to a result, in bytes."""
    public_pages: bool = False
    """Whether everybody may follow, without signing in, the directives that their issuing offices marked as public."""
    audit_every: Annotated[timedelta, Field(ge=timedelta(minutes=5))] = timedelta(days=1)
    """How often the store is audited, counted from two in the morning; that none has ended for longer is an alarm."""
    audit_quick_every: Annotated[timedelta, Field(ge=timedelta(minutes=1))] = timedelta(minutes=15)
    """How often, in between, the dockets that went on or in which something came due are gone through."""
    audit_whole_every: Annotated[timedelta, Field(ge=timedelta(hours=1))] = timedelta(days=7)
    """How old the last audit of everything may be before a regular one goes through every docket and text again."""
    stop_timeout_seconds: NonNegativeInt = 10
    """How long a process may take to end before it is killed."""
    defaults: Defaults = DEFAULTS
    clock: Timescale | None = None
    """For drills only: time that passes faster, ``{"real": MOMENT, "shown": MOMENT, "factor": NUMBER}``. It is taken
    once, when the store of an empty data folder is made; a folder with real work refuses it."""

    @property
    def provinces(self) -> tuple[str, ...] | None:
        """The codes of the provinces served; None means all of them."""
        return None if self.scope == "VN" else tuple(self.scope.split(","))

    @property
    def store_address(self) -> str:
        """The address that holds: ``store_url``, else the file in the data folder."""
        return self.store_url or f"sqlite:///{self.store_file}"

    @property
    def store_file(self) -> Path:
        """The SQLite file of the store, used unless ``store_url`` names another."""
        return self.home / "thac.db"

    @property
    def temporal_file(self) -> Path:
        """The database file of the embedded Temporal server."""
        return self.home / "temporal.db"

    @property
    def run_file(self) -> Path:
        """Where a running ``thac up`` writes its addresses and processes."""
        return self.home / "run.json"

    @property
    def clock_file(self) -> Path:
        """Where a drill's data folder keeps the scale of its time; an installation for real work has none."""
        return self.home / "clock.json"

    @property
    def lock_file(self) -> Path:
        """What a running ``thac up`` holds locked."""
        return self.home / "lock"

    @property
    def logs_folder(self) -> Path:
        """One file for each process, ``<name>.log``."""
        return self.home / "logs"

    def child_environment(self) -> dict[str, str]:
        """The environment of a process that shall see these settings: ours, with these over it, and without a token."""
        inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}
        return inherited | dict(_variables(self))

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        if self.smtp_url is not None and not parseaddr(self.mail_from or "")[1].partition("@")[2]:
            raise ValueError("a mail server is set (THAC_SMTP_URL), and THAC_MAIL_FROM names no address to send from")
        return self

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Self:
        if self.oidc_issuer is not None and not (self.oidc_client_id and self.oidc_client_secret and self.public_url):
            raise ValueError(
                "an identity provider is set (THAC_OIDC_ISSUER); THAC_OIDC_CLIENT_ID, THAC_OIDC_CLIENT_SECRET and "
                "THAC_PUBLIC_URL, to which it sends people back, are needed with it"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _no_unknown_variable(cls, given: object) -> object:
        known = sorted((*_names(cls), TOKEN_VARIABLE))
        for name in sorted(os.environ):
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                near = difflib.get_close_matches(name.upper(), known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                raise ValueError(f"the environment variable {name} sets nothing; {hint}")
        return given


def _names(kind: type[BaseModel]) -> Iterator[str]:
    for name in kind.model_fields:
        yield f"{PREFIX}{name}".upper()
    for name in Defaults.__dataclass_fields__:
        yield f"{PREFIX}defaults{NESTED}{name}".upper()


def _variables(settings: Settings) -> Iterator[tuple[str, str]]:
    values = settings.model_dump(mode="json", exclude_none=True)
    rows = {f"defaults{NESTED}{name}": value for name, value in values.pop("defaults").items()}
    for name, value in (values | rows).items():
        yield f"{PREFIX}{name}".upper(), value if isinstance(value, str) else json.dumps(value)
