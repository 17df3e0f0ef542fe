"""Frozen dataclasses to plain JSON values and back, exactly. Pure.

Amounts stay whole numbers of öre, dates are ISO 8601, tuples are lists, an absent value is null. What comes back is
equal to what went in; anything that is not exactly the shape asked for is refused.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_T = TypeVar("_T")


class NotTheShape(ValueError):
    """The JSON value does not have exactly the fields and types of the record."""


def to_plain(value: Any) -> Any:
    """Return a record as dicts, lists, strings, integers and nulls."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_plain(shape: type[_T], plain: Any) -> _T:
    """Return the record of `shape` that `plain` holds. Raises NotTheShape."""
    result: _T = _read(shape, plain, at=shape.__name__)
    return result


def _read(shape: Any, plain: Any, *, at: str) -> Any:
    if get_origin(shape) in (Union, types.UnionType):
        (inner,) = (option for option in get_args(shape) if option is not type(None))
        return None if plain is None else _read(inner, plain, at=at)
    if get_origin(shape) is tuple:
        return tuple(_read(get_args(shape)[0], item, at=at) for item in _expect(list, plain, at=at))
    if is_dataclass(shape):
        return _read_record(shape, _expect(dict, plain, at=at), at=at)
    return _read_value(getattr(shape, "__supertype__", shape), plain, at=at)


def _read_record(shape: Any, plain: Mapping[str, Any], *, at: str) -> Any:
    hints = get_type_hints(shape)
    if set(plain) != {field.name for field in fields(shape)}:
        raise NotTheShape(f"{at}: {sorted(plain)}")
    return shape(**{name: _read(hints[name], value, at=f"{at}.{name}") for name, value in plain.items()})


def _read_value(shape: Any, plain: Any, *, at: str) -> Any:
    if shape is date or issubclass(shape, Enum):
        text = _expect(str, plain, at=at)
        try:
            return date.fromisoformat(text) if shape is date else shape(text)
        except ValueError as error:
            raise NotTheShape(f"{at}: {text}") from error
    return _expect(shape, plain, at=at)


def _expect(shape: type, plain: Any, *, at: str) -> Any:
    if type(plain) is not shape:
        raise NotTheShape(f"{at}: {type(plain).__name__}, not {shape.__name__}")
    return plain
