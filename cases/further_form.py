"""The form of a further invoice of the same debtor: all but the debtor, whose answers are the first invoice's."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from cases.fees import may_be_compensated
from cases.intake.extraction import Extraction
from cases.intake.findings import Finding, Reason
from cases.invoice_form import InvoiceForm
from cases.joint_form import joint_fields
from cases.models import Claim
from cases.names import are_one

# What is asked of the debtor, and what is asked for, once for all the invoices.
OF_THE_DEBTOR: Final = (
    "debtor_name", "debtor_number", "care_of", "street", "postcode", "city", "debtor_kind", *joint_fields(),
)  # fmt: skip
OF_THE_CASE: Final = "late_payment_claimed"


class FurtherInvoiceForm(InvoiceForm):
    """`first`: what is said of the first invoice. `numbers`: those of the invoices it is claimed together with."""

    def __init__(self, *args: Any, first: Mapping[str, Any], numbers: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*OF_THE_DEBTOR, OF_THE_CASE):
            del self.fields[name]
        self._first, self._numbers = first, numbers

    def clean(self) -> dict[str, Any]:
        """With the debtor's answers; rent is claimed for itself, and each invoice once."""
        self.cleaned_data |= {name: self._first[name] for name in OF_THE_DEBTOR}
        kind, debtor = self.cleaned_data.get("kind", ""), self._first["debtor_kind"]
        asked = (self._first[OF_THE_CASE] or "no") if may_be_compensated(debtor=debtor, claim=kind) else ""
        self.cleaned_data[OF_THE_CASE] = asked
        said = super().clean()
        if said.get("kind") and (said["kind"] == Claim.Kind.RENT) != (self._first["kind"] == Claim.Kind.RENT):
            words = _("Hyra drivs in för sig. Ta bort fakturan här och lägg upp den som ett eget ärende.")
            self.add_error("kind", words)
        if said.get("invoice_number") in self._numbers:
            self.add_error("invoice_number", _("Fakturan är redan med i ärendet."))
        return said


def of_another(extraction: Extraction, *, first: Mapping[str, Any]) -> Finding | None:
    """That a further invoice is somebody else's: by its number, for certain; by its name, to be looked at."""
    number, name = extraction.debtor_number.value, extraction.debtor_name.value
    if number and first["debtor_number"]:
        if number[-10:] == first["debtor_number"][-10:]:
            return None
        sentence = _("Fakturan är ställd till någon annan än %(name)s. Lägg upp den som ett eget ärende.")
        return Finding(Reason.OTHER_DEBTOR, stops=True, sentence=sentence % {"name": first["debtor_name"]})
    if not name or are_one(name, first["debtor_name"]) or are_one(first["debtor_name"], name):
        return None
    sentence = _("På fakturan står %(other)s. Lägg bara till den om det är samma gäldenär som %(name)s.")
    return Finding(
        Reason.OTHER_DEBTOR, stops=False, sentence=sentence % {"other": name, "name": first["debtor_name"]}
    )
