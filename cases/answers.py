"""What has been said of an invoice, in words: each field's value, and the rows of "Stämmer det här?"."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.debt import terms_of
from cases.invoice_form import InvoiceForm, facts_of
from cases.joint_form import joint_of
from cases.models import Claim, Debtor, Draft
from ekrav.identity import mask_organisation_number, mask_person_number
from ekrav.law.interest import interest_from
from ekrav.law.rates import Rates
from ekrav.look.dates import full_date
from ekrav.look.parts import Row
from ekrav.money import Ore, format_kronor


def words_of(form: InvoiceForm, name: str) -> str:
    """A field's value as it is read: "28 augusti 2026", "1 842,00 kr"; what cannot be read stands as it was typed."""
    field, given = form.fields[name], form[name].value()
    if given in {None, ""}:
        return ""
    try:
        value: Any = field.to_python(field.prepare_value(given))
    except forms.ValidationError:
        return str(given)
    if name == "amount":
        return format_kronor(Ore(value))
    return full_date(value) if isinstance(value, date) else str(value)


def answers(*, form: InvoiceForm, draft: Draft, creditor: str, rates: Rates) -> list[Row]:
    """The rows of the last page before a case is registered, each with the way back to its field. A valid form."""
    return [
        Row(_("Borgenär"), creditor),
        _row(form, draft, _("Gäldenär"), _debtor(form.cleaned_data), "debtor_name"),
        _row(form, draft, _("Adress"), _address(form.cleaned_data), "street"),
        *(
            _row(
                form,
                draft,
                _("Svarar också"),
                ", ".join((each.name, each.street, each.postcode, each.city)),
                "debtor2_name",
            )
            for each in joint_of(form.cleaned_data, today=form.today)
        ),
        *invoice_answers(form=form, draft=draft, rates=rates),
    ]


def _row(form: InvoiceForm, draft: Draft, term: str, value: str, name: str) -> Row:
    back = reverse("cases:check", args=[draft.public_id])
    radio = "_0" if isinstance(form.fields[name].widget, forms.RadioSelect) else ""
    return Row(term, value, change_url=f"{back}?andra={name}#id_{name}{radio}")


def invoice_answers(*, form: InvoiceForm, draft: Draft, rates: Rates) -> list[Row]:
    """As `answers`, of one invoice without its debtor."""
    said, row = form.cleaned_data, partial(_row, form, draft)
    rows = [
        row(_("Faktura"), f"{said['invoice_number']}, {said['description']}", "invoice_number"),
        row(_("Vad du har sålt"), str(Claim.Kind(said["kind"]).label), "kind"),
        row(_("Levererat"), full_date(said["delivered_on"]), "delivered_on"),
        row(_("Fakturadatum"), full_date(said["invoice_date"]), "invoice_date"),
        row(_("Fakturan skickad"), full_date(said["sent_on"]), "sent_on"),
        row(_("Förföll"), _due(said), "due_date"),
        row(_("Belopp"), format_kronor(Ore(said["amount"])), "amount"),
        row(_("Ränta"), interest_words(said=said, rates=rates), "interest_stated"),
        row(_("Påminnelseavgift"), _agreed(said["reminder_fee_agreed"]), "reminder_fee_agreed"),
    ]
    if said["late_payment_claimed"] and "late_payment_claimed" in form.fields:
        rows.append(row(_("Förseningsersättning"), _compensation(said), "late_payment_claimed"))
    if said["own_reminder_on"]:
        rows.append(row(_("Din egen påminnelse"), full_date(said["own_reminder_on"]), "own_reminder_on"))
    return rows


def _debtor(said: dict[str, Any]) -> str:
    parts = [said["debtor_name"]]
    company = said["debtor_kind"] == Debtor.Kind.COMPANY
    if said["debtor_number"]:
        mask = mask_organisation_number if company else mask_person_number
        parts.append(mask(said["debtor_number"]))
    return ", ".join([*parts, str(Debtor.Kind(said["debtor_kind"]).label).lower()])


def _address(said: dict[str, Any]) -> str:
    lines = (
        said["care_of"],
        said["street"],
        f"{said['postcode']} {said['city']}",
    )
    return ", ".join(line for line in lines if line)


def _due(said: dict[str, Any]) -> str:
    agreed = _("ni var överens om dagen") if said["due_agreed"] == "yes" else _("inte överenskommet innan")
    return f"{full_date(said['due_date'])}, {agreed}"


def _agreed(answer: str) -> str:
    return _("Avtalad när köpet gjordes") if answer == "yes" else _("Inte avtalad")


def _compensation(said: dict[str, Any]) -> str:
    if said["late_payment_claimed"] == "yes":
        return _("Begärs, i stället för kostnader för breven")
    return _("Begärs inte")


def interest_words(*, said: dict[str, Any], rates: Rates) -> str:
    """From when the claim bears interest and at what rate, by the rules that will charge it."""
    debtor, claim = facts_of(said)
    facts = {name: getattr(claim, name) for name in claim.__dataclass_fields__ if name != "capital"}
    terms = terms_of(claim=Claim(**facts), debtor=Debtor(kind=debtor.kind))
    first = interest_from(terms=terms, rates=rates)
    if first is None:
        return _("Ingen ränta. Den står inte på fakturan.")
    if terms.agreed_rate is None:
        return _("Enligt räntelagen från %(day)s") % {"day": full_date(first)}
    rate = f"{claim.agreed_rate:f}".rstrip("0").rstrip(".").replace(".", ",")
    return _("%(rate)s procent om året från %(day)s") % {"rate": rate, "day": full_date(first)}
