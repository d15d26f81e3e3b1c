"""May this address be called? Not one inside the house: a webhook must not reach what only this machine may reach."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_PORTS: Final = {"http": 80, "https": 443}


class AddressRefusedError(Exception):
    """The address may not be called; what it says is the reason."""

    code: Final = "webhook-address"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: ``url`` with the number that was looked at in the place of the name, and the name itself.

    The name is looked up once; a second look-up might give another number.
    """

    url: str
    host: str
    name: str


def shape(url: str, *, private: bool = False) -> str:
    """The address, if its shape allows it to be called: https, a host, no user; http too where private is allowed.

    Raises
    ------
    AddressRefusedError
        It does not.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefusedError(f"{url} is no address: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname or (parts.scheme == "http" and not private):
        raise AddressRefusedError(f"expected https://host/path, not {url}")
    if parts.username is not None or parts.fragment:
        raise AddressRefusedError("an address with a user or a fragment is not called; the signature says who sends")
    if port == 0:
        raise AddressRefusedError(f"{url} has no port that can be called")
    if not private and (number := _number(parts.hostname)) is not None:
        _refuse_private(number, parts.hostname)
    return url


def resolve(url: str, *, private: bool = False) -> Target:
    """Where a call of that address goes.

    Raises
    ------
    AddressRefusedError
        It is not allowed, or one of the numbers of its name lies inside the house.
    OSError
        The name is not known now.
    """
    parts = urlsplit(shape(url, private=private))
    host = str(parts.hostname)
    port = parts.port or _PORTS[parts.scheme]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not private:
        for number in numbers:
            _refuse_private(number, host)
    number = numbers[0]
    literal = f"[{number}]" if number.version == 6 else str(number)  # noqa: PLR2004 - of the protocol
    return Target(parts._replace(netloc=f"{literal}:{port}").geturl(), parts.netloc, host)


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _refuse_private(number: ipaddress.IPv4Address | ipaddress.IPv6Address, host: str) -> None:
    real = getattr(number, "ipv4_mapped", None) or number
    if not real.is_global or real.is_multicast:
        raise AddressRefusedError(f"{host} is {number}, which lies inside the house; see THAC_WEBHOOK_PRIVATE")
