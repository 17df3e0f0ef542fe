"""The ISO 20022 schemas that lie in `xsd/`, compiled once, and the check against them."""

import re
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

_FOLDER = Path(__file__).parent / "xsd"
_KNOWN = frozenset(path.stem for path in _FOLDER.glob("*.xsd"))
_ELEMENT = re.compile(r"\{[^}]*\}(\w+)")

# A compiled schema keeps its list of errors in itself, so two threads must not use one at once.
_ONE_AT_A_TIME = Lock()


class SchemaError(ValueError):
    """A document that its schema does not accept: the line and the element, never a value."""

    def __init__(self, *, line: int, element: str) -> None:
        super().__init__(f"line {line}, {element}")
        self.line = line
        self.element = element


def check(root: etree._Element, *, name: str) -> None:
    """Check a document against the schema `name` ("camt.054.001.02"); one without a schema here passes.

    Raises SchemaError for the first thing the schema does not accept.
    """
    if name not in _KNOWN:
        return
    with _ONE_AT_A_TIME:
        schema = _compiled(name)
        if schema.validate(root):
            return
        errors: Any = schema.error_log  # a list; the type stubs do not say so
        first = errors[0]
    element = _ELEMENT.search(first.message)
    raise SchemaError(line=first.line, element=element[1] if element else "?")


@lru_cache
def _compiled(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.XMLSchema(etree.parse(str(_FOLDER / f"{name}.xsd"), parser))
