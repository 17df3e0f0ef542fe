"""A payment order at the sandboxed Kronofogden goes as the law says, whichever way it goes."""

from datetime import date, timedelta

import pytest

from ekrav.filings.claims import Amount, AmountKind
from ekrav.filings.payment_order import (
    Confirmation,
    CourtRequest,
    Dismissal,
    Dispute,
    Ending,
    Reduction,
    Service,
    SupplementAnswer,
    SupplementQuestion,
    Verdict,
    Withdrawal,
    WithdrawalReason,
)
from ekrav.filings.receipts import FileReceipt, Outcome
from ekrav.kronofogden.channel import NotTaken, Unreachable
from ekrav.money import kronor
from tests.filings.given import application
from tests.sandbox_kronofogden.filer import BF, MONDAY, Filer


def withdrawal(number: int = 1, reference: str = BF) -> Withdrawal:
    return Withdrawal(
        id=f"W-{number}", reference=reference, withdrawn_on=MONDAY, reason=WithdrawalReason.PAID
    )


def test_a_verdict_comes_when_the_ten_days_are_out(filer: Filer) -> None:
    asked = filer.apply("verdict")
    filer.play(30, at_a_time=3)
    (confirmed,), (served,), (verdict,) = filer.of(Confirmation), filer.of(Service), filer.of(Verdict)
    # Applied 12 May, registered 13 May, served 20 May; ten days are 30 May, a Friday; decided three days after.
    assert (confirmed.registered_on, served.served_on, served.answer_by) == (
        date(2025, 5, 13),
        date(2025, 5, 20),
        date(2025, 5, 30),
    )
    assert (verdict.title.decided_on, verdict.title.case_number) == (date(2025, 6, 2), confirmed.case_number)
    assert verdict.reopen_by == date(2025, 7, 2)
    assert (verdict.title.claims, verdict.title.total) == (asked.claims, asked.controlled)
    assert verdict.title.costs == kronor("680.00")
    assert filer.play(60, at_a_time=20) == []


def test_what_was_paid_meanwhile_is_not_in_the_verdict(filer: Filer) -> None:
    filer.apply("verdict")
    filer.play(5)
    paid = (
        Amount(kind=AmountKind.INTEREST, amount=kronor("235.07")),
        Amount(kind=AmountKind.COLLECTING, amount=kronor("180.00")),
        Amount(kind=AmountKind.CAPITAL, amount=kronor("4000.00")),
    )
    filer.send(Reduction(id="R-1", reference=BF, reduced_on=filer.today, amounts=paid))
    filer.play(30, at_a_time=3)
    (verdict,) = filer.of(Verdict)
    # 10 000 − 4 000, the reminder's 60, no demand, no interest, 680 in costs.
    assert [claim.amount for claim in verdict.title.claims] == [kronor("6000.00"), kronor("60.00")]
    assert verdict.title.total == kronor("6740.00")


def test_a_withdrawn_case_is_written_off_the_next_day_and_nothing_more_comes(filer: Filer) -> None:
    filer.apply("verdict")
    filer.play(10)
    filer.send(withdrawal())
    filer.play(30, at_a_time=3)
    (ended,) = filer.of(Dismissal)
    assert (ended.ending, ended.decided_on) == (Ending.WRITTEN_OFF, MONDAY + timedelta(days=11))
    assert filer.of(Verdict) == []


def test_a_disputed_case_goes_to_court_when_that_is_asked_for(filer: Filer) -> None:
    filer.apply("disputed")
    filer.play(14)
    (dispute,) = filer.of(Dispute)
    # Disputed 25 May; four weeks are 22 June, a Sunday; the Monday after is 23 June.
    assert (dispute.disputed_on, dispute.ask_court_by) == (date(2025, 5, 25), date(2025, 6, 23))
    filer.send(CourtRequest(id="C-1", reference=BF, requested_on=filer.today))
    filer.play(2)
    assert [ended.ending for ended in filer.of(Dismissal)] == [Ending.TRANSFERRED]


