"""Made-up content of the style pages: one company, its cases and one debtor, on 25 November 2026."""

from datetime import UTC, date, datetime
from typing import Any, Final

from django import forms
from django.utils.html import format_html

from ekrav.look.parts import (
    Act,
    Decision,
    Event,
    Figure,
    ForecastStep,
    Link,
    LinkGroup,
    Pages,
    Place,
    Row,
    Step,
    Sum,
)
from ekrav.money import Ore, kronor

TODAY: Final = date(2026, 11, 25)
AGENCY: Final = {
    "name": "Nordanvik Inkasso AB",
    "organisation_number": "5599887766",
    "licence": "tillstånd från Finansinspektionen",
    "phone": "08-555 010 20",
    "phone_hours": "vardagar 8–17",
}
ANNA: Final = "Anna Lindqvist"


class SampleForm(forms.Form):
    """One field of each kind."""

    amount = forms.CharField(label="Belopp att betala, kr")
    number = forms.CharField(
        label="Personnummer eller organisationsnummer", help_text="Tio eller tolv siffror, med eller utan bindestreck."
    )
    kind = forms.ChoiceField(label="Hur betalade gäldenären?", choices=[("bank", "Bankgiro"), ("cash", "Kontant")])
    why = forms.ChoiceField(
        label="Varför vill du pausa?",
        widget=forms.RadioSelect,
        choices=[("talk", "Vi pratar med varandra"), ("wait", "Vi väntar på betalning"), ("other", "Något annat")],
    )
    tell = forms.MultipleChoiceField(
        label="Vad vill du ha mejl om?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("paid", "Betalningar"), ("mine", "Beslut som väntar på dig")],
        required=False,
    )
    note = forms.CharField(label="Meddelande", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agree = forms.BooleanField(label="Jag har läst avtalet")


class DisputeForm(forms.Form):
    """The debtor's first question."""

    reason = forms.ChoiceField(
        label="Varför stämmer inte kravet?",
        widget=forms.RadioSelect,
        choices=[
            ("paid", "Jag har redan betalat"),
            ("unknown", "Jag känner inte igen det"),
            ("amount", "Beloppet är fel"),
            ("goods", "Varan eller tjänsten var fel"),
            ("complained", "Jag har klagat hos företaget"),
            ("person", "Det är inte jag"),
            ("other", "Något annat"),
        ],
        error_messages={"required": "Välj varför kravet inte stämmer"},
    )


def frame() -> dict[str, Any]:
    """What the context processors of the houses give every page."""
    return {
        "agency": AGENCY,
        "company": {"name": "Åre Bygg AB", "organisation_number": "5566778899"},
        "person": {"name": "Cecilia Ek"},
        "today": TODAY,
        "unread": 2,
        "last_bank_file": datetime(2026, 11, 25, 5, 12, tzinfo=UTC),
        "language_url": "?lang=en",
        "queues": QUEUES,
        "client_funds": {"sound": True, "text": "Klientmedel stämmer, 06:12"},
    }


QUEUES: Final = [
    LinkGroup(
        "Att göra",
        [
            Link("Alla med frist", "#", current=True, count=48),
            Link("Bestridanden", "#", count=12),
            Link("Meddelanden", "#", count=9),
            Link("Omatchade betalningar", "#", count=7, late=True),
            Link("Överbetalningar", "#", count=3),
            Link("Returnerade brev", "#", count=6),
        ],
    ),
    LinkGroup("Ekonomi", [Link("Utbetalningskörning", "#", count=1), Link("Bankfiler", "#")]),
    LinkGroup("Byrån", [Link("Nya borgenärer", "#"), Link("Regler och taxor", "#")]),
]

DECISIONS: Final = [
    Decision(
        kind="Beslut",
        question="Ska vi gå vidare till Kronofogden mot Lundbergs Måleri AB?",
        by=date(2026, 12, 10),
        quote=[Sum("Du betalar nu", kronor("300")), Sum("Du får tillbaka om gäldenären betalar", kronor("300"))],
        acts=[Act("Ansök, 300 kr", "#", post=True), Act("Vänta 30 dagar", "#", post=True)],
        link=Link("Öppna ärendet", "#"),
        otherwise="Svarar du inte väntar vi 30 dagar. Det kostar dig ingenting.",
    ),
    Decision(
        kind="Fråga",
        question="Har Anna Lindqvist betalat dig?",
        by=date(2026, 12, 2),
        text="Faktura 1042, 1 842 kr. Nästa steg tas den 10 december.",
        acts=[Act("Nej, fortsätt", "#", post=True), Act("Ja, registrera betalning", "#")],
    ),
    Decision(
        kind="Bestridet",
        shape="diamond",
        question="Kafé Björken HB säger att beloppet är fel",
        by=date(2026, 12, 4),
        text="”Vi kom överens om 8 000 kr, inte 9 400 kr.” Ärendet är pausat tills du har svarat.",
        acts=[Act("Läs och svara", "#")],
    ),
]

FIGURES: Final = [
    Figure("Att få in", ore=kronor("184210"), note="37 ärenden", url="#"),
    Figure("Inkasserat i november", ore=kronor("42310"), note="Oktober 38 900 kr"),
    Figure("Löst inom 90 dagar", text="71", unit="%", note="Registrerat maj–juli"),
    Figure("Dagar till betalt", text="23", note="Nio av tio inom 64"),
]

TABS: Final = [
    Link("Behöver dig", "#", count=3),
    Link("Pågår", "#", current=True, count=37),
    Link("Hos Kronofogden", "#", count=4),
    Link("Betalda", "#", count=212),
    Link("Alla", "#", count=261),
]
FILTERS: Final = [Link("Alla", "#", current=True), Link("Brev", "#"), Link("Betalningar", "#"), Link("Meddelanden", "#")]


def _case(
    name: str, sub: str, invoice: str, state: str, step: str, day: date | None, left: str, *, flag: bool = False
) -> dict[str, Any]:
    """One row of the case list."""
    return {
        **{"name": name, "sub": sub, "invoice": invoice, "state": state, "step": step, "day": day},
        **{"left": kronor(left), "flag": flag},
    }


CASES: Final = [
    _case(
        *("Lundbergs Måleri AB", "559012-3344", "1038", "awaiting_decision", "Välj: Kronofogden eller vänta"),
        *(date(2026, 12, 10), "23900"),
        flag=True,
    ),
    _case(ANNA, "privatperson", "1042", "demanded", "Har du fått betalt?", date(2026, 12, 2), "1842", flag=True),
    _case(
        *("Kafé Björken HB", "969700-1212", "1029", "disputed", "Svara på invändningen", date(2026, 12, 4), "9400"),
        flag=True,
    ),
    _case(
        *("Bengtsson & Söner Entreprenad AB", "556123-4567", "1044", "reminded", "Inkassokrav skickas"),
        *(date(2026, 12, 3), "14060"),
    ),
    _case("Mohammed Al-Hassan", "privatperson", "1036", "plan", "Delbetalning 3 av 6", date(2026, 11, 30), "2450.50"),
    _case("Stall Åkersberga", "769612-9988", "0987", "surveillance", "Brev till gäldenären", date(2027, 1, 15), "3900"),
    _case("Karin Nyström", "privatperson", "1015", "paid", "Inget mer händer", None, "0"),
]

BALANCE: Final = [
    Sum("Kapital", kronor("1564.28")),
    Sum("Ränta till i dag", kronor("37.72")),
    Sum("Påminnelse", kronor("60")),
    Sum("Inkassokrav", kronor("180")),
    Sum("Betalt", kronor("0")),
]
BILL: Final = [
    Sum("Faktura 1042", kronor("1564.28"), note="29 juli 2026"),
    Sum("Ränta", kronor("37.72"), note="10 % på 1 564,28 kr, 29 aug–25 nov"),
    Sum("Påminnelse", kronor("60"), note="5 november"),
    Sum("Inkassokrav", kronor("180"), note="20 november"),
    Sum("Du har betalat", kronor("0")),
    Sum("Att betala, kr", kronor("1842"), total=True),
]
BRIDGE: Final = [
    Sum("Inbetalt av gäldenärer", kronor("21340"), note="6 betalningar i 5 ärenden"),
    Sum("Våra avgifter", kronor("-10"), note="2 efterbevakningsbrev à 5 kr"),
    Sum("Moms 25 % på avgifter", kronor("-287.50")),
    Sum("Utbetalt, kr", kronor("21042.50"), total=True),
]

_LETTER: Final = format_html('<a href="#">{}</a> · {}', "Brevet (PDF)", "Postat 20 nov, betala senast 4 dec")
PLAN: Final = [
    Event(date(2027, 3, 15), "Utslag", "disc", "Om Kronofogden bifaller ansökan.", earliest=True, effect_note="Kan utmätas"),
    Event(
        *(date(2026, 12, 11), "Ansökan till Kronofogden", "three-quarters", "Bara om du väljer det."),
        earliest=True,
        effect=kronor("680"),
        effect_note="för Anna Lindqvist",
    ),
    Event(
        *(date(2026, 12, 10), "Du väljer väg", "fork", "Vi frågar dig den 2 december om du har fått betalt."),
        effect=Ore(0),
    ),
]
PAST: Final = [
    Event(
        *(date(2026, 11, 24), "Anna Lindqvist öppnade Mitt Ärende", "info", "Hon såg kravet och delbetalning."),
        datetime(2026, 11, 24, 14, 20, tzinfo=UTC),
    ),
    Event(
        *(date(2026, 11, 20), "Inkassokrav skickat", "half", _LETTER, datetime(2026, 11, 20, 5, 10, tzinfo=UTC)),
        effect=kronor("180"),
    ),
    Event(
        *(date(2026, 11, 5), "Påminnelse skickad", "quarter", "Läst i Kivra 5 november."),
        at=datetime(2026, 11, 5, 5, 8, tzinfo=UTC),
        effect=kronor("60"),
    ),
    Event(
        *(date(2026, 11, 4), "Ärendet registrerat", "ring", "Cecilia Ek laddade upp faktura 1042."),
        at=datetime(2026, 11, 4, 13, 31, tzinfo=UTC),
        effect=kronor("1564.28"),
    ),
]
COMING: Final = [
    Event(date(2026, 12, 4), "Sista dag att betala eller säga emot"),
    Event(
        *(date(2026, 12, 11), "Åre Bygg AB kan ansöka hos Kronofogden", "ring", "Då kan skulden öka med 680 kr."),
        earliest=True,
    ),
]
FORECAST: Final = [
    ForecastStep(date(2026, 12, 4), "Sista dag att betala", Ore(0), kronor("1846.23"), Ore(0), Ore(0)),
    ForecastStep(
        *(date(2026, 12, 10), "Du väljer väg", Ore(0), kronor("1848.80"), Ore(0), Ore(0)),
        choice="Kronofogden, vänta eller avsluta",
    ),
    ForecastStep(
        *(date(2026, 12, 11), "Ansökan till Kronofogden", kronor("680"), kronor("2529.23"), kronor("300")),
        you_risk=kronor("300"),
        choice="Du godkänner priset först",
    ),
    ForecastStep(
        *(date(2027, 3, 15), "Utslag", Ore(0), kronor("2569.40"), Ore(0), kronor("300")),
        choice="Utmätning eller efterbevakning",
    ),
]

ANSWERS: Final = [
    Row("Borgenär", "Åre Bygg AB, 556677-8899", "#"),
    Row("Gäldenär", "Anna Lindqvist, 840215-••••", "#"),
    Row("Faktura", "1042, badrumsrenovering, förföll 28 augusti 2026", "#"),
    Row("Belopp", "1 564,28 kr", "#"),
]
READ_ROWS: Final = [
    Row("Gäldenär", ANNA, "#", read=True),
    Row("Adress", "Storgatan 14 B, 831 30 Östersund", "#", read=True),
    Row("Förfallodatum", "28 augusti 2026", "#", read=True),
]
FACTS: Final = [Row("Namn", ANNA), Row("Personnr", "840215-••••"), Row("OCR", "1104 2950 3427")]
PAY_ROWS: Final = [
    Row("Bankgiro", "5317-2042"),
    Row("OCR", "1104 2950 3427"),
    Row("Belopp", "1 842,00 kr"),
    Row("Mottagare", "Nordanvik Inkasso, klientmedel"),
]
WAYS: Final = [
    Row("Jag kan inte betala allt nu", "", "#", "Dela upp eller få mer tid"),
    Row("Kravet stämmer inte", "", "#", "Då pausar vi ärendet"),
    Row("Jag har redan betalat", "", "#", "Berätta när, så kontrollerar vi"),
]
STEPS: Final = [
    Step("Utkast, 06:00", done=True),
    Step("Godkänd av Didrik Falk, 09:14", done=True),
    Step("Andra godkännandet", current=True),
    Step("Till banken"),
    Step("Bankens svar"),
]
PLACES: Final = [
    Place("amount", 454, 485, 46, 16, current=True, text="1 564,28"),
    Place("number", 60, 85, 90, 36),
]
PAGES: Final = Pages(1, 50, 3120, next_url="#")
