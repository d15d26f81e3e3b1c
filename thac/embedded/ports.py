"""Which port is free, and stays ours while its server is away? One below those of outgoing connections."""

import secrets
import socket
from typing import Final

FIRST: Final = 20_000
COUNT: Final = 10_000
TRIES: Final = 100


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody listens on, below those that systems hand to outgoing connections.

    Among those (from 32768 on Linux) a client that keeps trying to reach its absent server can be given that very
    port, connect to itself, and keep the server from coming back.

    Raises
    ------
    OSError
        No free port was found in a hundred tries, or the host is not ours.
    """
    for _ in range(TRIES):
        port = FIRST + secrets.randbelow(COUNT)
        with socket.socket() as probe:
            try:
                probe.bind((host, port))
            except OSError as error:
                last = error
            else:
                return port
    raise last
