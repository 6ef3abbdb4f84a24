"""Reads a query as a person types it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from difflib import get_close_matches

from tui.errors import ConfigError, QueryError
from tui.i18n import _
from tui.query.fields import FIELDS, SEPARATORS, Reading
from tui.query.folding import fold
from tui.query.patterns import Matcher
from tui.query.query import Clause, Condition, Extra, Pattern, Query, Words

LONGEST = 2_000
"""Characters of a query."""

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x201F: '"',
}  # fmt: skip
"""What input methods put in place of ASCII, each character for one."""

_PATTERN = re.compile(r"/((?:[^/\\]|\\.)+)/(?=\s|$)")
_FIELD = re.compile(r"([A-Za-z]+):")
_EXTRA = re.compile(r"ext\.([^\s:\"]*):?", re.IGNORECASE)
_PLAIN = re.compile(r"\S+")
_MOST_WORDS_OF_A_DATE = 7
_OPERATORS = ("AND", "OR", "NOT", "&", "&&", "|", "||")


def parse(text: str, now: datetime, zone: tzinfo | None = None) -> Query:
    """The query that `text` is; an empty one finds everything.

    `now` (an aware time) and `zone` (None: the machine's) say what `yesterday` means. A last quote may be missing, as
    it does while one types. Raises QueryError, which says what is wrong, and where.
    """
    if len(text) > LONGEST:
        raise QueryError(_("a query has at most {most} characters").format(most=LONGEST), LONGEST, len(text))
    return Query(tuple(_Parser(text, now, zone).clauses()))


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands behind a field, and from and until which character of the query."""

    text: str
    start: int
    end: int


class _Parser:
    """Goes through a text from left to right."""

    def __init__(self, text: str, now: datetime, zone: tzinfo | None) -> None:
        self._given = text
        self._text = text.translate(NARROW)
        self._now, self._zone = now, zone
        self._at = 0

    def clauses(self) -> list[Clause]:
        found = []
        while self._skip_space():
            is_negated = self._text[self._at] == "-" and self._text[self._at + 1 : self._at + 2].strip() != ""
            self._at += is_negated
            condition = self._condition()
            if condition is not None:
                found.append(Clause(condition, is_negated))
        return found

    def _condition(self) -> Condition | None:
        """The next one; None for words in which there is nothing to look for."""
        if self._text[self._at] == '"':
            return self._phrase()
        if found := _PATTERN.match(self._text, self._at):
            return self._pattern(found)
        if found := _EXTRA.match(self._text, self._at):
            return self._extra(found)
        if found := _FIELD.match(self._text, self._at):
            reading = FIELDS.get(found[1].lower())
            if reading is not None:
                return self._field(found, reading)
            self._refuse_a_slip(found)
        return self._plain()

    def _plain(self) -> Words | None:
        """A word as it stands, without what separates it from others in a list: `tea, coffee` wants both."""
        start, text = self._at, self._take(_PLAIN)
        if text in _OPERATORS:
            told = _("{word} means nothing in a query: all its parts must be true, and a - before one means not")
            raise QueryError(told.format(word=text), start, self._at)
        return _words(text.rstrip(SEPARATORS) if text.strip(SEPARATORS) else text)

    def _phrase(self) -> Words | None:
        value = self._quoted()
        return _words(value.text, is_whole=self._text[value.end : value.end + 1] == '"')

    def _pattern(self, found: re.Match[str]) -> Pattern:
        self._at = found.end()
        source = self._given[found.start(1) : found.end(1)]
        try:
            Matcher(source)
        except ValueError as error:
            told = _("the pattern cannot be used: {reason}").format(reason=error)
            raise QueryError(told, found.start(), found.end()) from error
        return Pattern(source)

    def _extra(self, found: re.Match[str]) -> Extra:
        start, self._at = found.start(), found.end()
        value = self._value() if found[0].endswith(":") else _Value("", self._at, self._at)
        key, wanted = fold(found[1]), fold(value.text)
        if not key or not wanted:
            raise QueryError(_("ext. wants a key and a value: ext.order_id:10001"), start, max(value.end, found.end()))
        return Extra(key, wanted)

    def _field(self, found: re.Match[str], reading: Reading) -> Condition:
        start, self._at = found.start(), found.end()
        value = self._date() if reading.is_date else self._value()
        if not value.text.strip():
            raise QueryError(reading.wanted(), start, max(value.end, found.end()))
        is_quoted = self._text[value.start - 1] == '"'
        if reading.is_name and not is_quoted and any(sign in value.text for sign in SEPARATORS):
            told = _('{field} takes one name; put a name that has a comma or the like in quotes: {field}"a, b"')
            raise QueryError(told.format(field=found[0]), value.start, value.end)
        try:
            return reading.read(value.text, self._now, self._zone)
        except ConfigError as error:
            raise QueryError(reading.wanted(), value.start, value.end) from error

    def _refuse_a_slip(self, found: re.Match[str]) -> None:
        """What looks like a misspelt field is not taken for a word, which would find nothing in silence."""
        name = found[1].lower()
        near = get_close_matches(name, FIELDS, 1, 0.75)
        if near and self._text[found.end() : found.end() + 2] != "//":
            told = _("there is no {field} in a query; perhaps you mean {near}:")
            raise QueryError(told.format(field=found[0], near=near[0]), found.start(), found.end())

    def _value(self) -> _Value:
        if self._text[self._at : self._at + 1] == '"':
            return self._quoted()
        start = self._at
        return _Value(self._take(_PLAIN), start, self._at)

    def _date(self) -> _Value:
        """A date has as many words as can be read together: `last week`, `nov 3 2026`."""
        value = self._value()
        words = list(_PLAIN.finditer(self._text, value.end))[: _MOST_WORDS_OF_A_DATE - 1]
        if self._text[value.start : value.start + 1] == '"' or not value.text:
            return value
        for last in reversed(words):
            longer = self._text[value.start : last.end()]
            if self._is_date(longer):
                self._at = last.end()
                return _Value(longer, value.start, last.end())
        return value

    def _is_date(self, text: str) -> bool:
        try:
            FIELDS["on"].read(text, self._now, self._zone)
        except ConfigError:
            return False
        return True

    def _quoted(self) -> _Value:
        """What is between two quotes, or after one without a second."""
        start = self._at + 1
        end = self._text.find('"', start)
        end, self._at = (end, end + 1) if end >= 0 else (len(self._text), len(self._text))
        return _Value(self._text[start:end], start, end)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _skip_space(self) -> bool:
        """Whether anything is left."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at < len(self._text)


def _words(text: str, *, is_whole: bool = False) -> Words | None:
    folded = fold(text)
    return Words(folded, is_whole) if folded else None
