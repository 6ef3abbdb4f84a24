from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.strategies import JSON, objects
from tui.errors import HostLookupError
from tui.models import Json
from tui.protocol.hosts import Hosts, read_hosts

ENTRIES = objects(
    protocol=st.sampled_from(["http", "https"]),
    domain=st.sampled_from(["a1.example", "[::1]", "evil/@", "a b", ""]),
    ip=st.just("10.0.0.1"),
    port=st.sampled_from(["80", "443", 443, 8443, 0, 70000, "x"]),
)
SECTIONS = objects(hosts=st.lists(ENTRIES, max_size=3))


def document(*rest: Json) -> bytes:
    live = {"hosts": [{"protocol": "https", "domain": "ws.example"}]}
    return json.dumps({"rest": {"hosts": rest}, "msync-wx": live}).encode()


@given(objects(rest=SECTIONS, **{"msync-wx": SECTIONS}) | JSON, st.booleans())
def test_any_document_gives_hosts_or_error_304(value: Json, tls: bool) -> None:
    try:
        hosts = read_hosts(json.dumps(value).encode(), tls=tls)
    except HostLookupError as error:
        assert (error.type, error.message) == (304, "get DNS failed")
    else:
        assert hosts.rest
        assert hosts.live


@pytest.mark.parametrize(
    ("entry", "base"),
    [
        ({"domain": "a1.example", "port": "443"}, "https://a1.example"),
        ({"domain": "a1.example", "port": 443}, "https://a1.example:443"),
        ({"ip": "10.0.0.1", "port": "8443"}, "https://10.0.0.1:8443"),
        ({"ip": "10.0.0.1", "domain": "a1.example"}, "https://a1.example"),
    ],
)
def test_a_host_is_written_as_the_sdk_does(entry: dict[str, Json], base: str) -> None:
    assert read_hosts(document({"protocol": "https", **entry})) == Hosts((base,), ("wss://ws.example/websocket",))


def test_what_is_no_host_is_passed_over() -> None:
    names = ["evil.example/x", "user@evil.example", "", "a b", "good.example"]
    hosts = read_hosts(document(*({"protocol": "https", "domain": name} for name in names)))
    assert hosts.rest == ("https://good.example",)
