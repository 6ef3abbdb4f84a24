"""Removes any number of messages in requests of a size that the service takes, and tells exactly what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from tui.errors import PartialRemovalError, ProtocolError, RoamingError, ServiceError, TransportError
from tui.i18n import ngettext
from tui.limits import IDS_PER_REQUEST

_NO_ANSWER = (502, 504)
"""Statuses by which a gateway says that it had no answer from the service."""


async def remove_in_chunks(ids: Sequence[str], remove: Callable[[Sequence[str]], Awaitable[None]]) -> None:
    """Give `ids` to `remove` in their order, at most IDS_PER_REQUEST at a time, and stop at the first failure.

    What fits into one request fails with that request's own error. Of several, the failure of any raises
    PartialRemovalError.
    """
    chunks = [ids[start : start + IDS_PER_REQUEST] for start in range(0, len(ids), IDS_PER_REQUEST)]
    for number, chunk in enumerate(chunks):
        try:
            await remove(chunk)
        except RoamingError as error:
            if len(chunks) == 1:
                raise
            done = number * IDS_PER_REQUEST
            raise _partial(ids[:done], ids[done:], chunk if is_unknown(error) else (), error) from error


def is_unknown(error: RoamingError) -> bool:
    """Whether a call that failed by `error` may have taken effect all the same."""
    if isinstance(error, ServiceError):
        return error.status in _NO_ANSWER
    return isinstance(error, ProtocolError) or (isinstance(error, TransportError) and error.sent)


def _partial(
    done: Sequence[str], not_done: Sequence[str], unknown: Sequence[str], cause: RoamingError
) -> PartialRemovalError:
    sentence = ngettext(
        "{done} of {all} message was removed, then it failed: {cause}",
        "{done} of {all} messages were removed, then it failed: {cause}",
        len(done) + len(not_done),
    ).format(done=len(done), all=len(done) + len(not_done), cause=cause)
    return PartialRemovalError(sentence, done=done, not_done=not_done, unknown=unknown, cause=cause)
