"""Lenses: one-line templates by which users read what their own apps attach to messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tui.i18n import _
from tui.models import ChatMessage, CustomBody, Json

LONGEST_TEMPLATE = 500
"""Characters of a template."""

DEEPEST = 8
"""Keys that a placeholder may name, one in another."""

VALUE_LIMIT = 60
"""A value of more characters than this is cut."""

_ABSENT = "–"
EXT, CUSTOM = "ext", "custom"
ROOTS = (EXT, CUSTOM)
"""What a placeholder begins with."""


class LensError(ValueError):
    """A template is wrong. Says what at `place`, counted in characters from 1."""

    def __init__(self, sentence: str, place: int) -> None:
        super().__init__(sentence)
        self.place = place


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A value by its keys, from the top of `root`: a message's "ext", or the `customExts` of a "custom" message."""

    root: str
    keys: tuple[str, ...]

    def value(self, message: ChatMessage) -> str | None:
        """The value on one line, cut where it is long; None where there is none. Untrusted."""
        found: Json = message.ext
        if self.root == CUSTOM:
            found = message.body.exts if isinstance(message.body, CustomBody) else {}
        for key in self.keys:
            if not isinstance(found, Mapping) or key not in found:
                return None
            found = found[key]
        if found is None or isinstance(found, Mapping | list):
            return None
        text = str(found).lower() if isinstance(found, bool) else str(found)
        return text if len(text) <= VALUE_LIMIT else text[:VALUE_LIMIT] + "…"


@dataclass(frozen=True, slots=True)
class Lens:
    """A template, in parts: texts as they stand, and placeholders."""

    name: str
    parts: tuple[str | Placeholder, ...]

    @property
    def roots(self) -> frozenset[str]:
        """What a message must have something below for the lens to say anything: one of these is enough."""
        return frozenset(part.root for part in self.parts if isinstance(part, Placeholder)) or frozenset(ROOTS)

    def line(self, message: ChatMessage) -> str:
        """The template filled in; '' where the message has none of its values. Untrusted, as the values are."""
        values = {part: part.value(message) for part in self.parts if isinstance(part, Placeholder)}
        if values and not any(value is not None for value in values.values()):
            return ""
        return "".join(part if isinstance(part, str) else values[part] or _ABSENT for part in self.parts)


@dataclass(frozen=True, slots=True)
class Lenses:
    """A profile's lenses by name. `faults` says, a sentence each, which templates are wrong and not among them."""

    by_name: Mapping[str, Lens] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def roots(self) -> frozenset[str]:
        """What a message must have something below for any lens to say anything; empty without lenses."""
        return frozenset().union(*(lens.roots for lens in self.by_name.values()))

    def line(self, message: ChatMessage) -> str:
        """What the first lens that fits makes of the message, '' where none does. Untrusted.

        A lens fits a custom message whose event has its name, and any message whose `ext` has a key of its name.
        """
        if not self.by_name:
            return ""
        return next((line for lens in self._fitting(message) if (line := lens.line(message))), "")

    def _fitting(self, message: ChatMessage) -> Iterator[Lens]:
        if isinstance(message.body, CustomBody) and message.body.event in self.by_name:
            yield self.by_name[message.body.event]
        if message.ext:
            yield from (lens for name, lens in self.by_name.items() if name in message.ext)


NO_LENSES = Lenses()


def parse_lens(name: str, template: str) -> Lens:
    """The lens of a template such as `order={ext.order_id} {custom.status}`. Raises LensError.

    A placeholder is `ext` or `custom` and keys, with dots between them; `{{` and `}}` are braces.
    """
    if len(template) > LONGEST_TEMPLATE:
        sentence = _("a template has at most {limit} characters").format(limit=LONGEST_TEMPLATE)
        raise LensError(sentence, LONGEST_TEMPLATE + 1)
    if any(not character.isprintable() for character in template):
        raise LensError(_("a template is one line of printable text"), _first_unprintable(template))
    return Lens(name, tuple(_parts(template)))


def _first_unprintable(template: str) -> int:
    return next(place for place, character in enumerate(template, 1) if not character.isprintable())


def _parts(template: str) -> Iterator[str | Placeholder]:
    at = 0
    while at < len(template):
        character = template[at]
        if character in "{}" and template[at : at + 2] == 2 * character:
            yield character
            at += 2
        elif character == "{":
            end = template.find("}", at)
            if end < 0:
                raise LensError(_("this brace is not closed"), at + 1)
            yield _placeholder(template[at + 1 : end], at + 2)
            at = end + 1
        elif character == "}":
            raise LensError(_("this brace was not opened; to show one, write it twice"), at + 1)
        else:
            end = min((found for brace in "{}" if (found := template.find(brace, at)) >= 0), default=len(template))
            yield template[at:end]
            at = end


def _placeholder(inside: str, place: int) -> Placeholder:
    root, *keys = inside.split(".")
    if root not in ROOTS:
        raise LensError(_("a placeholder begins with ext. or custom."), place)
    if not keys or not all(keys):
        raise LensError(_("a placeholder names a key after each dot"), place + len(root))
    if len(keys) > DEEPEST:
        raise LensError(_("a placeholder names at most {limit} keys").format(limit=DEEPEST), place)
    wrong = next((sign for sign in "{:![]" if sign in inside), None)
    if wrong is not None:
        sentence = _("a placeholder has only names and dots, no {sign}").format(sign=wrong)
        raise LensError(sentence, place + inside.index(wrong))
    return Placeholder(root, tuple(keys))
