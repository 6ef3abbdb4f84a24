from __future__ import annotations

import pytest

from tui.protocol.addresses import file_url, moved, thumbnail_url, with_secret

BASE = "https://rest.example"
STORED = "https://a1.easemob.com/acme/support/chatfiles/u-1"
HERE = f"{BASE}/acme/support/chatfiles/u-1"


@pytest.mark.parametrize(
    ("address", "secret", "url"),
    [
        (STORED, "S", f"{HERE}?em-redirect=true&share-secret=S"),
        (STORED, "", f"{HERE}?em-redirect=true"),
        (f"{STORED}?em-redirect=true", "S", f"{HERE}?em-redirect=true"),
        (f"{STORED}?vframe=true", "S", f"{HERE}?vframe=true&em-redirect=true&share-secret=S"),
        ("/acme/support/chatfiles/u-1", "S", f"{HERE}?em-redirect=true&share-secret=S"),
        ("https://cdn.example/p.png", "S", "https://cdn.example/p.png"),
        ("", "S", ""),
    ],
)
def test_only_the_services_files_are_moved(address: str, secret: str, url: str) -> None:
    assert file_url(address, BASE, secret) == url
    assert file_url(url, BASE, secret) == url


def test_a_secret_is_added_once() -> None:
    assert with_secret(with_secret(HERE, "S"), "S") == f"{HERE}?share-secret=S"


def test_nothing_has_no_thumbnail() -> None:
    assert thumbnail_url("") == ""
    assert thumbnail_url(moved(STORED, BASE)) == f"{HERE}?thumbnail=true"
