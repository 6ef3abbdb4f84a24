"""Reads the parameters of calls: the table of endpoints says their shapes, and here they are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, fields
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from tui.models import Json
from tui.protocol.endpoints import Flag, Parameters, wire_name

P = TypeVar("P", bound=Parameters)

_Check = Callable[[Json], Any]
"""What a value on the wire means. Raises ParameterError."""

# As long as Python's own `int` takes them.
_WHOLE = re.compile(r"-?\d{1,4000}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,4000}(\.\d{1,4000})?([eE][+-]?\d{1,4})?", re.ASCII)


class ParameterError(ValueError):
    """What is wrong with a parameter, and with which."""

    def __init__(self, wrong: str, *where: str) -> None:
        super().__init__(f"{'.'.join(where)}: {wrong}")
        self.wrong = wrong
        self.where = where

    def within(self, name: str) -> ParameterError:
        """The same of a part of the parameter `name`."""
        return ParameterError(self.wrong, name, *self.where)


class _Member(NamedTuple):
    name: str
    wire: str
    check: _Check
    is_needed: bool


_known: dict[type[Parameters], Sequence[_Member]] = {}


def read_parameters(shape: type[P], given: Mapping[str, Json]) -> P:
    """Parameters of this shape from a query or a JSON object; members that it does not have are passed over.

    Numbers may be spelled in texts: a query has nothing else. Raises ParameterError.
    """
    found: dict[str, Any] = {}
    for member in _members(shape):
        if member.wire in given:
            found[member.name] = _read(member.wire, member.check, given[member.wire])
        elif member.is_needed:
            raise ParameterError("is missing", member.wire)
    return shape(**found)


def _members(shape: type[Parameters]) -> Sequence[_Member]:
    if shape not in _known:
        hints = get_type_hints(shape, include_extras=True)
        _known[shape] = [
            _Member(member.name, wire_name(member), _check_of(hints[member.name]), member.default is MISSING)
            for member in fields(shape)
        ]
    return _known[shape]


def _read(name: str, check: _Check, value: Json) -> Any:
    try:
        return check(value)
    except ParameterError as error:
        raise error.within(name) from None


def _check_of(hint: Any) -> _Check:
    """The check of values of a type that a shape may name."""
    if hint in _CHECKS:
        return _CHECKS[hint]
    if get_origin(hint) in (Union, UnionType):
        return _any_of([_check_of(each) for each in get_args(hint)])
    if get_origin(hint) is list:
        return _list_of(_check_of(*get_args(hint)))
    return _object_of(hint)


def _any_of(checks: Sequence[_Check]) -> _Check:
    """What the first of `checks` that passes says; where none does, the first one tells why."""
    first, *others = checks

    def check(value: Json) -> Any:
        try:
            return first(value)
        except ParameterError as error:
            for other in others:
                with suppress(ParameterError):
                    return other(value)
            raise error from None

    return check


def _list_of(check_item: _Check) -> _Check:
    def check(value: Json) -> list[Any]:
        if not isinstance(value, list):
            raise ParameterError("must be a list")
        return [_read(str(index), check_item, item) for index, item in enumerate(value)]

    return check


def _object_of(shape: type[P]) -> _Check:
    def check(value: Json) -> P:
        if not isinstance(value, dict):
            raise ParameterError("must be an object")
        return read_parameters(shape, value)

    return check


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ParameterError("must be a text")
    try:
        value.encode()  # JSON may spell half a surrogate pair, which nothing could be stored under
    except UnicodeEncodeError:
        raise ParameterError("has half of a character") from None
    return value


def _whole(value: Json) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise ParameterError("must be a whole number")


def _number(value: Json) -> float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    if isinstance(value, float):
        return value
    raise ParameterError("must be a number")


def _truth(value: Json) -> bool:
    if not isinstance(value, bool):
        raise ParameterError("must be true or false")
    return value


def _flag(value: Json) -> bool:
    return value == "true" if isinstance(value, str) else _truth(value)


def _nothing(value: Json) -> None:
    if value is not None:
        raise ParameterError("must be null")


_CHECKS: Mapping[Any, _Check] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _truth,
    Flag: _flag,
    NoneType: _nothing,
}
