"""Stored messages, made by hand."""

from __future__ import annotations

from tui.protocol import msync_pb2 as pb
from tui.protocol.viewpoint import Viewpoint

VIEWPOINT = Viewpoint("alice", "webim_web_vec", "http://rest.example")


def body(text: str = "hello", sender: str = "bob", to: str = "alice") -> pb.MessageBody:
    """A text in a single chat."""
    made = pb.MessageBody(type=pb.MessageBody.CHAT, to=pb.JID(name=to))
    getattr(made, "from").name = sender
    made.contents.add(type=pb.MessageBody.Content.TEXT, text=text)
    return made


def meta(number: int, content: pb.MessageBody | bytes | None = None, *, time: int = 1_718_000_000_000) -> bytes:
    """The stored message `number`, from bob to alice."""
    content = body(f"m{number}") if content is None else content
    payload = content if isinstance(content, bytes) else content.SerializeToString()
    made = pb.Meta(
        id=number, to=pb.JID(name="alice", domain="easemob.com"), timestamp=time, ns=pb.Meta.CHAT, payload=payload
    )
    getattr(made, "from").CopyFrom(pb.JID(name="bob", domain="easemob.com"))
    return made.SerializeToString()
