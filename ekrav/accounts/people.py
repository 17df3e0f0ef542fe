"""Who somebody is: the place where a verified BankID identity meets the database.

Matched on issuer and the keyed hash of the person number, never on e-mail. A person who logs in for the first time is
made; what it may do is another question (`standing`).
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.models import Creditor, Membership, Person
from ekrav.agency.models import StaffMember
from ekrav.identity import encrypt, keyed_hash
from ekrav.tenancy import person_scope


class NotWelcome(PermissionError):
    """The person is shut out of the service."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A logged-in person with everything that decides what it may see: memberships and staff roles, read afresh."""

    person: Person
    memberships: tuple[Membership, ...]
    companies: dict[int, Creditor]
    staff: StaffMember | None

    def membership_in(self, creditor_id: int | None) -> Membership | None:
        """The person's membership of that company, or the first when none is asked for."""
        for membership in self.memberships:
            if creditor_id in {None, membership.creditor_id}:
                return membership
        return None


def person_key(*, person_number: str) -> bytes:
    """The keyed hash by which a person is known."""
    return keyed_hash(value=person_number, key=settings.IDENTITY_KEY)


def recognise(*, identity: BankIdIdentity, at: datetime) -> Person:
    """The person of a verified identity, made at the first login. Raises `NotWelcome` when it is shut out."""
    key = person_key(person_number=identity.person_number)
    with person_scope(identity=key):
        staff = StaffMember.objects.filter(person_key=key, active=True).first()
        person, made = Person.objects.get_or_create(
            issuer=identity.issuer,
            person_key=key,
            defaults={
                "person_number_cipher": encrypt(value=identity.person_number, key=settings.IDENTITY_KEY),
                "name": identity.name,
                "staff": staff,
                "created_at": at,
            },
        )
        if not person.is_active:
            raise NotWelcome("the person is shut out")
        if not made and (person.name, person.staff_id) != (identity.name, staff and staff.pk):
            person.name, person.staff = identity.name, staff
            person.save(update_fields=["name", "staff"])
    return person


def standing(*, person_id: int) -> Standing | None:
    """What a logged-in person may see right now; None when the person is no longer let in."""
    with person_scope(person_id=person_id):
        person = Person.objects.select_related("staff").filter(pk=person_id, is_active=True).first()
        if person is None:
            return None
        memberships = tuple(Membership.objects.filter(person=person, active=True).order_by("id"))
        companies = {
            company.pk: company
            for company in Creditor.objects.only(
                "creditor_id", "public_id", "name", "organisation_number", "legal_form"
            )
        }
    staff = person.staff if person.staff is not None and person.staff.active else None
    return Standing(person=person, memberships=memberships, companies=companies, staff=staff)
