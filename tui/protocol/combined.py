"""The file in which a combined message keeps the messages that were forwarded (section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import xor

from tui.errors import BrokenFileError
from tui.i18n import _
from tui.models import ChatMessage
from tui.protocol.messages import read_messages
from tui.protocol.viewpoint import Viewpoint

MAX_MESSAGES = 300
MAX_LEVEL = 10
"""How deep combined messages may hold combined messages."""

_HEAD = b"cm"
_LENGTH = 4
_VERIFICATION_FAILED = "File verification failed"


def read_combined(data: bytes, viewpoint: Viewpoint) -> tuple[ChatMessage, ...]:
    """The messages in a combined message's file, in its order; unreadable ones as placeholders.

    Raises BrokenFileError (type 203) for a wrong head, a wrong check byte, a length that does not fit or more than
    MAX_MESSAGES messages.
    """
    if len(data) <= len(_HEAD) or not data.startswith(_HEAD) or data[-1] != _check_byte(data[:-1]):
        raise _broken(_("The forwarded messages' file is damaged."))
    return read_messages(_metas(data[len(_HEAD) : -1]), viewpoint, any_space=True)


def write_combined(metas: Iterable[bytes]) -> bytes:
    """The file for serialised Metas, in their order. Raises BrokenFileError for more than MAX_MESSAGES of them."""
    out = bytearray(_HEAD)
    for count, meta in enumerate(metas, 1):
        if count > MAX_MESSAGES:
            raise _too_many()
        out += len(meta).to_bytes(_LENGTH) + meta
    out.append(_check_byte(out))
    return bytes(out)


def _metas(data: bytes) -> Iterator[bytes]:
    at = count = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + _LENGTH])
        at += _LENGTH
        if at + size > len(data):
            raise _broken(_("The forwarded messages' file is cut off."))
        count += 1
        if count > MAX_MESSAGES:
            raise _too_many()
        yield data[at : at + size]
        at += size


def _check_byte(data: bytes | bytearray) -> int:
    """The XOR of all bytes at odd positions behind the head."""
    return reduce(xor, data[len(_HEAD) + 1 :: 2], 0)


def _broken(sentence: str) -> BrokenFileError:
    return BrokenFileError(sentence, message=_VERIFICATION_FAILED)


def _too_many() -> BrokenFileError:
    return _broken(_("The forwarded messages' file holds more than {limit} messages.").format(limit=MAX_MESSAGES))
