"""Those who answer for the claim beside the debtor, as the check page asks for them: each in a folded part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cases.forms import PostcodeField
from cases.joint import MOST
from cases.models import Debtor
from cases.register import DebtorFacts, NotJoint, refuse_joint
from ekrav import identity
from ekrav.look.parts import Words

PLACES: Final = range(2, MOST + 1)
NOT_JOINT: Final[Mapping[str, Words]] = {
    "many": _("Ett ärende kan ha högst fyra gäldenärer."),
    "twice": _("Samma gäldenär står två gånger. Ta bort den ena."),
    "order": _(
        "Skriv privatpersonen först. Svarar en privatperson för skulden gäller konsumentens regler hela kravet."
    ),
}
MISSING: Final[Mapping[str, Words]] = {
    "name": _("Skriv gäldenärens namn."),
    "kind": _("Välj privatperson eller företag."),
    "street": _("Skriv gatuadressen."),
    "postcode": _("Skriv postnumret, fem siffror."),
    "city": _("Skriv orten."),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One folded part of the page: its fields, whether it stands open, and its number among the debtors."""

    place: int
    fields: list[BoundField]
    open: bool


def debtor_fields() -> dict[str, forms.Field]:
    """The fields of one who answers, by name; none of them has to be filled in."""
    return {
        "name": forms.CharField(label=_("Namn"), max_length=120, required=False),
        "kind": forms.ChoiceField(
            label=_("Privatperson eller företag?"),
            choices=Debtor.Kind.choices,
            widget=forms.RadioSelect,
            required=False,
        ),
        "number": forms.CharField(
            label=_("Personnummer eller organisationsnummer"), max_length=20, required=False
        ),
        "care_of": forms.CharField(label=_("c/o"), max_length=120, required=False),
        "street": forms.CharField(label=_("Gatuadress eller box"), max_length=120, required=False),
        "postcode": PostcodeField(label=_("Postnummer"), max_length=6, required=False),
        "city": forms.CharField(label=_("Ort"), max_length=60, required=False),
    }


def joint_fields() -> dict[str, forms.Field]:
    """The fields of all who may answer beside the debtor."""
    return {f"{_at(place)}{name}": field for place in PLACES for name, field in debtor_fields().items()}


def parts_of(form: forms.Form) -> list[Part]:
    """The folded parts: those that are filled in, and those with something wrong, stand open. None where the form does
    not ask who answers."""
    parts = []
    for place in (place for place in PLACES if f"{_at(place)}name" in form.fields):
        bound = [form[f"{_at(place)}{name}"] for name in debtor_fields()]
        parts.append(Part(place=place, fields=bound, open=any(one.errors or one.value() for one in bound)))
    return parts


def check_joint(said: Mapping[str, Any], *, today: date, refuse: Callable[[str, Words], None]) -> None:
    """Judge what was typed of them; `refuse` is told the field and the words."""
    for place in PLACES:
        check_debtor(said, before=_at(place), today=today, refuse=refuse)


def check_debtor(
    said: Mapping[str, Any], *, before: str = "", today: date, refuse: Callable[[str, Words], None]
) -> None:
    """Judge one of them: all of it or nothing, and a number that can be. `before` stands before the fields' names."""
    if not _is_given(said, before):
        return
    for name, words in MISSING.items():
        # What is missing because it could not be read has been refused already.
        if said.get(f"{before}{name}") == "":
            refuse(f"{before}{name}", words)
    try:
        _number(said, before, today=today)
    except ValueError:
        refuse(f"{before}number", _("Numret stämmer inte. Kontrollera siffrorna."))


def joint_of(said: Mapping[str, Any], *, today: date) -> tuple[DebtorFacts, ...]:
    """Those who answer beside the debtor, of a valid form."""
    places = [_at(place) for place in PLACES if _is_given(said, _at(place))]
    return tuple(debtor_of(said, before=before, today=today) for before in places)


def debtor_of(said: Mapping[str, Any], *, before: str = "", today: date) -> DebtorFacts:
    """One who answers, of a valid form."""
    return DebtorFacts(
        kind=Debtor.Kind(said[f"{before}kind"]),
        name=said[f"{before}name"],
        number=_number(said, before, today=today),
        care_of=said[f"{before}care_of"],
        street=said[f"{before}street"],
        postcode=said[f"{before}postcode"],
        city=said[f"{before}city"],
    )


def together_words(debtors: list[DebtorFacts]) -> Words:
    """Why these cannot answer together; nothing when they can."""
    try:
        refuse_joint(debtors)
    except NotJoint as refused:
        return NOT_JOINT[refused.reason]
    return ""


def _at(place: int) -> str:
    return f"debtor{place}_"


def _is_given(said: Mapping[str, Any], before: str) -> bool:
    """Whether anything but the choice of a kind is typed of one of them."""
    names = (name for name in debtor_fields() if name != "kind")
    return any(said.get(f"{before}{name}") for name in names)


def _number(said: Mapping[str, Any], before: str, *, today: date) -> str:
    """The digits, or empty. Raises `ValueError`."""
    text = str(said.get(f"{before}number") or "").strip()
    if not text:
        return ""
    if said.get(f"{before}kind") == Debtor.Kind.COMPANY:
        return identity.organisation_number(text)
    return identity.person_number(text, today=today)
