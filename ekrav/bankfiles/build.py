"""Build an ISO 20022 document that its schema accepts, with the same bytes for the same content."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from ekrav.bankfiles import schemas
from ekrav.bankfiles.accounts import BBAN, IBAN, Account
from ekrav.bankfiles.values import write_ore
from ekrav.money import Ore


class NotWritable(ValueError):
    """A value has no room in the format, or a character that XML cannot carry."""


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes the elements of one message: `Builder("camt.054.001.08")`."""

    name: str

    def __call__(self, tag: str, *content: etree._Element | str | None, **attributes: str) -> etree._Element:
        """Return an element with text, children or both; None stands for a child that is not there."""
        namespace = f"urn:iso:std:iso:20022:tech:xsd:{self.name}"
        default: Any = {None: namespace}  # the type stubs know no default namespace
        made = etree.Element(f"{{{namespace}}}{tag}", attributes, default)
        for part in content:
            if isinstance(part, str):
                try:
                    made.text = part
                except ValueError:
                    raise NotWritable(f"{tag}: a control character") from None
            elif part is not None:
                made.append(part)
        return made

    def maybe(self, tag: str, text: str) -> etree._Element | None:
        """Return an element with `text`, or None when there is nothing to say."""
        return self(tag, text) if text else None

    def filled(self, tag: str, *content: etree._Element | None) -> etree._Element | None:
        """Return an element with those children that are there, or None when none is."""
        return self(tag, *content) if any(part is not None for part in content) else None

    def amount(self, tag: str, ore: Ore) -> etree._Element:
        """Return an amount of kronor."""
        return self(tag, write_ore(ore), Ccy="SEK")

    def account(self, tag: str, account: Account | None) -> etree._Element | None:
        """Return an account, or None when there is none."""
        if account is None:
            return None
        if account.scheme == IBAN:
            return self(tag, self("Id", self("IBAN", account.number)))
        kind = "Cd" if account.scheme == BBAN else "Prtry"
        scheme = self("SchmeNm", self(kind, account.scheme)) if account.scheme else None
        return self(tag, self("Id", self("Othr", self("Id", account.number), scheme)))

    def document(self, body: etree._Element) -> bytes:
        """Return the bytes of a document. Raises NotWritable when its schema does not accept it."""
        root = self("Document", body)
        data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        try:
            schemas.check(etree.fromstring(data), name=self.name)
        except schemas.SchemaError as wrong:
            raise NotWritable(wrong.element) from wrong
        return data
