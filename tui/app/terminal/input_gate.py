"""What a terminal sends, with everything taken out that is neither text nor understood: bytes in, text out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

PASTE_CAP = 100_000
"""Characters of one paste that go in; what is beyond would only keep the program busy."""

PAUSES_IN_A_SEQUENCE = 10
"""So many pauses may lie between the pieces of one sequence: over a slow line it does not come at once."""

_ESC = b"\x1b"
_PASTE_START, _PASTE_END = "\x1b[200~", b"\x1b[201~"
_IGNORED = "[G"  # with an escape before it, a key that Textual knows and ignores

_LEGACY_MOUSE = rb"\x1b\[M[\x00-\xff]{3}"  # its coordinates may be any bytes
_CONTROL_SEQUENCE = rb"\x1b\[(?!M)(?:\[[!-~]|[0-?]*[ -/]*[@-Z\\-~])"  # [[A is a function key of the Linux console
_SHIFTED = rb"\x1bO[!-~]"
_COMPLETE = re.compile(b"|".join([_LEGACY_MOUSE, _CONTROL_SEQUENCE, _SHIFTED]))
_INCOMPLETE = re.compile(rb"\x1b(?:[OPX\]^_]|\[(?:M[\x00-\xff]{0,2}|\[|[0-?]{0,99}[ -/]{0,9}))?")
_BROKEN = re.compile(rb"\x1b(?:O|\[\[?[0-?]*[ -/]*)")
_STRING = re.compile(rb"\x1b[PX\]^_](?=[\x00-\xff])")
_STRING_END = re.compile(rb"[\x07\x18\x1a]|\x1b\\|\x1b(?=[^\\])")
_SEQUENCE_END = re.compile(rb"[@-~]|(?=[^ -~])")
_C1 = re.compile("[\x80-\x9f]")
_NOT_PASTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class InputGate:
    """Lets through text in `encoding`, keys, and those sequences that `understands` accepts.

    Terminals answer questions nobody remembers asking, and lines break: an answer that reached the program as text
    would be taken for keys. Gone are broken characters, old mouse reports, unknown sequences, control strings, and
    control characters within a paste. How the bytes are cut into pieces changes nothing.
    """

    def __init__(self, encoding: str, understands: Callable[[str], bool]) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="ignore")
        self._understands = understands
        self._held = b""
        self._escape_sent = False  # the escape that `_held` begins with has gone through already: it may be a key
        self._skipped_to: re.Pattern[bytes] | None = None  # within a control string, or a sequence without end
        self._paste_room: int | None = None  # None: no paste is going on
        self._pauses = 0

    def feed(self, data: bytes) -> str:
        """What `data` lets through. A sequence that has not come to its end is held back."""
        self._pauses = 0
        if self._paste_room is not None and data == b"\x03":  # Ctrl-C leads out of a paste that never ended
            self._held, self._paste_room = b"", None
            return _PASTE_END.decode() + "\x03"
        data, self._held = self._held + data, b""
        out: list[str] = []
        at = 0
        while at < len(data):
            step = self._skip if self._skipped_to else self._plain if self._paste_room is None else self._paste
            at = step(data, at, out)
        return "".join(out)

    def pause(self) -> str:
        """Nothing has come for a moment: what is held back may have been keys, or may never end."""
        self._pauses += 1
        held, sent = self._held, self._escape_sent
        self._escape_sent = False  # after a pause, the parser has made a key of it
        if self._paste_room is not None:
            return ""
        if len(held) <= 2 and not self._skipped_to:
            self._held = b""
            return held[sent:].decode("ascii")
        if self._pauses > PAUSES_IN_A_SEQUENCE:
            self._held, self._skipped_to = b"", None
        return ""

    def _plain(self, data: bytes, at: int, out: list[str]) -> int:
        """Take the text or the one sequence at `at`; returns where to go on."""
        escape = data.find(_ESC, at)
        if escape != at:
            end = len(data) if escape < 0 else escape
            out.append(_C1.sub("", self._decoder.decode(data[at:end])))
            return end
        self._decoder.reset()
        if complete := _COMPLETE.match(data, at):
            self._sequence(complete[0], out)
            return complete.end()
        if _INCOMPLETE.fullmatch(data, at):
            self._hold(data[at:], out)
            return len(data)
        return self._odd_escape(data, at, out)

    def _odd_escape(self, data: bytes, at: int, out: list[str]) -> int:
        """Take what begins neither a whole sequence nor a cut one: a control string, a broken sequence, or a key."""
        if string := _STRING.match(data, at):
            self._skipped_to = _STRING_END
            out.append(self._passed(""))
            return string.end()
        if broken := _BROKEN.match(data, at):
            self._skipped_to = _SEQUENCE_END
            out.append(self._passed(""))
            return broken.end()
        out.append(self._passed("\x1b"))
        return at + 1

    def _hold(self, piece: bytes, out: list[str]) -> None:
        self._held = piece
        if piece == _ESC and not self._escape_sent:
            out.append("\x1b")  # most likely the key, which is not to wait
            self._escape_sent = True

    def _sequence(self, sequence: bytes, out: list[str]) -> None:
        text = sequence.decode("latin-1")
        known = sequence.isascii() and self._understands(text) and sequence != _PASTE_END
        out.append(self._passed(text if known else ""))
        if known and text == _PASTE_START:
            self._paste_room = PASTE_CAP

    def _passed(self, sequence: str) -> str:
        """`sequence` ('' for one that is not to go in), less the escape that has gone through already."""
        sent, self._escape_sent = self._escape_sent, False
        if not sent:
            return sequence
        return sequence.removeprefix("\x1b") if sequence else _IGNORED

    def _skip(self, data: bytes, at: int, out: list[str]) -> int:
        assert self._skipped_to is not None
        end = self._skipped_to.search(data, at)
        if end is None:
            self._held = _ESC if data.endswith(_ESC) else b""
            return len(data)
        self._skipped_to = None
        return end.start() if end[0] == _ESC else end.end()

    def _paste(self, data: bytes, at: int, out: list[str]) -> int:
        escape = data.find(_ESC, at)
        if escape != at:
            end = len(data) if escape < 0 else escape
            self._take_in(self._decoder.decode(data[at:end]), out)
            return end
        self._decoder.reset()
        if data.startswith(_PASTE_END, at):
            self._paste_room = None
            out.append(_PASTE_END.decode())
            return at + len(_PASTE_END)
        if _PASTE_END.startswith(data[at:]):
            self._held = data[at:]
            return len(data)
        return at + 1

    def _take_in(self, text: str, out: list[str]) -> None:
        pasted = _NOT_PASTED.sub("", text)[: self._paste_room]
        self._paste_room = (self._paste_room or 0) - len(pasted)
        out.append(pasted)
