"""Reads the parameters of calls: the table of endpoints says their shapes, and here they are checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Annotated, Any, TypeVar, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from tui.protocol.endpoints import Flag, Parameters, wire_name

P = TypeVar("P", bound=Parameters)

_CONFIG = ConfigDict(extra="ignore", validate_by_name=True, validate_by_alias=True)
_models: dict[type[Parameters], type[BaseModel]] = {}


def read_parameters(shape: type[P], read: Callable[[type[BaseModel]], BaseModel]) -> P:
    """Parameters of this shape, by whichever of its model's ways `read` takes; unknown members are passed over.

    Raises pydantic's ValidationError. The model is made here and not in the table, so that the client, which makes
    parameters and never reads any, does without the library.
    """
    model = _models.get(shape) or _models.setdefault(shape, _model(shape))
    found = read(model)
    return shape(**{member.name: getattr(found, member.name) for member in fields(shape)})


def _model(shape: type[Parameters]) -> type[BaseModel]:
    hints = get_type_hints(shape, include_extras=True)
    members: dict[str, Any] = {}
    for member in fields(shape):
        default = ... if member.default is MISSING else member.default
        members[member.name] = (_checked(hints[member.name]), Field(default, alias=wire_name(member)))
    model: type[BaseModel] = create_model(shape.__name__, __config__=_CONFIG, **members)
    return model


def _checked(hint: Any) -> Any:
    """`hint`, with what a flag's text means where it is one."""
    return Annotated[hint, BeforeValidator(_truth)] if hint in (Flag, Flag | None) else hint


def _truth(value: object) -> object:
    return value == "true" if isinstance(value, str) else value
