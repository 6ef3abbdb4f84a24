"""Reads the look-up document that says where an app key's service is (section 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.errors import HostLookupError
from tui.i18n import _
from tui.models import Json
from tui.protocol.jsontext import JsonError, parse_object
from tui.protocol.typed import whole

LOOK_UP_SERVERS = ("https://rs.easemob.com", "https://rs.chat.agora.io")
"""In the order to ask them."""

_DEFAULT_PORTS = ("80", "443")
_PORTS = range(1, 2**16)
_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_FAILED = "get DNS failed"


@dataclass(frozen=True, slots=True)
class Hosts:
    """REST bases and addresses of the live connection: the first is used, the others stand in for it."""

    rest: tuple[str, ...]
    live: tuple[str, ...]


def read_hosts(document: bytes, *, tls: bool = True) -> Hosts:
    """The hosts in a look-up document. Raises HostLookupError when it names none of either kind."""
    try:
        members = parse_object(document)
    except JsonError:
        raise host_lookup_failed() from None
    secure = "s" if tls else ""
    rest = tuple(f"http{secure}://{host}" for host in _hosts(members.get("rest"), tls))
    live = tuple(f"ws{secure}://{host}/websocket" for host in _hosts(members.get("msync-wx"), tls))
    if not rest or not live:
        raise host_lookup_failed()
    return Hosts(rest, live)


def host_lookup_failed() -> HostLookupError:
    return HostLookupError(
        _("The service's address could not be looked up; check the app key and the network, or set the address."),
        message=_FAILED,
    )


def _hosts(section: Json, tls: bool) -> list[str]:
    entries = section.get("hosts") if isinstance(section, dict) else None
    if not isinstance(entries, list):
        return []
    wanted = "https" if tls else "http"
    found = [_host(entry) for entry in entries if isinstance(entry, dict) and entry.get("protocol") == wanted]
    return [host for host in found if host]


def _host(entry: dict[str, Json]) -> str:
    """`DOMAIN-or-IP[:PORT]`; a default port written as text is left out, as the SDK does; '' for what is no host."""
    name, port = entry.get("domain") or entry.get("ip"), entry.get("port")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return ""
    if port is None or port in ("", *_DEFAULT_PORTS):
        return name
    number = whole(port)
    return f"{name}:{number}" if number in _PORTS else ""
