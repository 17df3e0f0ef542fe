"""Tell: a letter to the debtor that claims nothing new but tells of something, or asks for one agreed payment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings

from cases.addressee import address_of, by_hand_to, goes_by_hand
from cases.composing import agency_facts, slip_codes
from cases.joint import answering, key_of
from cases.models import Case, CaseEvent, Debtor, InstalmentPlan
from cases.move import give_time, write_event
from cases.send_to_each import send_to_each
from cases.situations import stops
from cases.states import PLACES
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.audit.record import MACHINE
from ekrav.law.deadlines import next_posting_day, next_step_on, presumed_arrival
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import Rates
from ekrav.money import Ore, format_kronor
from letters.catalogue import LetterKind
from letters.facts import Facts, Refusal, require
from letters.joint import ONE_MORE, joint_sentences
from letters.models import Dispatch
from letters.plain import PaymentFacts, PlainFacts, RowFacts
from letters.portal_code import code_for
from letters.together import first_of, together
from letters.versions import facts_kept
from letters.words import weekday_date

# What a letter that asks one among several to pay says too. Who they are the claim has said: this is kept as text.
_BESIDE: Final = (joint_sentences((ONE_MORE,)),)


def tell(
    *,
    case: Case,
    kind: LetterKind,
    paragraphs: Sequence[str],
    rows: Sequence[tuple[str, str]] = (),
    to_pay: Ore | None = None,
    pay_by: date | None = None,
    today: date,
    at: datetime,
    rates: Rates,
    may_go_by_hand: bool = False,
    only: Sequence[Debtor] = (),
) -> Dispatch:
    """Compose a plain letter for the next posting day, dated that day, and give it its key to Mitt Ärende; to each who
    answers for the case, or `only` to some.

    A line break in a paragraph begins a new one. With `to_pay` the letter carries a slip for that sum, to be paid by
    `pay_by` (later than the posting day; without it, in the shortest lawful time). In the tenant's scope, with the
    case's row locked: pass the dispatch on to the event, in the same transaction. Raises `letters.facts.NotALetter`
    when it cannot be printed, or must not go as usual: to this debtor, unless it `may_go_by_hand`; or before it is sure
    who asks for the creditor.
    """
    number, posted = _next_number(case), next_posting_day(after=today)
    payment = None
    if to_pay is not None:
        last = pay_by or lawful_pay_by(sent=posted, rates=rates)
        payment = _payment(case=case, agency=Agency.objects.get(), amount=to_pay, posted=posted, pay_by=last)
    debtors = list(only) or answering(case)
    by_hand = may_go_by_hand and all(goes_by_hand(debtor) for debtor in debtors)
    require(by_hand or not stops(case), Refusal.MISSING, "debtor_address", "the case is stopped")
    words = tuple(line.strip() for text in paragraphs for line in text.splitlines() if line.strip())
    letters = [
        PlainFacts(
            **_heading(
                case=case,
                debtor=debtor,
                letter_number=number + place,
                by_hand=may_go_by_hand and goes_by_hand(debtor),
            ),
            kind=kind,
            letter_date=posted,
            paragraphs=(*words, *(_BESIDE if payment and len(debtors) > 1 else ())),
            rows=tuple(RowFacts(label=label, value=value) for label, value in rows),
            payment=payment,
        )
        for place, debtor in enumerate(debtors)
    ]
    return send_to_each(
        case=case, debtors=debtors, letters=letters, by_hand=may_go_by_hand, posted=posted, today=today, at=at
    )


def _heading(*, case: Case, debtor: Debtor, letter_number: int, by_hand: bool) -> dict[str, Any]:
    """From whom the letter is, to whom, and about what. Raises `NotALetter`."""
    name, address = by_hand_to(debtor) if by_hand else (debtor.name, _address(debtor))
    creditor = Creditor.objects.get(pk=case.creditor_id)
    require(creditor.signatory_confirmed_at is not None, Refusal.MISSING, "creditor_name", "not confirmed")
    return {
        "agency": agency_facts(Agency.objects.get()),
        "creditor_name": creditor.name,
        "debtor_name": name,
        "debtor_address": address,
        "case_number": case.number,
        "letter_number": letter_number,
        "code": code_for(case_number=case.number, letter_number=letter_number),
        "portal_link": f"{settings.PORTAL_URL}/?arende={case.number}",
    }


def tell_again(
    *, case: Case, dispatch: Dispatch, today: date, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Write a plain letter that never arrived once more, to today's address and dated the next posting day.

    One that asks for the whole debt asks for the same sum, less what has been paid since, by a new lawful day
    (inkassolagen 5 §), and nothing follows before that is out; a plan's days are the plan's. None when the whole debt
    is not asked for any more, or by a later letter; when a plan's day is out, or its offer's. With the case's row
    locked. Raises `NotALetter` when it cannot be printed or must not go as usual.
    """
    number, posted = _next_number(case), next_posting_day(after=today)
    told = case.events.filter(dispatch=first_of(dispatch)).order_by("id").first()
    said, until, paid = dict(told.facts) if told else {}, None, Ore(0)
    if dispatch.kind == LetterKind.PLAN_OFFER and not _still_offered(said, posted=posted, rates=rates):
        return None
    if told and asks_for_all(dispatch):
        if case.state not in PLACES or _asked_since(told):
            return None
        until, paid = lawful_pay_by(sent=posted, rates=rates), _paid_since(told)
        said |= {"pay_by": until.isoformat(), "total_ore": int(said["total_ore"]) - paid}
    before = {each.addressee: each for each in together(dispatch)}
    debtors = [debtor for debtor in answering(case) if key_of(debtor, case=case) in before]
    if not debtors:
        return None
    require(not stops(case), Refusal.MISSING, "debtor_address", "the case is stopped")
    letters = [
        _anew(
            before[key_of(debtor, case=case)],
            case=case,
            debtor=debtor,
            letter_number=number + place,
            posted=posted,
            pay_by=until,
            paid=paid,
            alone=len(debtors) == 1,
        )
        for place, debtor in enumerate(debtors)
    ]
    fresh = send_to_each(
        case=case, debtors=debtors, letters=letters, by_hand=False, posted=posted, today=today, at=at
    )
    if until:
        give_time(case=case, pay_by=until, next_on=next_step_on(pay_by=until, rates=rates))
    return write_event(
        case=case, kind=CaseEvent.Kind.TOLD, on=today, at=at, by=MACHINE, dispatch=fresh, facts=said
    )


