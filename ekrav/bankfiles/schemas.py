"""The ISO 20022 schemas that lie in `xsd/`, compiled once, and the check against them."""

from pathlib import Path

from lxml import etree

from ekrav.markup import Schema, SchemaError

# An entry of a notification is checked by itself, when it has been read.
_BRANCHES = ("Ntry",)

__all__ = ["SchemaError", "check"]

_KNOWN = {
    path.stem: Schema(path, branches=_BRANCHES) for path in (Path(__file__).parent / "xsd").glob("*.xsd")
}


def check(root: etree._Element, *, name: str) -> None:
    """Check a document or an entry against the schema `name` ("camt.054.001.02"); one without a schema here passes.

    Raises SchemaError for the first thing the schema does not accept.
    """
    if name in _KNOWN:
        _KNOWN[name].check(root)
