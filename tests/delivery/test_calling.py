"""Webhooks on a real receiver: signed CloudEvents under one key, retries, redirects, silence, and addresses inside."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from activities.deliver import Drain
from tests.delivery.conftest import HEAD, Desk, beat
from tests.delivery.servers import Receiver
from thac.delivery import webhooks
from thac.delivery.addresses import AddressRefusedError, resolve, shape
from thac.delivery.draining import StoredSending
from thac.notices.rendering import Addressee
from thac.notices.sending import LEASE, Channel
from thac.store import contacts, deliveries
from thac.store import tables as t

SECRET = "whsec_" + base64.b64encode(b"k" * 24).decode()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def saved(late: Desk, receiver: Receiver) -> Desk:
    """One digest that waits for its receiver, which is up."""
    receiver.start()
    late.reach(HEAD, webhook=receiver.url, secret=SECRET)
    late.look()
    return late


@pytest.fixture(autouse=True)
def _ends(receiver: Receiver) -> object:
    yield
    receiver.stop()


def reason(desk: Desk) -> tuple[str, str | None]:
    """State and reason of the one delivery."""
    (row,) = desk.deliveries(Channel.WEBHOOK)
    return row.state, row.reason


def test_a_call_is_a_signed_cloudevent_under_the_key_of_the_delivery(saved: Desk, receiver: Receiver) -> None:
    saved.sending().drain(Drain("webhook", saved.now), beat)
    ((headers, body),) = receiver.calls
    (row,) = saved.deliveries(Channel.WEBHOOK)
    assert (row.state, row.delivered_at) == ("delivered", saved.now)
    event = json.loads(body)
    assert (event["specversion"], event["type"], event["subject"]) == ("1.0", "vn.thac.digest.v1", HEAD)
    assert event["id"] == headers["webhook-id"] == row.id
    assert event["data"]["key"] == row.notice
    assert [line["text"] for line in event["data"]["lines"]] == ["Việc 1"]
    assert headers["content-type"].startswith("application/cloudevents+json")
    signed = f"{row.id}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(b"k" * 24, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_a_receiver_that_fails_is_called_again_with_the_same_key_and_body(saved: Desk, receiver: Receiver) -> None:
    receiver.answers = [(500, {}, b"database is \x00 away"), (429, {"retry-after": "600"}, b"")]
    sending = saved.sending()
    sending.drain(Drain("webhook", saved.now), beat)
    assert reason(saved) == ("failed", "500 database is away")
    saved.later(minutes=1)
    sending.drain(Drain("webhook", saved.now), beat)
    assert reason(saved) == ("failed", "429")
    assert sending.drain(Drain("webhook", saved.now + timedelta(minutes=9)), beat).tried == 0
    sending.drain(Drain("webhook", saved.now + timedelta(minutes=10)), beat)
    assert reason(saved) == ("delivered", None)
    assert len(set(receiver.ids)) == 1
    assert len({body for _, body in receiver.calls}) == 1


def test_a_redirect_is_not_followed(saved: Desk, receiver: Receiver) -> None:
    with Receiver() as elsewhere:
        receiver.answers = [(302, {"location": elsewhere.url}, b"")]
        saved.sending().drain(Drain("webhook", saved.now), beat)
        assert elsewhere.calls == []
    state, said = reason(saved)
    assert state == "dead"
    assert said is not None
    assert said.startswith("302")


def test_a_receiver_that_is_gone_is_not_called_again(saved: Desk, receiver: Receiver) -> None:
    receiver.answers = [(410, {}, b"")]
    saved.sending().drain(Drain("webhook", saved.now), beat)
    assert reason(saved) == ("dead", "410")


def test_a_receiver_that_hangs_is_left_and_holds_up_no_other(
    saved: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "SECONDS", 0.5)
    receiver.hanging.clear()
    with Receiver() as other:
        saved.reach("office@19", webhook=other.url, secret=SECRET)
        saved.later(days=1)
        saved.look()
        saved.sending().drain(Drain("webhook", saved.now), beat)
        states = {row.post: (row.state, row.reason) for row in saved.deliveries(Channel.WEBHOOK)}
    assert states[HEAD] == ("failed", "no answer within 0.5 s")
    assert len(other.calls) == len([post for post in states if post == "office@19"])


def test_killed_between_the_answer_and_the_record_the_call_comes_again_under_the_same_key(
    saved: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "record", _die)
        with pytest.raises(BaseExceptionGroup):
            saved.sending().drain(Drain("webhook", saved.now), beat)
    saved.sending().drain(Drain("webhook", saved.now + LEASE), beat)
    assert reason(saved) == ("delivered", None)
    assert list(receiver.ids.values()) == [2]


def test_what_lies_inside_the_house_is_not_called(saved: Desk, receiver: Receiver) -> None:
    sending = StoredSending(saved.engines, _nobody, None)
    sending.drain(Drain("webhook", saved.now), beat)
    assert reason(saved)[0] == "dead"
    assert receiver.calls == []


def test_a_dead_call_is_replayed_to_the_address_its_owner_has_now(saved: Desk, receiver: Receiver) -> None:
    receiver.answers = [(410, {}, b"")]
    saved.sending().drain(Drain("webhook", saved.now), beat)
    with Receiver() as moved:
        saved.reach(HEAD, webhook=moved.url, secret=SECRET)
        with saved.engines.write.begin() as connection:
            replayed = deliveries.replay(connection, None, saved.now)
        saved.sending().drain(Drain("webhook", saved.now), beat)
        assert list(moved.ids) == replayed == list(receiver.ids)
    assert reason(saved) == ("delivered", None)


def test_a_contact_that_was_taken_away_leaves_nothing_to_sign_with(saved: Desk) -> None:
    with saved.engines.write.begin() as connection:
        connection.execute(t.contacts.delete())
        assert contacts.get(connection, HEAD) is None
    saved.sending().drain(Drain("webhook", saved.now), beat)
    assert reason(saved)[0] == "dead"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.vn/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.1.2.3/",
        "https://[::ffff:192.168.1.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://user@example.vn/",
        "ftp://example.vn/",
        "https:///nowhere",
        "https://example.vn:0/",
        "https://example.vn:x/",
    ],
)
def test_an_address_that_must_not_be_called_is_refused_by_its_shape(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        shape(url)


def test_a_name_that_leads_into_the_house_is_refused_when_it_is_looked_up() -> None:
    shape("https://localhost/")
    with pytest.raises(AddressRefusedError):
        resolve("https://localhost/")


def test_the_number_that_was_looked_at_is_the_one_that_is_called() -> None:
    target = resolve("http://localhost:8080/a?b=c", private=True)
    assert target.url in {"http://127.0.0.1:8080/a?b=c", "http://[::1]:8080/a?b=c"}
    assert (target.host, target.name) == ("localhost:8080", "localhost")


def test_a_secret_has_the_form_of_standard_webhooks() -> None:
    assert len(webhooks.key_of(webhooks.new_secret())) == 24
    for wrong in ("x", "whsec_", "whsec_!!", "whsec_" + base64.b64encode(b"short").decode()):
        with pytest.raises(ValueError, match=r".+"):
            webhooks.key_of(wrong)


def _die(*_: object) -> None:
    raise ZeroDivisionError


def _nobody(post: str) -> Addressee:
    raise AssertionError(post)
