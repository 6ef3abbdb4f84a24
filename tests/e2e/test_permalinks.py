"""`roam open` as people run it: the message in a terminal, without a network, or one sentence and an exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.amy import account, browser, stored
from tests.e2e.running import APP_KEY, clean_environment, roam, serving

TO_BOB = f"roam://{APP_KEY.replace('#', '%23')}/amy/singleChat/bob/"


def test_a_message_is_found_again_without_a_network(tmp_path: Path) -> None:
    with serving(stored(tmp_path, 300), clean_environment(tmp_path)) as server:
        environment = account(tmp_path / "home", server.rest_url)
        assert roam("sync", environment=environment).returncode == 0
        listed = roam("history", "bob", "--type", "singleChat", "--limit", "300", "--json", environment=environment)
    ids = [line.partition('"id":"')[2].partition('"')[0] for line in listed.stdout.splitlines()]
    assert len(ids) == 300
    with browser(environment, "open", TO_BOB + ids[200]) as terminal:
        shown = terminal.see(r"bob 99\b")
        assert "bob 98" in shown
        assert "bob 100" in shown
        terminal.press("\x03")
        assert terminal.wait() == 0


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("https://example.com/", "this is no link to a message"),
        (f"{TO_BOB}--help", "this is no link to a message"),
        ("roam://other%23app/amy/singleChat/bob/1", "amy@other#app, which no profile is of"),
        (f"{TO_BOB}1", "the browser needs a terminal"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path, link: str, sentence: str) -> None:
    done = roam("open", link, environment=account(tmp_path, "http://127.0.0.1:9"))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert sentence in done.stderr
