"""The fields beside the document: those that need a person come first, the ones that were read rest as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.forms.boundfield import BoundField

from cases.answers import words_of
from cases.intake.extraction import Extraction
from cases.invoice_form import READ, InvoiceForm
from ekrav.look.parts import Place

WIDTH: Final[Mapping[str, str]] = {
    "postcode": "8", "invoice_date": "8", "due_date": "8", "invoice_number": "16", "amount": "16", "city": "16",
    "debtor_number": "16",
}  # fmt: skip
# May be left empty, but whoever has it should say it now: Kronofogden asks for it.
WORTH_ASKING: Final = "debtor_number"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One field of the invoice with how sure the reader was; `words` is its value as it is read."""

    bound: BoundField
    width: str
    state: str
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Fields:
    """`first` are open to be filled in; `rest` are folded. `unsure` of the first are so because of the document."""

    first: list[Asked]
    rest: list[Asked]
    unsure: int


def fields_of(
    *, form: InvoiceForm, states: Mapping[str, tuple[str, str]], answered: bool, wanted: str
) -> Fields:
    """The fields of the invoice in their two groups. `wanted` is the one the person came back to change."""
    first: list[Asked] = []
    rest: list[Asked] = []
    unsure = 0
    for name in (name for name in form.fields if name in READ):
        state, reason = states.get(name, ("", ""))
        bound = form[name]
        doubt = not answered and not form.is_bound and needs_a_person(form, name, state)
        unsure += doubt
        asked = Asked(
            bound=bound,
            width=WIDTH.get(name, "24"),
            state=state if doubt or state == "read" else "",
            reason=reason,
            words=words_of(form, name),
        )
        (first if doubt or bound.errors or name == wanted else rest).append(asked)
    return Fields(first=first, rest=rest, unsure=unsure)


def needs_a_person(form: InvoiceForm, name: str, state: str) -> bool:
    """Whether what the reader found of a field is not enough."""
    if state == "missing":
        return form.fields[name].required or name == WORTH_ASKING
    return state == "check"


def places_of(*, form: InvoiceForm, extraction: Extraction) -> list[Place]:
    """Where on the first page each field was found, with the text that a press on it fills in."""
    places = []
    for name, source in READ.items():
        found = getattr(extraction, source)
        if name not in form.fields or found.place is None or found.place.page != 1:
            continue
        _page, x0, y0, x1, y1 = found.place
        text = form.fields[name].prepare_value(found.value)
        places.append(
            Place(
                field=name,
                x=round(x0) - 2,
                y=round(y0) - 2,
                width=round(x1 - x0) + 4,
                height=round(y1 - y0) + 4,
                text=str(text),
            )
        )
    return places
