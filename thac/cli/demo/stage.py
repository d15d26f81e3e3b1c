"""Where the demo plays: its data folder, its two directives as files, a token and an account for each role."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from thac.cli.demo.accounts import Account, enrolled
from thac.cli.errors import CommandFailedError
from thac.cli.home import settings_of, write_secret
from thac.clock import installed_clock
from thac.domain.agencies import AgencyId, Role
from thac.domain.calendar import civil_day
from thac.example import conclusion, letter
from thac.settings import Settings
from thac.store.access import bearer, make_token
from thac.store.engine import Engines, open_engines

PROVINCE: Final[AgencyId] = "19"
COMMUNE: Final[AgencyId] = "05443"
UNIT: Final[AgencyId] = "05443-VHXH"
FOLDER: Final = Path("thac-data")
"""The demo's data folder unless another is named; the next start goes on in it."""
_HOLDS: Final = timedelta(days=30)

Who = tuple[AgencyId, Role]
"""One person: where he sits and in which role."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the demo with his token. The names are those of posts; no person is meant."""

    name: str
    agency: AgencyId
    role: Role
    token: str = ""


CAST: Final = (
    Person("Văn phòng Trung ương", "TW", Role.OFFICE),
    Person("Văn phòng UBND tỉnh", PROVINCE, Role.OFFICE),
    Person("Chủ tịch UBND tỉnh", PROVINCE, Role.SUPERVISOR),
    Person("Văn phòng UBND phường", COMMUNE, Role.OFFICE),
    Person("Phòng Văn hóa - Xã hội", UNIT, Role.UNIT),
    Person("Chuyên viên", UNIT, Role.OFFICER),
    Person("Cán bộ kiểm tra", PROVINCE, Role.AUDITOR),
    Person("Quản trị viên", "TW", Role.ADMINISTRATOR),
)
"""One person for each role, and who launches the conclusion of Central."""
PLAYERS: Final = (
    Account("trunguong", "Văn phòng Trung ương", "TW", Role.OFFICE),
    Account("vanphong", "Văn phòng UBND tỉnh", PROVINCE, Role.OFFICE),
    Account("chutich", "Chủ tịch UBND tỉnh", PROVINCE, Role.SUPERVISOR),
    Account("theodoi", "Đầu mối theo dõi của tỉnh", PROVINCE, Role.MONITOR),
    Account("phuong", "Văn phòng UBND phường", COMMUNE, Role.OFFICE),
    Account("chutich.phuong", "Chủ tịch UBND phường", COMMUNE, Role.SUPERVISOR),
    Account("donvi", "Trưởng phòng Văn hóa - Xã hội", UNIT, Role.UNIT),
    Account("chuyenvien", "Chuyên viên", UNIT, Role.OFFICER),
    Account("kiemtra", "Cán bộ kiểm tra", PROVINCE, Role.AUDITOR),
    Account("quantri", "Quản trị viên", "TW", Role.ADMINISTRATOR),
)
"""Who may sign in on the pages: somebody for each role, and what an order passes through."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that lies ready before the first directive is launched."""

    settings: Settings
    conclusion: Path
    """The conclusion of Central, as JSON."""
    letter: Path
    """The letter of the province, as the .docx that its office has."""
    corrections: Path
    """What the province's clerk adds to the draft that is read from it, as JSON."""
    cast: tuple[Person, ...]
    accounts: tuple[Account, ...]

    def token(self, agency: AgencyId, role: Role) -> str:
        """The token of that person."""
        return next(person.token for person in self.cast if (person.agency, person.role) == (agency, role))


def demo_settings(home: Path) -> Settings:
    """The settings of the demo: its own folder, store and server, whatever else the environment says.

    Raises
    ------
    CommandFailedError
        The folder holds the data of an installation.
    """
    settings = settings_of(home, scope=PROVINCE, store_url=None, temporal_address=None, units_per_commune=None)
    if settings.store_file.exists() and not _folder(settings).exists():
        raise CommandFailedError(
            "not-a-demo-folder",
            f"Thư mục {settings.home} chứa dữ liệu thật, không dùng để chạy thử; hãy chọn thư mục khác bằng --home.",
            f"{settings.home} holds the data of an installation; name another folder for the demo with --home.",
        )
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _folder(settings).mkdir(mode=0o700, exist_ok=True)
    return settings


def set_stage(settings: Settings) -> Stage:
    """Lay the directives and the tokens ready; those of an earlier start are used again."""
    engines = open_engines(settings.store_address)
    try:
        now = installed_clock(settings).now()
        cast, accounts = _cast(settings, engines), enrolled(_folder(settings), engines, PLAYERS, now)
        return Stage(settings, *_papers(_folder(settings), now), cast, accounts)
    finally:
        engines.dispose()


def mint(engines: Engines, people: Iterable[tuple[Who, str]], now: datetime) -> dict[Who, str]:
    """A token for each of those people, under that name."""
    with engines.write.begin() as connection:
        return {who: make_token(connection, *who, name, now, expires_at=now + _HOLDS) for who, name in people}


def _folder(settings: Settings) -> Path:
    return settings.home / "demo"


def _papers(folder: Path, now: datetime) -> tuple[Path, Path, Path]:
    """The files of the demo; those that an earlier start left stay, with their days."""
    today = civil_day(now)
    paper = letter(today)
    made = {
        folder / "ket-luan.json": _json(conclusion(today)).encode(),
        folder / "cong-van.docx": paper.data,
        folder / "cong-van-bo-sung.json": _json(paper.corrections).encode(),
    }
    for file, data in made.items():
        if not file.exists():
            file.write_bytes(data)
    first, second, third = made
    return first, second, third


def _cast(settings: Settings, engines: Engines) -> tuple[Person, ...]:
    file, now = _folder(settings) / "tokens.json", installed_clock(settings).now()
    if file.exists():
        known = tuple(Person(**{**one, "role": Role(one["role"])}) for one in json.loads(file.read_text("utf-8")))
        if _all_hold(engines, known, now):
            return known
    tokens = mint(engines, (((one.agency, one.role), one.name) for one in CAST), now)
    made = tuple(Person(one.name, one.agency, one.role, tokens[one.agency, one.role]) for one in CAST)
    write_secret(file, _json([asdict(one) for one in made]))
    return made


def _all_hold(engines: Engines, cast: tuple[Person, ...], now: datetime) -> bool:
    with engines.read.connect() as connection:
        found = [bearer(connection, one.token) for one in cast]
    return all(one is not None and one.holds(now) for one in found)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