def test_a_disputed_case_nobody_asks_about_is_written_off_when_the_time_is_out(filer: Filer) -> None:
    filer.apply("disputed")
    filer.play(45, at_a_time=5)
    (ended,) = filer.of(Dismissal)
    assert (ended.ending, ended.decided_on) == (Ending.WRITTEN_OFF, date(2025, 6, 24))


def test_who_is_not_found_is_told_of_and_the_case_dismissed_in_the_end(filer: Filer) -> None:
    filer.apply("not_served")
    filer.play(100, at_a_time=10)
    (service,) = filer.of(Service)
    assert (service.served_on, service.reason) == (None, "Svaranden har inte kunnat anträffas.")
    assert [ended.ending for ended in filer.of(Dismissal)] == [Ending.DISMISSED]


@pytest.mark.parametrize("answered", [True, False])
def test_an_answered_question_leads_on_and_an_unanswered_one_ends_it(filer: Filer, answered: bool) -> None:
    filer.apply("supplement")
    filer.play(5)
    (question,) = filer.of(SupplementQuestion)
    assert question.answer_by == date(2025, 5, 30)
    if answered:
        filer.send(SupplementAnswer(id="S-1", reference=BF, answer="Takpannor, levererade i januari."))
    filer.play(40, at_a_time=4)
    assert (len(filer.of(Verdict)), len(filer.of(Dismissal))) == ((1, 0) if answered else (0, 1))


def test_dismissed_at_once_and_made_to_be_disputed_late(filer: Filer) -> None:
    filer.apply("dismissed")
    filer.apply("verdict", id="B-1", reference="11042951 BF")
    filer.play(9)
    assert [ended.reference for ended in filer.of(Dismissal)] == [BF]
    filer.say("fate", reference="11042951 BF", fate="disputed").raise_for_status()
    filer.play(2)
    assert [dispute.reference for dispute in filer.of(Dispute)] == ["11042951 BF"]


def test_every_record_has_its_receipt_and_what_cannot_be_is_refused_with_a_reason(filer: Filer) -> None:
    filer.send(application(), withdrawal(1, "99999999 BF"))
    filer.send(application(id="A-2"), CourtRequest(id="C-1", reference=BF, requested_on=MONDAY))
    filer.play()
    first, second = filer.of(FileReceipt)
    assert (first.number, [one.outcome for one in first.records]) == (1, [Outcome.APPROVED, Outcome.REFUSED])
    assert [(one.id, one.reason) for one in second.records] == [
        ("A-2", "Referensen är redan använd för en ansökan."),
        ("C-1", "Målet är inte bestritt."),
    ]


def test_the_same_file_again_is_taken_once_and_a_wrong_number_not_at_all(filer: Filer) -> None:
    filer.send(application())
    filer.channel.send(content=filer.written(application()))
    with pytest.raises(NotTaken, match="redan använt"):
        filer.channel.send(content=filer.written(withdrawal()))
    filer.number = 3
    with pytest.raises(NotTaken, match="Löpnummer 2 väntas"):
        filer.channel.send(content=filer.written(withdrawal()))
    with pytest.raises(NotTaken, match="inte XML"):
        filer.channel.send(content=b"%PDF")
    filer.play()
    assert len(filer.of(FileReceipt)) == 1


def test_an_answer_lost_on_the_way_is_a_file_that_was_taken(filer: Filer) -> None:
    filer.say("down", down=True)
    with pytest.raises(Unreachable):
        filer.send(application())
    filer.say("down", down=False)
    filer.channel.send(content=filer.written(application()))
    filer.play()
    assert len(filer.of(FileReceipt)) == 1


def test_nonsense_is_refused_with_a_sentence(filer: Filer) -> None:
    for place, said in (
        ("play", {"today": "i går"}), ("fate", {"reference": "x", "fate": "verdict"}), ("mishaps", {"lose": -1}),
        ("mishaps", {"lose": "1"}), ("again", {"number": 7}), ("again", {"number": "1"}),
    ):  # fmt: skip
        answer = filer.say(place, **said)
        assert (answer.status_code, answer.json()["reason"][-1]) == (422, ".")
