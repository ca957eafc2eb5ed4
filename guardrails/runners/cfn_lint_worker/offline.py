"""No connection to anywhere: a scan that tries one fails, whatever cfn-lint makes of the error."""

from __future__ import annotations

import socket
from typing import Any, NoReturn

from .failing import Failed

tried: list[str] = []
"""The functions that something called, in order; where cfn-lint swallows the error, this still tells."""


def forbid() -> None:
    """Replace everything that reaches a network; sockets of the same machine included, for a scan needs none."""
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex", "getnameinfo"):
        setattr(socket, name, _refusing(name))
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _refusing(name))


def _refusing(name: str) -> Any:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        tried.append(name)
        raise OSError("no scan may use the network")

    return refuse


def assert_untried() -> None:
    """Raise Failed where something tried to reach a network since the last call."""
    if tried:
        name = tried[0]
        tried.clear()
        raise Failed(f"cfn-lint tried to use the network ({name}); a scan needs none, so nothing was sent")
