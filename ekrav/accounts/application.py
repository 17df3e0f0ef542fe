"""A sign-up on its way: what the register said and the person answered, kept on the server between the pages.

Nothing of it comes back from the browser. It lies enciphered in the session, since a sole trader's organisation number
is a person number.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ekrav.accounts.models import Person
from ekrav.accounts.sign_up import CompanyFacts, Confirmed
from ekrav.identity import NotDecipherable, decrypt, encrypt
from ekrav.registers.company import (
    CompanyRecord,
    CompanyUnknown,
    LegalForm,
    check_may_join,
    register_at,
)
from ekrav.registers.wire import LookUpByHand, RegisterSilent

_KEY = "application"


@dataclass(frozen=True, kw_only=True)
class Application:
    """One person's application for one company. `by_hand`: the registers were silent and the person says it all.

    `version`: the agreement that was shown; 0 until then.
    """

    person_id: int
    organisation_number: str
    by_hand: str = ""
    name: str = ""
    legal_form: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    f_skatt: bool = False
    vat_number: str = ""
    bankgiro_numbers: tuple[str, ...] = ()
    bankgiro: str = ""
    notes_email: str = ""
    vat_registered: bool = False
    email: str = ""
    version: int = 0

    def answered(self, said: dict[str, Any]) -> "Application":
        """The application with the answers of a form."""
        return replace(self, **said)

    def company(self) -> CompanyFacts:
        """The company as it is to be written down."""
        facts = asdict(self)
        return CompanyFacts(**{name: facts[name] for name in CompanyFacts.__dataclass_fields__})


def keep(request: HttpRequest, application: Application) -> None:
    """Keep the application for the next page."""
    sealed = encrypt(value=json.dumps(asdict(application)), key=settings.IDENTITY_KEY)
    request.session[_KEY] = b64encode(sealed).decode()


def kept(request: HttpRequest, *, person: Person) -> Application | None:
    """The person's own application, or None when there is none to go on with."""
    try:
        sealed = b64decode(request.session.get(_KEY, ""))
        said = json.loads(decrypt(value=sealed, key=settings.IDENTITY_KEY)) if sealed else {}
    except NotDecipherable:
        return None
    if said.get("person_id") != person.pk:
        return None
    return Application(**said | {"bankgiro_numbers": tuple(said["bankgiro_numbers"])})


def forget(request: HttpRequest) -> None:
    """The application is done with."""
    request.session.pop(_KEY, None)


def apply_for(*, organisation_number: str, person: Person, legal_forms: frozenset[LegalForm]) -> Application:
    """Look the company up and begin. Waits on the registers: outside every scope.

    Raises `CompanyUnknown` and `CompanyRefused`, whose `words` tell the person.
    """
    try:
        record = register_at(url=settings.REGISTER_URL).look_up(organisation_number=organisation_number)
    except (RegisterSilent, LookUpByHand) as silent:
        return Application(
            person_id=person.pk, organisation_number=organisation_number, by_hand=str(silent.words)
        )
    check_may_join(record=record, legal_forms=legal_forms)
    return Application(
        person_id=person.pk,
        organisation_number=organisation_number,
        name=record.name,
        legal_form=record.legal_form,
        street=record.street,
        postcode=record.postcode,
        city=record.city,
        f_skatt=record.f_skatt,
        vat_number=record.vat_number,
        bankgiro_numbers=record.bankgiro_numbers,
    )


def confirm_by_registers(*, application: Application, person: Person) -> Confirmed:
    """What the registers confirm at the moment of accepting: that the person signs alone, that the bankgiro is right.

    Waits on the registers: outside every scope. What they cannot say waits for staff.
    """
    nothing = Confirmed(signatory=False, bankgiro=False, source="")
    if application.by_hand:
        return nothing
    try:
        record: CompanyRecord = register_at(url=settings.REGISTER_URL).look_up(
            organisation_number=application.organisation_number
        )
    except (CompanyUnknown, RegisterSilent, LookUpByHand):
        return nothing
    number = decrypt(value=bytes(person.person_number_cipher), key=settings.IDENTITY_KEY)
    signatory = record.may_sign(person_number=number)
    bankgiro = record.owns_bankgiro(bankgiro=application.bankgiro)
    return Confirmed(
        signatory=signatory, bankgiro=bankgiro, source="registren" if signatory or bankgiro else ""
    )
