"""Who may change the library: only somebody at this machine, until there are accounts."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import PolicyQAError

REMOTE = "只有在本机（127.0.0.1）打开页面时才能增删文档、开始评测。"

# A proxy in front makes everyone look local; its headers give it away.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def is_local(client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from this machine, to a name of this machine, through no proxy.

    The name counts because a foreign page may point a name of its own at 127.0.0.1.
    """
    if any(name in headers for name in _FORWARDED):
        return False
    return _loopback(client or "") and _loopback(urlsplit(f"//{headers.get('host', '')}").hostname or "")


def local(request: Any) -> bool:
    """Whether an event's request comes from this machine."""
    return is_local(request.client.host if request.client else None, request.headers)


def require_local(request: Any) -> None:
    """Raises PolicyQAError where the request doesn't come from this machine."""
    if not local(request):
        raise PolicyQAError(REMOTE)


def same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a browser's request was made by our own page; programs send no Origin and pass."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
