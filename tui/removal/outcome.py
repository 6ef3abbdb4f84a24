"""What became of a removal, told exactly."""

from __future__ import annotations

from dataclasses import dataclass

from tui.errors import PartialRemovalError, RoamingError
from tui.i18n import ngettext
from tui.removal.entries import UNCERTAIN, Result, State
from tui.removal.plan import ByIds, Removal


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a removal has come when nothing more is done for it now.

    `results` are as in the journal's entry. `cause` says why it is not done, None where it is or was cancelled.
    """

    number: int
    removal: Removal
    state: State
    results: tuple[Result, ...]
    cause: RoamingError | None = None

    @property
    def done(self) -> tuple[str, ...]:
        """The ids that are gone for certain, in order."""
        return self._ids(Result.DONE)

    @property
    def not_done(self) -> tuple[str, ...]:
        """All other ids, in order."""
        return self._ids(Result.WAITING, Result.NOT_DONE, *UNCERTAIN)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Those of `not_done` that were sent, and of which nobody could say what became of them."""
        return self._ids(*UNCERTAIN)

    @property
    def is_done(self) -> bool:
        return self.state in (State.SENT, State.APPLIED)

    @property
    def is_uncertain(self) -> bool:
        """Whether it may have taken effect, in part or in whole, without anybody knowing."""
        return any(each in UNCERTAIN for each in self.results)

    @property
    def rest(self) -> Removal | None:
        """What is left to do, to be confirmed again; None where there is nothing.

        Of messages no others than those named before; of all else the same again, where it surely was not done.
        """
        if self.is_done or self.state is State.CANCELLED:
            return None
        if isinstance(self.removal.target, ByIds):
            return self.removal.only(self.not_done)
        return self.removal

    def check(self) -> None:
        """Raises PartialRemovalError where only some of the messages went, else `cause` where not all was done."""
        if self.cause is None or self.is_done:
            return
        if not self.done:
            raise self.cause
        count = len(self.done) + len(self.not_done)
        sentence = ngettext(
            "{done} of {all} message was removed, then it failed: {cause}",
            "{done} of {all} messages were removed, then it failed: {cause}",
            count,
        ).format(done=len(self.done), all=count, cause=self.cause)
        raise PartialRemovalError(
            sentence, done=self.done, not_done=self.not_done, unknown=self.unknown, cause=self.cause
        ) from self.cause

    def _ids(self, *results: Result) -> tuple[str, ...]:
        target = self.removal.target
        pairs = zip(target.ids, self.results, strict=True) if isinstance(target, ByIds) else ()
        return tuple(each for each, result in pairs if result in results)
