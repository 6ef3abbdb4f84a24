"""What an earlier run has begun waits for a network, and is then brought to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import archives
from tests.journals import in_file
from tests.model_service import ModelService, message
from tui.errors import TransportError
from tui.removal.entries import Result, State
from tui.removal.plan import Removal
from tui.store import Account, Opened, Store
from tui.store.service import Report


@pytest.mark.parametrize("result", [Result.WAITING, Result.SENDING, Result.UNKNOWN])
async def test_without_a_network_it_is_left_as_it_is(tmp_path: Path, result: Result) -> None:
    service = ModelService()
    bob = service.talk("bob", [message(1), message(2)])
    journal = await in_file(tmp_path / "amy.journal")()
    number = journal.confirm(Removal.of_messages(bob, [message(1)]))
    journal.begin(number)
    journal.note(number, {0: result})
    journal.close()
    account = Account("amy", "acme#support", "amy@support")
    is_reachable = False

    async def open_service(report: Report) -> Opened:
        if not is_reachable:
            raise TransportError("no route to rest.example")
        return Opened(service, account, service.aclose)

    store = Store(open_service, archives.in_memory, account=account, open_journal=in_file(tmp_path / "amy.journal"))
    await store.start()
    assert [(each.state, each.removal.key) for each in store.removals.take_outcomes()] == [(State.SENDING, bob)]
    is_reachable = True
    await store.start()
    assert [(each.state, each.done) for each in store.removals.take_outcomes()] == [(State.APPLIED, ("1",))]
    assert [each.id for each in service.messages[bob]] == ["2"]
    await store.close()