def _anew(
    dispatch: Dispatch,
    *,
    case: Case,
    debtor: Debtor,
    letter_number: int,
    posted: date,
    pay_by: date | None,
    paid: Ore,
    alone: bool,
) -> Facts:
    """What the letter said, with its own number and code, of another day and to today's address; to one who answers
    `alone` now, not that others do.

    Raises `NotALetter`.
    """
    kept = facts_kept(dispatch.facts, version=dispatch.template_version)
    if pay_by and isinstance(kept, PlainFacts):
        kept = _with_time(kept, case=case, posted=posted, pay_by=pay_by, paid=paid)
    if alone and isinstance(kept, PlainFacts):
        kept = replace(kept, paragraphs=tuple(text for text in kept.paragraphs if text not in _BESIDE))
    code = code_for(case_number=case.number, letter_number=letter_number)
    return replace(
        kept, letter_number=letter_number, code=code, letter_date=posted, debtor_address=_address(debtor)
    )


def _still_offered(said: Mapping[str, Any], *, posted: date, rates: Rates) -> bool:
    """The plan can be said yes to when the letter is there."""
    there = presumed_arrival(sent=posted, rates=rates)
    offers = InstalmentPlan.objects.filter(pk=said["plan"], state=InstalmentPlan.State.OFFERED)
    return offers.filter(valid_until__gt=there).exists()


def asks_for_all(dispatch: Dispatch) -> bool:
    """Whether the letter asked for the whole debt by a day: what follows waits for that day."""
    return CaseEvent.objects.filter(dispatch=first_of(dispatch), facts__has_key="total_ore").exists()


def _asked_since(told: CaseEvent) -> bool:
    later = CaseEvent.objects.filter(case=told.case_id, pk__gt=told.pk, dispatch__void=False)
    return later.filter(facts__has_key="total_ore").exclude(dispatch__state=Dispatch.State.CANCELLED).exists()


def _paid_since(told: CaseEvent) -> Ore:
    """What has been paid after the letter was first written, whichever way, less what the bank has taken back."""
    paid = (CaseEvent.Kind.PAID, CaseEvent.Kind.DIRECT_PAYMENT)
    rows = CaseEvent.objects.filter(
        case=told.case_id, pk__gt=told.pk, kind__in=(*paid, CaseEvent.Kind.REVERSED)
    )
    return Ore(sum((row.amount_ore or 0) * (1 if row.kind in paid else -1) for row in rows))


def _with_time(kept: PlainFacts, *, case: Case, posted: date, pay_by: date, paid: Ore) -> PlainFacts:
    """The letter with another last day, on its slip and where its words name it, and less what has been paid.

    Raises `NotALetter` when nothing is left to ask for.
    """
    if kept.payment is None:
        return kept
    before, after = weekday_date(kept.payment.pay_by), weekday_date(pay_by)
    agency, amount = Agency.objects.get(), Ore(kept.payment.amount - paid)
    require(amount > 0, Refusal.AMOUNT, "amount", str(amount))
    payment = _payment(case=case, agency=agency, amount=amount, posted=posted, pay_by=pay_by)
    words = tuple(text.replace(before, after) for text in kept.paragraphs)
    if paid:
        words = (
            *words,
            f"Sedan beloppet räknades har {format_kronor(paid)} betalats. Nu återstår det som står på avin.",
        )
    return replace(kept, letter_date=posted, paragraphs=words, payment=payment)


def _address(debtor: Debtor) -> tuple[str, ...]:
    """Where a letter goes. Nowhere to whoever is dead or has protected personal data: that is for a person.

    Raises `NotALetter`.
    """
    require(not goes_by_hand(debtor), Refusal.MISSING, "debtor_address", "not as usual")
    return address_of(debtor)


def _next_number(case: Case) -> int:
    """The number of the case's next letter; one that was stopped has used its number up."""
    return Dispatch.objects.filter(case_number=case.number).count() + 1


def _payment(*, case: Case, agency: Agency, amount: Ore, posted: date, pay_by: date) -> PaymentFacts:
    return PaymentFacts(
        amount=amount,
        pay_by=pay_by,
        bankgiro=agency.client_funds_bankgiro,
        ocr=case.reference.ocr,
        payee=agency.name,
        **slip_codes(case=case, agency=agency, amount=amount, sent=posted, pay_by=pay_by),
        swish_payload=None,
    )
