"""Two companies whose every tenant table holds rows that could leak, laid by the real acts.

Åre Bygg's words are canaries: wherever one of them shows to somebody else, a wall has a hole.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from cases import drafts
from cases.drafts import Upload
from cases.intake.invoice import read_invoice
from cases.models import Case, Document, Draft, Question
from ekrav.accounts.invite import accept, invite
from ekrav.accounts.models import BankgiroChange, Creditor, Invitation, Membership
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.identity import format_organisation_number
from ekrav.sandbox.demo_data import ARE_BYGG, ASTRID, BERTIL, DUVEDS_EL, ESKIL, DemoPerson
from ekrav.tenancy import tenant_scope
from payouts.approve import approve
from payouts.draft import draft_run
from payouts.issue import make_files
from payouts.models import BookkeepingAccount, CreditedLine, NoteDelivery, Payout, PayoutLine, SettlementNote
from payouts.note_pdf import render_notes
from tests.accounts.given import links_mailed_to
from tests.cast import (
    ANNA_OWES,
    TEN_THOUSAND,
    a_creditor,
    a_person,
    an_agency,
    right_now,
    set_today,
    staff,
    take_as_found,
)
from tests.debtor_portal.given import BO_OWES, pay, pay_the_creditor, play
from tests.stories.paper import an_invoice
from tests.tenancy.bank_said import lay_what_the_bank_said
from tests.tenancy.filed import lay_what_was_filed
from tests.tenancy.said import lay_what_was_said
from tests.ways.given import begins_in_vain

MONDAY, TUESDAY, FRIDAY = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 16)

CANARY = replace(ANNA_OWES, name="Kanariefågel Ek", street="Kanariegatan 1", city="Kanarieby")
CANARY_CLAIM = replace(TEN_THOUSAND, invoice_number="KANARIE-1", description="kanariebur")
WORDS = ("kanarie", "åre bygg", format_organisation_number(ARE_BYGG.organisation_number), "5050-1055")

XML = (
    b'<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'
    b' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
    b"<cbc:ID>KANARIE-1</cbc:ID></Invoice>"
)


@dataclass(frozen=True, kw_only=True)
class Bait:
    """Åre Bygg's things by the names their addresses use, and the other company."""

    are_bygg: int
    duveds_el: int
    case: Case
    document: UUID
    draft: UUID
    colleague: UUID
    invitation: UUID
    another_invitation: UUID
    question: UUID
    payout: UUID
    bankgiro_change: UUID
    note: int

    @property
    def canaries(self) -> tuple[str, ...]:
        """What only Åre Bygg's people may read, in small letters."""
        ocr = self.case.reference.ocr
        return (*WORDS, self.case.number, ocr, str(self.document), str(self.draft), str(self.payout))


def lay() -> Bait:
    """A case each, reminded and paid in part, an unfinished draft, an open invitation and a payout."""
    set_today(MONDAY)
    an_agency()
    boss, second = staff(ASTRID), staff(BERTIL)
    are_bygg, duveds_el = a_creditor(ARE_BYGG), a_creditor(DUVEDS_EL)
    case = _case_from_a_file(are_bygg, CANARY, CANARY_CLAIM, "kanarie.xml")
    other = _case_from_a_file(duveds_el, BO_OWES, replace(TEN_THOUSAND, invoice_number="208"), "208.xml")
    draft = _upload(are_bygg, "kanarie-2.pdf", an_invoice(number="KANARIE-2", what="kanariebur"))
    _upload(duveds_el, "209.xml")
    play(TUESDAY)
    for number, (paid, guest) in enumerate(
        ((case, "kanarie@arebygg.example"), (other, "ny@duvedsel.example"))
    ):
        pay(paid, "500.00", on=TUESDAY, bank_entry=901 + number)
        pay_the_creditor(paid, "70.00", on=TUESDAY)
        lay_what_was_said(paid)
        begins_in_vain(paid, 100_00)
        lay_what_was_filed(paid)
        _invite(paid.creditor_id, guest)
    _invite(are_bygg, "kanarie-2@arebygg.example")
    _let_in(are_bygg, ESKIL)
    _pay_out(boss, second)
    for company in (are_bygg, duveds_el):
        lay_what_the_bank_said(company)
        _keep_books(company)
    with tenant_scope(are_bygg):
        return Bait(
            are_bygg=are_bygg,
            duveds_el=duveds_el,
            case=Case.objects.select_related("reference", "debtor").get(),
            document=Document.objects.get(name="kanarie.xml").public_id,
            draft=draft.public_id,
            colleague=Membership.objects.get(name=ESKIL.name).public_id,
            invitation=Invitation.objects.get(email="kanarie@arebygg.example").public_id,
            another_invitation=Invitation.objects.get(email="kanarie-2@arebygg.example").public_id,
            question=Question.objects.get().public_id,
            payout=Payout.objects.get().public_id,
            bankgiro_change=BankgiroChange.objects.get().public_id,
            note=SettlementNote.objects.get().number,
        )


