"""Makes what the service tells a user's devices: each a serialised Meta (section 12)."""

from __future__ import annotations

from tui.models import Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.endpoints import GROUP_DOMAIN, USER_DOMAIN
from tui.protocol.jsontext import write_json
from tui.protocol.records import Record, encode_meta


def notice(app_key: str, number: int, user: str, resource: str, kind: str, data: dict[str, Json], now: int) -> bytes:
    """What `user` did on the device `resource`, for the user's devices; `now` is in ms since 1970."""
    meta = pb.Meta(
        id=number,
        to=pb.JID(app_key=app_key, name=user, domain=USER_DOMAIN),
        timestamp=now,
        ns=pb.Meta.NOTIFY,
        payload=write_json({"type": kind, "data": data}).encode("utf-8", "replace"),
    )
    _from(meta).CopyFrom(pb.JID(app_key=app_key, name=user, domain=USER_DOMAIN, client_resource=resource))
    return meta.SerializeToString()


def message(app_key: str, record: Record, resource: str) -> bytes:
    """`record`, sent from the device `resource`."""
    meta = pb.Meta.FromString(encode_meta(record, app_key))
    if resource:
        _from(meta).client_resource = resource
    return meta.SerializeToString()


def edit(app_key: str, number: int, record: Record, now: int) -> bytes:
    """The edited message `record` has new content since `now` (ms since 1970)."""
    meta = pb.Meta.FromString(encode_meta(record, app_key))
    body = pb.MessageBody.FromString(meta.payload)
    body.type, body.edit_message_id, body.edit_scope = pb.MessageBody.EDIT, int(record.id), pb.MessageBody.BODY_AND_EXT
    meta.id, meta.timestamp, meta.payload = number, now, body.SerializeToString()
    return meta.SerializeToString()


def acknowledgement(app_key: str, number: int, sender: str, resource: str, body: pb.MessageBody, now: int) -> bytes:
    """A recall or an acknowledgement as `sender` sent it; whom it is to, `body` says."""
    is_group = body.to.domain == GROUP_DOMAIN
    to = pb.JID(app_key=app_key, name=body.to.name, domain=GROUP_DOMAIN if is_group else USER_DOMAIN)
    passed_on = pb.MessageBody()
    passed_on.CopyFrom(body)
    passed_on.to.CopyFrom(pb.JID(name=body.to.name))
    getattr(passed_on, "from").CopyFrom(pb.JID(name=sender))
    meta = pb.Meta(id=number, to=to, timestamp=now, ns=pb.Meta.CHAT, payload=passed_on.SerializeToString())
    _from(meta).CopyFrom(pb.JID(app_key=app_key, name=sender, domain=USER_DOMAIN, client_resource=resource))
    return meta.SerializeToString()


def _from(meta: pb.Meta) -> pb.JID:
    jid = getattr(meta, "from")
    assert isinstance(jid, pb.JID)
    return jid
