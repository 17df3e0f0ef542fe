"""Signing a creditor up: the company, its administrator and the accepted agreement, in one transaction.

The creditor is a tenant from then on, and held until it is sure that the person who signed may represent it and that
the bankgiro is its own: at once when the registers say so, else when staff have confirmed it by hand.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from ekrav.accounts.models import AcceptedAgreement, Creditor, Membership, Person
from ekrav.agency.models import AgreementText, Tariff
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.tenancy import person_scope, tenant_scope
from ekrav.tenancy.models import Tenant


class FormNotAllowed(ValueError):
    """The agency takes no companies of this legal form."""


class NoFSkatt(ValueError):
    """The company is not approved for F-skatt."""


class AlreadySignedUp(ValueError):
    """Some creditor has the organisation number: its administrators invite whoever is to work there."""


@dataclass(frozen=True, kw_only=True)
class CompanyFacts:
    """A company as the registers and the person who signs it up describe it."""

    name: str
    organisation_number: str
    legal_form: str
    street: str
    postcode: str
    city: str
    bankgiro: str
    notes_email: str
    vat_registered: bool
    vat_number: str
    f_skatt: bool


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """What the registers could confirm by themselves, and which they were."""

    signatory: bool
    bankgiro: bool
    source: str


def sign_up(
    *, company: CompanyFacts, confirmed: Confirmed, person: Person, email: str, version: int, at: datetime
) -> int:
    """Sign the company up with `person` as its administrator; the new creditor's id.

    `version`: of the agreement that was read and accepted. Opens its own scopes. Raises `NoFSkatt`, `FormNotAllowed`,
    `AlreadySignedUp`.
    """
    if not company.f_skatt:
        raise NoFSkatt(company.legal_form)
    try:
        return _sign_up(
            company=company, confirmed=confirmed, person=person, email=email, version=version, at=at
        )
    except IntegrityError as refused:
        # No scope of a person's may look across tenants: the database alone knows.
        if "company_once" not in str(refused):
            raise
        raise AlreadySignedUp from refused


def _sign_up(
    *, company: CompanyFacts, confirmed: Confirmed, person: Person, email: str, version: int, at: datetime
) -> int:
    with transaction.atomic():
        with person_scope(person_id=person.pk):
            tariff = Tariff.objects.order_by("-version").first()
            if tariff is None or company.legal_form not in tariff.legal_forms:
                raise FormNotAllowed(company.legal_form)
            creditor_id = Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk
        with tenant_scope(creditor_id):
            creditor = _write_company(creditor_id, company=company, confirmed=confirmed, tariff=tariff, at=at)
            administrator = Membership.objects.create(
                person=person, role=Membership.Role.ADMIN, name=person.name, email=email, since=at
            )
            agreement = AgreementText.objects.get(version=version)
            AcceptedAgreement.objects.create(
                agreement=agreement,
                pdf=agreement.pdf,
                sha256=hashlib.sha256(agreement.pdf).digest(),
                accepted_at=at,
                accepted_by=administrator,
            )
            record(
                act="sign up",
                on=creditor,
                by=Actor(kind=AuditEvent.Actor.PERSON, id=administrator.pk),
                at=at,
                facts={"agreement": version, "held": creditor.is_held},
            )
    return creditor_id


def _write_company(
    creditor_id: int, *, company: CompanyFacts, confirmed: Confirmed, tariff: Tariff, at: datetime
) -> Creditor:
    facts = {name: getattr(company, name) for name in company.__dataclass_fields__}
    return Creditor.objects.create(
        creditor_id=creditor_id,
        tariff=tariff,
        signed_up_at=at,
        signatory_confirmed_at=at if confirmed.signatory else None,
        bankgiro_confirmed_at=at if confirmed.bankgiro else None,
        confirmation_source=confirmed.source,
        **facts,
    )


def confirm(
    *, creditor: Creditor, signatory: bool, bankgiro: bool, source: str, by: Actor, at: datetime
) -> None:
    """Staff confirm by hand, in the creditor's scope, what the registers could not; `source` says how it is known."""
    if signatory and creditor.signatory_confirmed_at is None:
        creditor.signatory_confirmed_at = at
    if bankgiro and creditor.bankgiro_confirmed_at is None:
        creditor.bankgiro_confirmed_at = at
    creditor.confirmation_source = "; ".join(said for said in (creditor.confirmation_source, source) if said)
    creditor.save(update_fields=["signatory_confirmed_at", "bankgiro_confirmed_at", "confirmation_source"])
    record(
        act="confirm creditor",
        on=creditor,
        by=by,
        at=at,
        facts={"signatory": signatory, "bankgiro": bankgiro},
    )