def a_member() -> Actor:
    """The administrator of the company whose scope is open."""
    return Actor(kind=AuditEvent.Actor.PERSON, id=Membership.objects.get().pk)


def _upload(creditor_id: int, name: str, content: bytes = XML) -> Draft:
    at, _today = right_now()
    invoice = read_invoice(content)
    with tenant_scope(creditor_id):
        upload = Upload(content=content, name=name)
        return drafts.keep(upload=upload, invoice=invoice, at=at, by=a_member())


def _case_from_a_file(creditor_id: int, debtor: Any, claim: Any, name: str) -> Case:
    draft = _upload(creditor_id, name)
    at, today = right_now()
    facts = {field: getattr(claim, field) for field in claim.__dataclass_fields__}
    yes = {True: "yes", False: "no"}
    answers = {key: yes[value] if isinstance(value, bool) else value for key, value in facts.items()}
    said = {
        **answers,
        "amount": claim.capital,
        "debtor_kind": debtor.kind,
        "debtor_name": debtor.name,
        "debtor_number": debtor.number,
        "care_of": "",
        "street": debtor.street,
        "postcode": debtor.postcode,
        "city": debtor.city,
    }
    with tenant_scope(creditor_id):
        case = drafts.register_draft(
            draft_id=draft.pk, said=said, today=today, at=at, by=a_member(), rates=current_rates()
        )
        take_as_found(case.debtor, at=at)
        return case


def _invite(creditor_id: int, email: str) -> None:
    at, _today = right_now()
    with tenant_scope(creditor_id):
        inviter, company = Membership.objects.get(), Creditor.objects.get(pk=creditor_id)
        invite(email=email, role=Membership.Role.USER, inviter=inviter, company=company.name, at=at)


def _let_in(creditor_id: int, who: DemoPerson) -> None:
    """A colleague takes the invitation from the mail."""
    _invite(creditor_id, who.email)
    token = links_mailed_to(creditor_id, who.email)[-1].rstrip("/").rsplit("/", 1)[-1]
    at, _today = right_now()
    accept(token=token, person=a_person(who), at=at)


def _keep_books(creditor_id: int) -> None:
    """Accounts and a way of mailing of its own, and a line of its note that was given back."""
    with tenant_scope(creditor_id):
        BookkeepingAccount.objects.create(purpose="bank", number="1940")
        NoteDelivery.objects.create(attached=True)
        note = SettlementNote.objects.get()
        line = PayoutLine.objects.order_by("id")[0]
        CreditedLine.objects.create(note=note, line=line, fee_ore=line.fee_ore, vat_ore=line.vat_ore)


def _pay_out(*signers: Any) -> None:
    set_today(FRIDAY)
    at, today = right_now()
    run = draft_run(period_end=today, at=at)
    for signer in signers:
        approve(
            run_id=run.pk,
            staff=signer,
            content_hash=bytes(run.content_hash),
            bankid_at=at,
            at=at,
        )
    make_files(profile=SESBA, at=at)
    render_notes(at=at)
