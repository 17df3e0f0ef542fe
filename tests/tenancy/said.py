"""Rows of every kind that a case collects when people speak and choose: bait for the walls, written plainly."""

import uuid
from datetime import date, timedelta

from cases.models import (
    Case,
    Dispute,
    Document,
    Ground,
    Hold,
    Instalment,
    InstalmentPlan,
    JointDebtor,
    Notice,
    Question,
    Quote,
    Situation,
    StandingChoice,
)
from cases.states import Action
from ekrav.tenancy import tenant_scope
from tests.cast import right_now

WORDS = "kanariefågeln sjunger"


def lay_what_was_said(case: Case) -> None:
    """One row each, so that nothing stands in the case's way: lifted, handled, decided, lapsed, answered."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        JointDebtor.objects.create(case=case, debtor=case.debtor, label=case.debtor.name, since=today)
        Hold.objects.create(
            case=case,
            kind=Hold.Kind.PAUSE,
            reason=WORDS,
            from_on=today,
            until=today,
            given_at=at,
            lifted_at=at,
        )
        notice = Notice.objects.create(
            key=uuid.uuid4(),
            case=case,
            kind=Notice.Kind.MESSAGE,
            channel=Notice.Channel.PHONE,
            text=WORDS,
            received_on=today,
            received_at=at,
            handled_at=at,
        )
        Document.objects.create(
            name=WORDS,
            content_type="application/pdf",
            size=1,
            sha256=bytes(32),
            content=b"x",
            uploaded_at=at,
            given_in=case,
        )
        Dispute.objects.create(
            case=case,
            notice=notice,
            ground=Ground.OTHER,
            made_on=today,
            answer_by=today,
            creditor_words=WORDS,
            outcome=Dispute.Outcome.REJECTED,
            decided_on=today,
        )
        Situation.objects.create(
            case=case,
            kind=Situation.Kind.NO_ADDRESS,
            key=WORDS,
            began_on=today,
            known_at=at,
            task=Situation.Task.FIND,
            due_on=today,
            ended_on=today,
        )
        _a_lapsed_plan(case, today)
        choice = StandingChoice.objects.create(tariff_version=1, made_at=at, made_by=1)
        Quote.objects.create(
            case=case,
            kind=Quote.Kind.WITHDRAWAL,
            fee_ore=6_000,
            vat_ore=1_500,
            outlay_ore=0,
            tariff_version=1,
            offered_at=at,
            valid_until=today,
            accepted_at=at,
            standing_choice=choice,
        )
        Question.objects.create(
            case=case, step=Action.DEMAND, asked_on=today, asked_at=at, answer="no", answered_at=at
        )


def _a_lapsed_plan(case: Case, today: date) -> None:
    plan = InstalmentPlan.objects.create(
        case=case,
        version=1,
        state=InstalmentPlan.State.LAPSED,
        rate="10.00",
        fee_ore=17_000,
        debt_ore=1_000_000,
        total_ore=1_017_000,
        offered_on=today,
        valid_until=today,
    )
    Instalment.objects.create(plan=plan, number=1, due_on=today + timedelta(days=30), amount_ore=1_017_000)
