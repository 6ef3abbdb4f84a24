"""Everything that may go wrong while talking to the service, as one tree.

    RoamingError                  expected: shown to the user, and the program goes on
    ├── ArgumentError             refused before anything was sent (also a ValueError)
    ├── ConfigError               the configuration is wrong or lacks something
    ├── QueryError                a query cannot be read
    ├── TransportError            no answer came; the same call may succeed later
    │   └── DeadlineError         no answer came in time
    ├── HostLookupError           the service's hosts for the app key could not be found
    ├── ProtocolError             an answer came that we cannot read
    │   └── BrokenFileError       a downloaded file is not what it should be
    ├── ServiceError              the service answered no
    │   └── NotSignedInError      there is no valid token: leads back to signing in
    ├── SignInError               signing in failed
    ├── ReadOnlyError             nothing may be changed here: refused before anything was sent
    ├── ArchiveError              the local archive cannot be opened, read or written
    ├── PinUnknownError           a pin was sent, and nobody could say what became of it
    ├── JournalError              the journal of deletions cannot be kept, so nothing is deleted
    └── PartialRemovalError       some of the messages were removed, the rest were not

Every error has `type`, the service's own number for it (protocol reference, section 13), and `message`, the service's
own words where it gave any. `str(error)` is a sentence for the user. The words of a server are untrusted text: whoever
shows an error cleans it first (`tui.text.clean`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tui.i18n import _


class RoamingError(Exception):
    """Expected: it is shown to the user and the program goes on. Anything else is a bug and may crash."""

    default_type: ClassVar[int] = 17

    def __init__(self, sentence: str, *, type: int | None = None, message: str | None = None) -> None:  # noqa: A002
        super().__init__(sentence)
        self.type: int = self.default_type if type is None else type
        self.message: str = sentence if message is None else message


class ArgumentError(RoamingError, ValueError):
    """A call was refused before anything was sent; names the argument, its value and what is allowed."""

    default_type = -3

    def __init__(self, argument: str, value: object, allowed: str) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."
        super().__init__(f"{argument} is {shown}; allowed: {allowed}")
        self.argument = argument
        self.value = value
        self.allowed = allowed


class ConfigError(RoamingError):
    """The configuration (file, environment, flags) is wrong or lacks something; the sentence says what to do."""

    default_type = -3


class QueryError(RoamingError):
    """A query cannot be read, because of what stands in it from the character `start` until `end` (from 0)."""

    default_type = -3

    def __init__(self, problem: str, start: int, end: int) -> None:
        sentence = _("{problem} (at character {place} of the query)").format(problem=problem, place=start + 1)
        super().__init__(sentence)
        self.problem = problem
        self.start = start
        self.end = end


class TransportError(RoamingError):
    """No answer came. The same call may succeed later.

    `sent` is False only when it is certain that nothing reached the service (no connection was made).
    """

    default_type = -2

    def __init__(
        self,
        sentence: str,
        *,
        type: int | None = None,  # noqa: A002
        message: str | None = None,
        sent: bool = True,
    ) -> None:
        super().__init__(sentence, type=type, message=message)
        self.sent = sent


class DeadlineError(TransportError):
    """No complete answer came within the time limit."""

    default_type = -1


class HostLookupError(RoamingError):
    """The service's hosts for this app key could not be found (section 2)."""

    default_type = 304


class ProtocolError(RoamingError):
    """The service answered something that we cannot read."""


class BrokenFileError(ProtocolError):
    """A downloaded file is cut off or is not of the promised form (section 9)."""

    default_type = 203


class ServiceError(RoamingError):
    """The service answered no.

    `status` is the HTTP status, `code` the service's `error_code` (None when absent), `retry_after` the seconds that
    the service asked us to wait (None when it did not).
    """

    def __init__(
        self,
        sentence: str,
        *,
        type: int,  # noqa: A002
        message: str,
        status: int,
        code: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(sentence, type=type, message=message)
        self.status = status
        self.code = code
        self.retry_after = retry_after


class NotSignedInError(ServiceError):
    """There is no valid token (missing, expired, revoked): the way on is to sign in again."""


class SignInError(RoamingError):
    """Signing in failed. `cause` (also `__cause__`) is what the service or the network said."""

    default_type = 1

    def __init__(self, sentence: str, *, cause: RoamingError | None = None, message: str | None = None) -> None:
        super().__init__(sentence, message=message or (cause.message if cause else None))
        self.cause = cause


class NotConnectedError(RoamingError):
    """The service was never reached since the program began."""


class PartialRemovalError(RoamingError):
    """Some of the messages were removed and the rest were not.

    `done` are the ids that the service confirmed, `not_done` all others, both in the order given; `unknown` are those
    of `not_done` whose request was sent but never answered. `cause` says why it stopped.
    """

    def __init__(
        self,
        sentence: str,
        *,
        done: Sequence[str],
        not_done: Sequence[str],
        unknown: Sequence[str],
        cause: RoamingError,
    ) -> None:
        super().__init__(sentence, type=cause.type, message=cause.message)
        self.done = tuple(done)
        self.not_done = tuple(not_done)
        self.unknown = tuple(unknown)
        self.cause = cause


class ArchiveError(RoamingError):
    """The local archive cannot be opened, read or written."""


class PinUnknownError(RoamingError):
    """A pin was sent and not answered, and the service's list of pins could not be read: it may have been done."""


class JournalError(RoamingError):
    """The journal of deletions cannot be opened, read or written; what it cannot hold is not sent."""


class ReadOnlyError(RoamingError):
    """A call that changes something was refused before anything was sent: only reading is allowed."""
