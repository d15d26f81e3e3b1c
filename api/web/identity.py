"""The province's own identity provider: who somebody is, said by OpenID Connect (authorization code, PKCE, nonce)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
import structlog
from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from api.dependencies import IdentityProvider
from api.page_codes import PageCode, page_problem
from thac.store.identities import Identity

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""Signatures with a public key only: with a shared one, whoever may check could also sign."""
HOLDS: Final = timedelta(minutes=10)
"""So long somebody may take at the provider's page."""
_TIMEOUT: Final = httpx.Timeout(10.0)
_LEEWAY: Final = 120
_KEPT: Final = timedelta(hours=1)
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True)
class Errand:
    """What the browser keeps while its user is at the provider: what has to come back, and where he goes then."""

    state: str
    nonce: str
    verifier: str
    back: str
    until: float


class Provider:
    """One provider, with what it says of itself, which is asked anew every hour."""

    def __init__(self, settings: IdentityProvider, redirect: str) -> None:
        self.name = settings.name
        self._settings = settings
        self._redirect = redirect
        self._metadata: tuple[dict[str, Any], datetime] | None = None
        self._keys: KeySet | None = None

    async def begin(self, back: str, now: datetime) -> tuple[str, Errand]:
        """The address at the provider to send somebody to, and what his browser keeps until he is back.

        Raises
        ------
        ProblemError
            The provider does not answer.
        """
        metadata = await self._told(now)
        verifier = generate_token(_LONGEST)
        errand = Errand(generate_token(43), generate_token(43), verifier, back, (now + HOLDS).timestamp())
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect,
            "scope": "openid email profile",
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        address = str(metadata["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", errand

    async def identity(self, code: str, errand: Errand, now: datetime) -> Identity:
        """Who came back, by the token that the provider gives for that code.

        Raises
        ------
        ProblemError
            The provider does not answer, does not know the code, or what it says does not hold.
        """
        metadata = await self._told(now)
        claims = await self._claims(await self._token(metadata, code, errand), metadata, errand.nonce)
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Identity(self._settings.issuer, str(claims["sub"]), email if isinstance(email, str) else None)

    def seal(self, errand: Errand) -> str:
        """An errand as a cookie that only this installation makes."""
        text = base64.urlsafe_b64encode(json.dumps(asdict(errand)).encode()).decode()
        return f"{text}.{self._mark(text)}"

    def opened(self, cookie: str | None, state: str, now: datetime) -> Errand:
        """The errand that a browser kept, if it is the one of that state.

        Raises
        ------
        ProblemError
            It has none, another, a forged or an old one.
        """
        text, _, mark = (cookie or "").partition(".")
        if not hmac.compare_digest(mark.encode(), self._mark(text).encode()):
            raise page_problem(PageCode.SIGN_IN_EXPIRED)
        errand = Errand(**json.loads(base64.urlsafe_b64decode(text)))
        if not hmac.compare_digest(errand.state.encode(), state.encode()) or now.timestamp() >= errand.until:
            raise page_problem(PageCode.SIGN_IN_EXPIRED)
        return errand

    def _mark(self, text: str) -> str:
        key = hashlib.sha256(b"thac errand" + self._settings.client_secret.encode()).digest()
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    async def _told(self, now: datetime) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0)."""
        if self._metadata is not None and self._metadata[1] <= now < self._metadata[1] + _KEPT:
            return self._metadata[0]
        issuer = self._settings.issuer
        found = await self._asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != issuer or not all(isinstance(found.get(one), str) for one in wanted):
            raise _away("what it says of itself is not of this issuer or is not whole")
        self._metadata, self._keys = (found, now), None
        return found

    async def _token(self, metadata: Mapping[str, Any], code: str, errand: Errand) -> Mapping[str, Any]:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": errand.verifier,
        }
        client, secret = self._settings.client_id, self._settings.client_secret
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" in methods:
            auth = httpx.BasicAuth(quote(client, safe=""), quote(secret, safe=""))
            return await self._asked("POST", metadata["token_endpoint"], data=sent, auth=auth)
        sent |= {"client_id": client, "client_secret": secret}
        return await self._asked("POST", metadata["token_endpoint"], data=sent)

    async def _claims(self, token: Mapping[str, Any], metadata: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """What the ID token says, once its signature, issuer, audience, times and nonce hold (Core 1.0, 3.1.3.7)."""
        said = token.get("id_token")
        if not isinstance(said, str):
            raise _unproven("there is no ID token")
        try:
            read = await self._read(said, metadata)
            issuer, client = self._settings.issuer, self._settings.client_id
            options = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client}}
            told = {"nonce": nonce, "client_id": client, "access_token": token.get("access_token")}
            claims = CodeIDToken(read.claims, read.header, options, told)
            claims.validate(leeway=_LEEWAY)
        except (JoseError, ValueError) as error:
            raise _unproven(str(error)) from error
        return dict(claims)

    async def _read(self, said: str, metadata: Mapping[str, Any]) -> jwt.Token:
        try:
            return jwt.decode(said, await self._key_set(metadata), algorithms=list(ALGORITHMS))
        except InvalidKeyIdError:  # the provider has another key since
            self._keys = None
            return jwt.decode(said, await self._key_set(metadata), algorithms=list(ALGORITHMS))

    async def _key_set(self, metadata: Mapping[str, Any]) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(await self._asked("GET", metadata["jwks_uri"]))  # type: ignore[arg-type] # checked by it
        return self._keys

    async def _asked(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        """One answer of the provider's, which is a JSON object."""
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
                answer = await client.request(method, address, headers={"Accept": "application/json"}, **more)
            if method == "POST" and 400 <= answer.status_code < 500:  # noqa: PLR2004 - it refuses the code
                raise _unproven(f"the provider answers {answer.status_code}")
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _away(repr(error)) from error
        if not isinstance(found, dict):
            raise _away("it answers with something else than an object")
        return found


def _away(why: str) -> Exception:
    structlog.get_logger().warning("identity_provider_away", why=why)
    return page_problem(PageCode.PROVIDER_AWAY)


def _unproven(why: str) -> Exception:
    structlog.get_logger().warning("identity_unproven", why=why)
    return page_problem(PageCode.IDENTITY_UNPROVEN)
