"""The frames that a client sends over the live connection (section 10)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tui.protocol import msync_pb2 as pb
from tui.protocol.endpoints import USER_DOMAIN
from tui.protocol.jsontext import write_json

TOKEN_PREFIX = "$t$"  # noqa: S105 - the wire's way to say that a token follows
VERSION = "4.21.1"  # of the protocol's official client, which servers look at
_ACTIONS = "v5.2"


@dataclass(frozen=True, slots=True)
class Device:
    """Who connects: a user of an app, on one of the user's devices."""

    app_key: str
    user: str
    resource: str
    token: str = field(repr=False)


def provision(device: Device, session_id: str) -> bytes:
    """Ask to be let in. No compression is offered, so none comes back."""
    payload = pb.Provision(
        os_type=pb.Provision.OS_OTHER,
        version=VERSION,
        compress_type=[pb.Provision.COMPRESS_NONE],
        encrypt_type=[pb.ENCRYPT_NONE],
        device_uuid=device.resource,
        device_name=device.resource,
        resource=device.resource,
        action_version=_ACTIONS,
        auth_token=write_json({"token": TOKEN_PREFIX + device.token}),
        session_id=session_id,
    )
    return _signed(device, pb.MSync.PROVISION, payload.SerializeToString())


def logout(device: Device, session_id: str) -> bytes:
    payload = pb.Logout(session_id=session_id, reason="inner:logout")
    return _signed(device, pb.MSync.LOGOUT, payload.SerializeToString())


def unread() -> bytes:
    """Ask which queues have something; also the heartbeat."""
    return _frame(pb.MSync.UNREAD).SerializeToString()


def sync(queue: pb.JID, key: int | None = None) -> bytes:
    """Ask for what is in `queue`; with a `key` also say that everything up to it has arrived."""
    payload = pb.CommSyncUL(queue=queue)
    if key is not None:
        payload.key = key
    frame = _frame(pb.MSync.SYNC)
    frame.payload = payload.SerializeToString()
    return frame.SerializeToString()


def _signed(device: Device, command: pb.MSync.Command, payload: bytes) -> bytes:
    frame = _frame(command)
    guid = pb.JID(app_key=device.app_key, name=device.user, domain=USER_DOMAIN, client_resource=device.resource)
    frame.guid.CopyFrom(guid)
    frame.auth = TOKEN_PREFIX + device.token
    frame.device_id = 0
    frame.payload = payload
    return frame.SerializeToString()


def _frame(command: pb.MSync.Command) -> pb.MSync:
    """An unsigned frame; its trace id means nothing to either end."""
    return pb.MSync(
        version=pb.MSync.MSYNC_V1,
        encrypt_type=[pb.ENCRYPT_NONE],
        trace_id=time.monotonic_ns(),
        command=command,
    )
