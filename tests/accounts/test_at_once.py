"""Many at one door: a link lets one in, a company is signed up once, and an administrator always remains."""

from collections import Counter
from functools import partial
from uuid import UUID

import pytest

from ekrav.accounts import invite as invitations
from ekrav.accounts.models import Creditor, Membership, Person
from ekrav.accounts.sign_up import CompanyFacts, Confirmed, sign_up
from ekrav.audit.record import MACHINE
from ekrav.sandbox.demo_data import ARE_BYGG, PERSONS
from ekrav.tenancy import staff_scope, tenant_scope
from tests.accounts.given import links_mailed_to
from tests.cast import a_creditor, a_person, right_now
from tests.payments.crowd import crowd, kinds

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def persons() -> list[Person]:
    """Everybody of the cast, logged in once."""
    return [a_person(who) for who in PERSONS]


def test_a_link_pressed_by_many_at_once_lets_one_in(agency: None) -> None:
    are_bygg = a_creditor()
    strangers = [person for person in persons() if person.name != "Cecilia Ek"]
    at, _today = right_now()
    with tenant_scope(are_bygg):
        cecilia = Membership.objects.get()
        invitations.invite(
            email="x@y.example", role=Membership.Role.USER, inviter=cecilia, company="Åre Bygg AB", at=at
        )
    token = links_mailed_to(are_bygg, "x@y.example")[0].split("/")[2]
    with crowd(len(strangers)) as people:
        got = people.rush(lambda n: invitations.accept(token=token, person=strangers[n], at=at))
    assert kinds(got) == {"int": 1, "NotInvited": len(strangers) - 1}
    with tenant_scope(are_bygg):
        assert Membership.objects.count() == 2


def test_a_company_signed_up_by_many_at_once_exists_once(agency: None) -> None:
    everybody = persons()
    at, _today = right_now()
    facts = CompanyFacts(
        name=ARE_BYGG.name,
        organisation_number=ARE_BYGG.organisation_number,
        legal_form="AB",
        street=ARE_BYGG.street,
        postcode=ARE_BYGG.postcode,
        city=ARE_BYGG.city,
        bankgiro=ARE_BYGG.bankgiros[0],
        notes_email=ARE_BYGG.email,
        vat_registered=False,
        vat_number="",
        f_skatt=True,
    )
    held = Confirmed(signatory=False, bankgiro=False, source="")
    with crowd(len(everybody)) as people:
        got = people.rush(
            lambda n: sign_up(company=facts, confirmed=held, person=everybody[n], email="", version=1, at=at)
        )
    assert kinds(got) == {"int": 1, "AlreadySignedUp": len(everybody) - 1}
    with staff_scope():
        assert (Creditor.objects.count(), Membership.objects.count()) == (1, 1)


def test_administrators_who_remove_each_other_at_once_leave_one(agency: None) -> None:
    are_bygg = a_creditor()
    at, _today = right_now()
    others = [person for person in persons() if person.name != "Cecilia Ek"]
    with tenant_scope(are_bygg):
        for person in others:
            Membership.objects.create(person=person, role=Membership.Role.ADMIN, name=person.name, since=at)

    def remove(ids: list[UUID], number: int) -> None:
        with tenant_scope(are_bygg):
            member = Membership.objects.get(public_id=ids[number])
            invitations.remove(member=member, by=MACHINE, at=at)

    with crowd(1 + len(others)) as people:
        for _round in range(ROUNDS):
            with tenant_scope(are_bygg):
                Membership.objects.update(active=True)
                ids = list(Membership.objects.values_list("public_id", flat=True))
            got = people.rush(partial(remove, ids))
            assert Counter(kinds(got)) == Counter({"NoneType": len(others), "LastAdministrator": 1})
            with tenant_scope(are_bygg):
                assert Membership.objects.filter(active=True).count() == 1
