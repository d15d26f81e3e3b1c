"""What an identity provider says is believed only if its key signed it, for us, for this sign-in and for now."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from api.dependencies import IdentityProvider
from api.errors import ProblemError
from api.web.identity import Errand, Provider
from tests.samples import FRIDAY

pytestmark = pytest.mark.asyncio
ISSUER = "https://dangnhap.example"
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
NEXT = RSAKey.generate_key(2048, {"kid": "two"})
ERRAND = Errand("state", "nonce", "verifier", "/", FRIDAY.timestamp() + 60)


class _Told(Provider):
    """The provider without a line to it: what it would answer is in the test's hands."""

    def __init__(self, token: str, keys: list[RSAKey]) -> None:
        super().__init__(IdentityProvider(ISSUER, "thac", "secret", "Tỉnh"), "https://thac.example/back")
        self.token, self.keys = token, keys

    async def _asked(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        if address.endswith("/.well-known/openid-configuration"):
            named = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return {"issuer": ISSUER} | {name: f"{ISSUER}/{name}" for name in named}
        if address.endswith("jwks_uri"):
            shown = KeySet([self.keys.pop(0) if len(self.keys) > 1 else self.keys[0]]).as_dict(private=False)
            return dict(shown)
        return {"id_token": self.token, "access_token": "x"}


def _claims(**changes: object) -> dict[str, Any]:
    now = int(time.time())
    told = {"iss": ISSUER, "aud": "thac", "sub": "an-1", "iat": now, "exp": now + 600, "nonce": "nonce"}
    return {name: value for name, value in (told | changes).items() if value is not None}


def _signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str = "one") -> str:
    return jwt.encode({"alg": algorithm, "kid": kid}, claims, key, algorithms=[algorithm])


async def test_what_holds_is_believed_and_the_address_only_if_it_was_made_sure_of() -> None:
    said = _claims(email="an@tinh.example", email_verified=True)
    found = await _Told(_signed(said), [KEY]).identity("code", ERRAND, FRIDAY)
    assert (found.issuer, found.subject, found.email) == (ISSUER, "an-1", "an@tinh.example")
    unsure = await _Told(_signed(_claims(email="an@tinh.example")), [KEY]).identity("code", ERRAND, FRIDAY)
    assert unsure.email is None


async def test_a_provider_that_has_another_key_since_is_asked_for_it() -> None:
    token = _signed(_claims(), NEXT, kid="two")
    assert (await _Told(token, [KEY, NEXT]).identity("code", ERRAND, FRIDAY)).subject == "an-1"


_UNSIGNED = "eyJhbGciOiJub25lIn0."


# Made when the test runs: a token made when the tests are collected has outlived what it says of time by then.
_WRONG: dict[str, Callable[[], str]] = {
    "another key": lambda: _signed(_claims(), OTHER),
    "a key nobody knows": lambda: _signed(_claims(), NEXT, kid="two"),
    "another issuer": lambda: _signed(_claims(iss="https://elsewhere.example")),
    "another audience": lambda: _signed(_claims(aud="another")),
    "only the party is ours": lambda: _signed(_claims(aud=["another"], azp="thac")),
    "another party": lambda: _signed(_claims(aud=["thac", "another"], azp="another")),
    "another nonce": lambda: _signed(_claims(nonce="another")),
    "no nonce": lambda: _signed(_claims(nonce=None)),
    "too old": lambda: _signed(_claims(exp=int(time.time()) - 600)),
    "no end": lambda: _signed(_claims(exp=None)),
    "nobody": lambda: _signed(_claims(sub=None)),
    "from the future": lambda: _signed(_claims(iat=int(time.time()) + 600, exp=int(time.time()) + 1200)),
    "unsigned": lambda: _UNSIGNED + _signed(_claims()).split(".")[1] + ".",
    "altered": lambda: _signed(_claims())[:-10] + "AAAAAAAAAA",
    "no token": lambda: "no token",
    "nothing": lambda: "",
}


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("wrong", list(_WRONG))
async def test_what_does_not_hold_lets_nobody_in(wrong: str) -> None:
    with pytest.raises(ProblemError) as refused:
        await _Told(_WRONG[wrong](), [KEY]).identity("code", ERRAND, FRIDAY)
    assert refused.value.code == "identity_unproven"


async def test_a_signature_with_the_public_key_as_a_shared_secret_is_none() -> None:
    signed = f"{_plain({'alg': 'HS256', 'kid': 'one'})}.{_plain(_claims())}"
    mark = hmac.new(KEY.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    with pytest.raises(ProblemError) as refused:
        await _Told(f"{signed}.{_coded(mark)}", [KEY]).identity("code", ERRAND, FRIDAY)
    assert refused.value.code == "identity_unproven"


def _plain(data: dict[str, Any]) -> str:
    return _coded(json.dumps(data).encode())


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
