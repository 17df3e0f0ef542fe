"""What was read from an invoice: one field each, with where it stands and how sure we are."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from cases.intake.layout import Place
from ekrav.money import Ore

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Sentence: TypeAlias = "str | _StrPromise"
T = TypeVar("T")


class State(StrEnum):
    """How sure a field is: read, to be checked by a person, missing, or typed by one."""

    READ = "read"
    CHECK = "check"
    MISSING = "missing"
    TYPED = "typed"


class Invented(ValueError):
    """A value was given without a place in the document and without a person who typed it."""


@dataclass(frozen=True)
class Field(Generic[T]):
    """One fact of the invoice.

    `reason` is a Swedish sentence that says what to check, or how the value came about. `place` is the value's box in
    the document; in XML, which has no pages, `element` names where it stood. There is no value without one of the two,
    unless a person typed it.
    """

    value: T | None = None
    state: State = State.MISSING
    reason: Sentence = ""
    place: Place | None = None
    element: str = ""

    def __post_init__(self) -> None:
        known = self.value is not None
        if known and self.state is not State.TYPED and self.place is None and not self.element:
            raise Invented
        if known == (self.state is State.MISSING):
            raise Invented


@dataclass(frozen=True)
class InterestTerms:
    """What the invoice says about late interest: its words, and as far as they can be read the rate.

    `percent` is per cent a year; with `over_reference` it is on top of the reference rate; `by_law` says that the
    invoice refers to räntelagen (1975:635).
    """

    text: str
    percent: Fraction | None = None
    over_reference: bool = False
    by_law: bool = False


def missing(reason: Sentence = "") -> Field[Any]:
    """Return the field that was not found."""
    return Field(reason=reason)


@dataclass(frozen=True)
class Extraction:
    """All that was read. Numbers are kept as `ekrav.identity` keeps them: digits only.

    `creditor_org_number` has 10 digits; `debtor_number` has 12 for a person and 10 for a company. `debtor_country` is
    an ISO 3166 code, only when the invoice prints a country. `credit_note` is False where it calls itself an invoice.
    """

    invoice_number: Field[str] = field(default_factory=missing)
    invoice_date: Field[date] = field(default_factory=missing)
    due_date: Field[date] = field(default_factory=missing)
    total_ore: Field[Ore] = field(default_factory=missing)
    vat_ore: Field[Ore] = field(default_factory=missing)
    currency: Field[str] = field(default_factory=missing)
    ocr: Field[str] = field(default_factory=missing)
    bankgiro: Field[str] = field(default_factory=missing)
    plusgiro: Field[str] = field(default_factory=missing)
    creditor_name: Field[str] = field(default_factory=missing)
    creditor_org_number: Field[str] = field(default_factory=missing)
    debtor_name: Field[str] = field(default_factory=missing)
    debtor_co: Field[str] = field(default_factory=missing)
    debtor_street: Field[str] = field(default_factory=missing)
    debtor_postcode: Field[str] = field(default_factory=missing)
    debtor_city: Field[str] = field(default_factory=missing)
    debtor_country: Field[str] = field(default_factory=missing)
    debtor_number: Field[str] = field(default_factory=missing)
    interest_terms: Field[InterestTerms] = field(default_factory=missing)
    reminder_fee: Field[str] = field(default_factory=missing)
    credit_note: Field[bool] = field(default_factory=missing)
    description: Field[str] = field(default_factory=missing)
    due_date_computed: bool = False

    def items(self) -> list[tuple[str, Field[Any]]]:
        """Return the fields by name, in the order of the form."""
        return [(f.name, getattr(self, f.name)) for f in fields(self) if f.name != "due_date_computed"]

    def typed(self, **values: object) -> "Extraction":
        """Return a copy with a person's values; None empties a field, a value that is the same keeps its place."""
        changed: dict[str, Any] = {}
        for name, value in values.items():
            before: Field[Any] = getattr(self, name)
            if value is None:
                changed[name] = missing()
            elif value != before.value:
                changed[name] = Field(value=value, state=State.TYPED)
        if "due_date" in changed:
            changed["due_date_computed"] = False
        return replace(self, **changed)


def to_json(extraction: Extraction) -> dict[str, Any]:
    """Return the extraction as JSON values, to keep with the draft; reasons in the reader's language."""
    kept: dict[str, Any] = {"due_date_computed": extraction.due_date_computed}
    for name, found in extraction.items():
        kept[name] = {
            "value": _value_to_json(found.value),
            "state": found.state.value,
            "reason": str(found.reason),
            "place": list(found.place) if found.place else None,
            "element": found.element,
        }
    return kept


def from_json(kept: dict[str, Any]) -> Extraction:
    """Return the extraction that `to_json` kept; fields it does not know are missing."""
    found: dict[str, Any] = {"due_date_computed": bool(kept.get("due_date_computed"))}
    for name, _ in Extraction().items():
        row = kept.get(name)
        if row:
            found[name] = Field(
                value=_value_from_json(name, row["value"]),
                state=State(row["state"]),
                reason=row["reason"],
                place=Place(*row["place"]) if row["place"] else None,
                element=row["element"],
            )
    return Extraction(**found)


def _value_to_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, InterestTerms):
        return asdict(value) | {"percent": str(value.percent) if value.percent is not None else None}
    return value


def _value_from_json(name: str, value: Any) -> object:
    if value is None:
        return None
    if name in {"invoice_date", "due_date"}:
        return date.fromisoformat(value)
    if name == "interest_terms":
        percent = Fraction(value["percent"]) if value["percent"] is not None else None
        return InterestTerms(value["text"], percent, value["over_reference"], value["by_law"])
    return value
