"""`thac deliveries` and `thac contact`: who has not been reached and why, what is sent anew, how people are reached."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.conftest import Thac
from tests.delivery.conftest import HEAD, Desk
from tests.places import Files
from tests.rig import open_store
from tests.samples import FRIDAY, led_by, small_tree
from thac.store import tables as t


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder in which the head of Sở Nội vụ was told something, by mail."""
    desk = Desk(open_store(Files(tmp_path), small_tree()))
    desk.live(FRIDAY + timedelta(days=10, hours=10), led_by(1, "19-SNV", date(2026, 11, 27)))
    desk.reach(HEAD, mail="head@example.vn")
    desk.look()
    desk.engines.dispose()
    assert (tmp_path / "thac.db").exists()
    return tmp_path


def became(home: Path, state: str, reason: str | None) -> str:
    """The mail came to that; its id."""
    engine = sa.create_engine(f"sqlite:///{home / 'thac.db'}")
    with engine.begin() as connection:
        mail = t.deliveries.c.channel == "mail"
        connection.execute(sa.update(t.deliveries).where(mail).values(state=state, reason=reason, next_at=None))
        found: str = connection.execute(sa.select(t.deliveries.c.id).where(mail)).scalar_one()
    engine.dispose()
    return found


def test_the_unreached_are_told_with_the_reason(thac: Thac, home: Path) -> None:
    became(home, "dead", "550 no such user")
    said = thac("deliveries", "unreached", "--home", home)
    assert said.code == 0
    assert "đã thôi không gửi" in said.out
    assert "550 no such user" in said.out
    listed = thac("deliveries", "unreached", "--home", home, "--json").json
    why = {one["post"]: one["why"] for one in listed["items"]}
    assert why[HEAD] == "given_up"
    assert why["office@19"] == "no_channel"


def test_what_is_dead_is_listed_and_sent_anew_by_its_id_or_altogether(thac: Thac, home: Path) -> None:
    name = became(home, "dead", "550 no such user")
    assert name in thac("deliveries", "dead", "--home", home).out
    assert thac("deliveries", "replay", name, "--home", home, "--json").json == {"replayed": [name]}
    assert thac("deliveries", "dead", "--home", home, "--json").json["total"] == 0
    failed = thac("deliveries", "replay", name, "--home", home, "--json")
    assert (failed.code, failed.error["code"]) == (1, "not-dead")
    became(home, "dead", "550")
    assert thac("deliveries", "replay", "--all", "--home", home).code == 0


def test_a_replay_names_some_or_all_and_not_both(thac: Thac, home: Path) -> None:
    assert thac("deliveries", "replay", "--home", home).code == 2
    assert thac("deliveries", "replay", "x", "--all", "--home", home).code == 2


def test_a_contact_is_set_listed_and_removed(thac: Thac, home: Path) -> None:
    made = thac("contact", "set", "head@19-SNV", "--mail", "a@b.vn", "--quiet", "21:00-06:00", "--home", home)
    assert made.code == 0
    assert "thư điện tử" in made.out
    (kept,) = thac("contact", "list", "--agency", "19-SNV", "--home", home, "--json").json["items"]
    assert kept == {
        "owner": "head@19-SNV",
        "agency": "19-SNV",
        "channels": ["mail"],
        "mail": "a@b.vn",
        "webhook": None,
        "quiet": {"begins": "21:00", "ends": "06:00"},
        "per_hour": 30,
    }
    assert "21:00–06:00" in thac("contact", "list", "--home", home).out
    assert thac("contact", "remove", "head@19-SNV", "--home", home).code == 0
    assert thac("contact", "remove", "head@19-SNV", "--home", home, "--json").error["code"] == "unknown-contact"


def test_a_webhooks_secret_is_shown_once(thac: Thac, home: Path) -> None:
    arguments = ("contact", "set", "head@19-SNV", "--webhook", "https://h.example.vn/", "--home", home, "--json")
    assert thac(*arguments).json["secret"].startswith("whsec_")
    assert thac(*arguments).json["secret"] is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("chair@99999", "--mail", "a@b.vn"), "unknown-agency"),
        (("@19", "--mail", "a@b.vn"), "unknown-agency"),
        (("head@19-SNV", "--webhook", "http://h.example.vn"), "webhook-address"),
        (("head@19-SNV", "--webhook", "https://127.0.0.1/"), "webhook-address"),
    ],
)
def test_a_contact_that_cannot_be_used_is_refused(
    thac: Thac, home: Path, arguments: tuple[str, ...], code: str
) -> None:
    failed = thac("contact", "set", *arguments, "--home", home, "--json")
    assert (failed.code, failed.error["code"]) == (1, code)


@pytest.mark.parametrize("wrong", [("--mail", "a@b"), ("--quiet", "21:00"), ("--quiet", "06:00-06:00")])
def test_words_that_make_no_address_or_hour_are_refused(thac: Thac, home: Path, wrong: tuple[str, str]) -> None:
    assert thac("contact", "set", "head@19-SNV", *wrong, "--home", home).code == 2


def test_a_calendars_token_is_made_and_taken_away(thac: Thac, home: Path) -> None:
    made = thac("contact", "calendar", "19-SNV", "--home", home, "--json").json
    assert made["path"].endswith(made["token"])
    (listed,) = thac("contact", "calendar", "19-SNV", "--list", "--home", home, "--json").json["items"]
    assert thac("contact", "calendar", "19-SNV", "--revoke", listed["id"], "--home", home).code == 0
    again = thac("contact", "calendar", "19-SNV", "--revoke", listed["id"], "--home", home, "--json")
    assert again.error["code"] == "unknown-token"
    assert thac("contact", "calendar", "99999", "--home", home, "--json").error["code"] == "unknown-agency"
