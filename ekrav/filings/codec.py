"""Between frozen records and XML elements: a field is an element, a tuple a list of elements by their kinds.

`applied_on` is `<AppliedOn>`; amounts are kronor with two decimals, days ISO, truth true or false. What is None, an
empty text or an empty tuple has no element. The schema says what may stand where; nothing is checked twice here.
"""

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from lxml import etree

from ekrav.bankfiles.values import read_ore, write_ore, write_time
from ekrav.money import Ore

NAMESPACE = "urn:ekrav:filing:1"

_NOTHING = type(None)


def element_of(value: Any, *, tag: str = "") -> etree._Element:
    """Return a record as an element, named by its kind unless `tag` says otherwise."""
    made = _element(tag or type(value).__name__)
    kinds = _kinds(value.__class__)
    for one in fields(value):
        held = getattr(value, one.name)
        if held is not None and held not in ("", ()):
            made.append(_field(camel(one.name), held, kinds[one.name]))
    return made


def record_from(kind: Any, element: etree._Element) -> Any:
    """Return what `element_of` was given. The element must have passed the schema."""
    kinds, children = _kinds(kind), {_name(child): child for child in element}
    return kind(
        **{
            one.name: _read(children[camel(one.name)], kinds[one.name])
            if camel(one.name) in children
            else _absent(one, kinds[one.name])
            for one in fields(kind)
        }
    )


def camel(name: str) -> str:
    """Return "AppliedOn" of "applied_on"."""
    return "".join(part.capitalize() for part in name.split("_"))


def _field(tag: str, held: Any, kind: Any) -> etree._Element:
    if isinstance(held, tuple):
        made = _element(tag)
        (inner, _) = get_args(kind)
        made.extend(element_of(one) if is_dataclass(one) else _field("Item", one, inner) for one in held)
        return made
    if is_dataclass(held):
        return element_of(held, tag=tag)
    made = _element(tag)
    made.text = _written(held, kind)
    return made


def _written(held: Any, kind: Any) -> str:
    if kind is Ore:
        return write_ore(held)
    match held:
        case bool():
            return "true" if held else "false"
        case datetime():
            return write_time(held)
        case date():
            return held.isoformat()
    return str(held)


def _read(element: etree._Element, kind: Any) -> Any:
    if get_origin(kind) is tuple:
        (inner, _) = get_args(kind)
        return tuple(_read(child, inner) for child in element)
    if is_dataclass(kind):
        return record_from(kind, element)
    text = element.text or ""
    if kind is Ore:
        return read_ore(text)
    if kind is bool:
        return text == "true"
    if kind in (date, datetime):
        return kind.fromisoformat(text)
    return kind(text)


def _absent(one: Field[Any], kind: Any) -> Any:
    if one.default is not MISSING:
        return one.default
    return () if get_origin(kind) is tuple else "" if kind is str else None


@cache
def _kinds(record: Any) -> dict[str, Any]:
    """The kind of each field; of `X | None` it is X."""
    return {name: _present(kind) for name, kind in get_type_hints(record).items()}


def _present(kind: Any) -> Any:
    return next(one for one in get_args(kind) if one is not _NOTHING) if _NOTHING in get_args(kind) else kind


def _element(tag: str) -> etree._Element:
    default: Any = {None: NAMESPACE}  # the type stubs know no default namespace
    return etree.Element(f"{{{NAMESPACE}}}{tag}", None, default)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
