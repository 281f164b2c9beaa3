"""Where a request comes from, as far as it can be believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from starlette.types import Scope

UNBELIEVED = "forwarded"


def is_secure(scope: Scope, behind_proxy: bool) -> bool:
    """Whether the browser spoke TLS: with us, or with the proxy in front of us."""
    forwarded = _last(scope, b"x-forwarded-proto")
    if behind_proxy and forwarded:
        return forwarded in ("https", "wss")
    return scope.get("scheme") in ("https", "wss") and not forwarded


def address(scope: Scope, behind_proxy: bool) -> str:
    """The network address to count failures by; an IPv6 network counts as one.

    Without a proxy of ours, whoever claims to be forwarded is counted with all others who do: the web server believes
    such claims from the machine itself, and a made-up address must not begin with a clean slate.
    """
    forwarded = _last(scope, b"x-forwarded-for")
    if forwarded and not behind_proxy:
        return UNBELIEVED
    client = scope.get("client")
    return _network(forwarded or (client[0] if client else ""))


def _network(text: str) -> str:
    try:
        found = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return UNBELIEVED
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def _last(scope: Scope, name: bytes) -> str:
    """The last entry of a header: the one that the nearest proxy wrote."""
    entries = list(_entries(scope, name))
    return entries[-1] if entries else ""


def _entries(scope: Scope, name: bytes) -> Iterator[str]:
    for key, value in scope["headers"]:
        if key == name:
            yield from (entry.strip().lower() for entry in value.decode("latin-1").split(","))
