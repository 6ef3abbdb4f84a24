"""The service on a real socket: ready, signals, addresses that are taken, and its live end."""

from __future__ import annotations

import signal
import socket
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server.running import Running, database_url, running
from tests.server.worlds import APP_KEY, PASSWORD, text, world
from tui.errors import ConfigError
from tui.protocol import msync_pb2 as pb
from tui.server.service import Service
from tui.server.serving import serve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(Service.create(database_url(tmp_path), APP_KEY)) as service:
        service.load_world(world(text(1, "alice", "bob")), PASSWORD)
    return tmp_path


def token_of(served: Running, user: str = "alice") -> str:
    answer = httpx.post(f"{served.rest}/acme/support/token", json={"username": user, "password": PASSWORD})
    token: str = answer.json()["access_token"]
    return token


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(folder: Path, number: signal.Signals) -> None:
    with running(folder, APP_KEY) as served:
        answer = httpx.get(f"{served.rest}/easemob/server.json", params={"app_key": APP_KEY})
        assert answer.json()["rest"]["hosts"][0]["port"] == served.rest.rpartition(":")[2]
        assert "server" not in answer.headers
        assert served.stop(number) == (0, "closed\n")


def test_an_address_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with closing(Service.create(app_key=APP_KEY)) as service, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"cannot listen on 127\.0\.0\.1, port {port}: Address already in use"):
            serve(service, port=port)


def test_who_hangs_up_while_asking_is_no_mistake_of_the_service(folder: Path) -> None:
    with running(folder, APP_KEY) as served:
        port = int(served.rest.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as caller:
            head = (
                b"POST /acme/support/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\nExpect: 100-continue"
            )
            caller.sendall(head + b"\r\n\r\n")
            assert caller.recv(100).startswith(b"HTTP/1.1 100")  # now it waits for the body
        assert httpx.get(f"{served.rest}/").status_code == 404
        assert served.stop(signal.SIGTERM) == (0, "closed\n")


async def ask(socket: ClientConnection, command: pb.MSync.Command, payload: bytes = b"", token: str = "") -> pb.MSync:
    guid = pb.JID(app_key=APP_KEY, name="alice", domain="easemob.com", client_resource="web_1")
    frame = pb.MSync(command=command, payload=payload, guid=guid, auth=f"$t${token}")
    await socket.send(frame.SerializeToString())
    answer = await socket.recv()
    assert isinstance(answer, bytes)
    return pb.MSync.FromString(answer)


async def test_the_live_end_answers_a_device(folder: Path) -> None:
    with running(folder, APP_KEY) as served:
        async with connect(served.live) as live:
            hello = pb.Provision(resource="web_1").SerializeToString()
            provision = pb.Provision.FromString((await ask(live, pb.MSync.PROVISION, hello, token_of(served))).payload)
            assert (provision.status.error_code, provision.resource) == (pb.Status.OK, "web_1")
            unread = pb.CommUnreadDL.FromString((await ask(live, pb.MSync.UNREAD)).payload)
            assert (len(unread.unread), unread.timestamp > 1_700_000_000_000) == (0, True)
            queue = pb.CommSyncUL(queue=pb.JID(name="bob")).SerializeToString()
            page = pb.CommSyncDL.FromString((await ask(live, pb.MSync.SYNC, queue)).payload)
            assert (page.is_last, page.queue.name, len(page.metas)) == (True, "bob", 0)
            meta = pb.CommSyncUL(meta=pb.Meta(id=7, ns=pb.Meta.STATISTIC)).SerializeToString()
            sent = pb.CommSyncDL.FromString((await ask(live, pb.MSync.SYNC, meta)).payload)
            assert (sent.meta_id, sent.status.error_code, sent.server_id > 0) == (7, pb.Status.OK, True)
            assert (await ask(live, pb.MSync.LOGOUT)).command == pb.MSync.LOGOUT
            with pytest.raises(ConnectionClosed):
                await live.recv()


async def test_the_live_end_turns_away_whoever_has_no_token_of_theirs(folder: Path) -> None:
    with running(folder, APP_KEY) as served:
        for token in ("nonsense", token_of(served, "bob")):
            async with connect(served.live) as live:
                answer = pb.Provision.FromString((await ask(live, pb.MSync.PROVISION, token=token)).payload)
                assert answer.status.error_code == pb.Status.FAIL
                assert answer.status.reason == "Sorry, token or password does not match login info"
                with pytest.raises(ConnectionClosed):
                    await live.recv()


@pytest.mark.parametrize("sent", [b"\xff\xff", "text", pb.MSync(command=pb.MSync.UNREAD).SerializeToString()])
async def test_the_live_end_closes_on_what_it_cannot_take(folder: Path, sent: bytes | str) -> None:
    with running(folder, APP_KEY) as served:
        async with connect(served.live) as live:
            await live.send(sent)
            with pytest.raises(ConnectionClosed) as closed:
                await live.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1002


async def test_web_pages_get_no_live_end(folder: Path) -> None:
    with running(folder, APP_KEY) as served, pytest.raises(InvalidStatus):
        await connect(served.live, origin="http://evil.example")  # type: ignore[arg-type]
