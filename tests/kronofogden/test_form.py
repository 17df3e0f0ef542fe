"""The printed form says everything the record does, is tagged, and is the same bytes each time."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from ekrav.filings.claims import Amount, AmountKind, InterestBasis
from ekrav.filings.enforcement import Change, EnforcementApplication, EnforcementChange, Measures
from ekrav.filings.payment_order import (
    CourtRequest,
    Reduction,
    SupplementAnswer,
    Title,
    Withdrawal,
    WithdrawalReason,
)
from ekrav.filings.record import Record
from ekrav.kronofogden.form import NoForm, render_form
from ekrav.money import kronor
from ekrav.sandbox.demo_data import BO
from tests.filings.given import AGENT, APPLICANT, DAY, INTEREST, RESPONDENT, a_claim, application
from tests.kronofogden.given import confirmation

BO_TOO = replace(RESPONDENT, name="Bo Nilsson", number=BO.person_number, address=None, protected=True)


def words_on(record: Record) -> str:
    document = pypdfium2.PdfDocument(render_form(record, made=DAY))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.replace("\u00a0", " ").split())


def enforcement() -> EnforcementApplication:
    asked = application()
    return EnforcementApplication(
        id="11042950-VE-1",
        reference="11042950 VE",
        applied_on=DAY,
        applicant=APPLICANT,
        agent=AGENT,
        debtors=(RESPONDENT,),
        title=Title(
            case_number="01-12345-25",
            decided_on=DAY,
            claims=asked.claims,
            costs=kronor("680.00"),
            against=(RESPONDENT.number,),
        ),
        left=(
            Amount(kind=AmountKind.CAPITAL, amount=kronor("10000.00")),
            Amount(kind=AmountKind.COSTS, amount=kronor("680.00")),
        ),
        measures=Measures.LIMITED,
    )


def test_the_application_on_anna_as_it_is_printed() -> None:
    said = words_on(application())
    for words in (
        "Ansökan om betalningsföreläggande", "Vår referens 11042950 BF", "12 maj 2025", "Åre Bygg AB", "556677-8899",
        "Ombudskod 4711", "Fullmakt i avtal", "Anna Lindqvist", "19950509-2388", "Björkvägen 12", "Verkställighet Ja",
        "Kapital 2025-02-23 10 000,00", "2025-02-24 till 2025-05-12, därefter till dess betalning sker", "235,07",
        "Påminnelse 2025-02-23 60,00", "Inkasso 2025-02-23 180,00", "Ansökningsavgift 300,00",
        "Ombudets kostnad 380,00", "Begärs vid ansökan, kr 11 155,07", "Kravet gäller: Byte av takpannor.",
        "Underskrift",
    ):  # fmt: skip
        assert words in said.replace(" Faktura 1061", ""), words


def test_two_who_answer_jointly_one_of_them_protected_and_an_agreed_rate() -> None:
    agreed = replace(INTEREST, basis=InterestBasis.AGREED, rate=2400, until_paid=False)
    said = words_on(
        application(
            respondents=(RESPONDENT, BO_TOO),
            joint=True,
            claims=(a_claim(application().claims[0].kind, "10000.00", interest=agreed),),
            original_creditor="Gamla Bygg AB",
            promissory_note=True,
        )
    )
    for words in ("Svarande 1", "Svarande 2", "Solidariskt", "Skyddade uppgifter.", "avtal 24 % om året",
                  "ingen ränta därefter", "Gamla Bygg AB", "Löpande skuldebrev Ja"):  # fmt: skip
        assert words in said, words


def test_the_application_for_enforcement_as_it_is_printed() -> None:
    said = words_on(enforcement())
    for words in ("Ansökan om verkställighet", "Utslag 01-12345-25", "4 kap. 9 b §", "Kapital 10 000,00",
                  "Kostnader i målet 680,00", "Återstår enligt utslaget, kr 10 680,00",
                  "Faktura 1061: enligt 6 § räntelagen på kapitalet till dess betalning sker."):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (
            Reduction(
                id="R-1",
                reference="11042950 BF",
                reduced_on=DAY,
                amounts=(Amount(kind=AmountKind.CAPITAL, amount=kronor("500.00")),),
                interest_stops_on_capital=DAY,
            ),
            "Minskas med, kr 500,00",
        ),
        (Withdrawal(id="W-1", reference="1 BF", withdrawn_on=DAY, reason=WithdrawalReason.PAID), "Kravet är betalt"),
        (CourtRequest(id="C-1", reference="1 BF", requested_on=DAY), "överlämnande till tingsrätt"),
        (SupplementAnswer(id="S-1", reference="1 BF", answer="Priset var avtalat."), "Priset var avtalat."),
        (
            EnforcementChange(id="E-1", reference="1 VE", change=Change.RESPITE, changed_on=DAY, until=DAY),
            "Uppskov Från 12 maj 2025",
        ),
    ],
)  # fmt: skip
def test_what_follows_an_application_is_printed_too(record: Record, words: str) -> None:
    assert words in words_on(record)


def test_the_form_is_tagged_has_a_title_and_is_the_same_bytes_each_time() -> None:
    pdf = render_form(application(), made=DAY)
    assert render_form(application(), made=DAY) == pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "sv"
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == "Ansökan om betalningsföreläggande"


def test_what_the_authority_says_is_never_printed_for_it() -> None:
    with pytest.raises(NoForm):
        render_form(confirmation("1 BF", "K-1"), made=DAY)
