"""What the account stories have in common."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from ekrav.accounts.models import Creditor, Membership
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import ARE_BYGG, CECILIA, DemoCompany, DemoPerson
from ekrav.tenancy import staff_scope, tenant_scope
from tests.cast import a_person, right_now

ANSWERS = {
    "bankgiro": "5050-1055",
    "notes_email": "ekonomi@arebygg.example",
    "vat_registered": "ja",
    "vat_number": "SE556677889901",
    "email": "cecilia@arebygg.example",
}


def sign_up_at_the_pages(
    client: Client, company: DemoCompany = ARE_BYGG, answers: dict[str, str] | None = None
) -> Any:
    """Walk the three steps as a person does; the answer to the last press."""
    client.post(reverse("accounts:sign_up"), {"organisation_number": company.organisation_number})
    client.post(reverse("accounts:sign_up_details"), ANSWERS if answers is None else answers)
    client.get(reverse("accounts:sign_up_agreement"))
    return client.post(reverse("accounts:sign_up_agreement"), {"accept": "on"})


def creditors() -> list[Creditor]:
    """Every company there is."""
    with staff_scope():
        return list(Creditor.objects.order_by("creditor_id"))


def member(creditor_id: int, who: DemoPerson) -> Membership:
    """Somebody's membership, active or not."""
    with tenant_scope(creditor_id):
        return Membership.objects.get(name=who.name)


def links_mailed_to(creditor_id: int, email: str) -> list[str]:
    """The paths of the invitations mailed to an address, oldest first."""
    with tenant_scope(creditor_id):
        bodies = Parcel.objects.filter(recipient=email).order_by("id").values_list("body", flat=True)
        return [path for body in bodies for path in re.findall(r"/inbjudan/\S+", body)]


def works_in(creditor_id: int, role: str = "reader") -> None:
    """Cecilia works in one company more."""
    person = a_person(CECILIA)
    at, _today = right_now()
    with tenant_scope(creditor_id):
        Membership.objects.create(person=person, role=role, name=person.name, since=at)
