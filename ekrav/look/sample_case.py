"""Made-up content of the style pages: one case, its debt, its timeline, its debtor's choices, and one payout."""

from datetime import UTC, date, datetime
from typing import Final

from django.utils.html import format_html

from ekrav.look.parts import Event, ForecastStep, Pages, Place, Row, Step, Sum
from ekrav.money import Ore, kronor

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
    Event(
        day=date(2027, 3, 15),
        what="Utslag",
        shape="disc",
        line="Om Kronofogden bifaller ansökan.",
        earliest=True,
        effect_note="Kan utmätas",
    ),
    Event(
        day=date(2026, 12, 11),
        what="Ansökan till Kronofogden",
        shape="three-quarters",
        line="Bara om du väljer det.",
        earliest=True,
        effect=kronor("680"),
        effect_note="för Anna Lindqvist",
    ),
    Event(
        day=date(2026, 12, 10),
        what="Du väljer väg",
        shape="fork",
        line="Vi frågar dig den 2 december om du har fått betalt.",
        effect=Ore(0),
    ),
]
PAST: Final = [
    Event(
        day=date(2026, 11, 24),
        what="Anna Lindqvist öppnade Mitt Ärende",
        shape="info",
        line="Hon såg kravet och delbetalning.",
        at=datetime(2026, 11, 24, 14, 20, tzinfo=UTC),
    ),
    Event(
        day=date(2026, 11, 20),
        what="Inkassokrav skickat",
        shape="half",
        line=_LETTER,
        at=datetime(2026, 11, 20, 5, 10, tzinfo=UTC),
        effect=kronor("180"),
    ),
    Event(
        day=date(2026, 11, 5),
        what="Påminnelse skickad",
        shape="quarter",
        line="Läst i Kivra 5 november.",
        at=datetime(2026, 11, 5, 5, 8, tzinfo=UTC),
        effect=kronor("60"),
    ),
    Event(
        day=date(2026, 11, 4),
        what="Ärendet registrerat",
        line="Cecilia Ek laddade upp faktura 1042.",
        at=datetime(2026, 11, 4, 13, 31, tzinfo=UTC),
        effect=kronor("1564.28"),
    ),
]
COMING: Final = [
    Event(
        day=date(2026, 12, 4),
        what="Sista dag att betala eller säga emot",
    ),
    Event(
        day=date(2026, 12, 11),
        what="Åre Bygg AB kan ansöka hos Kronofogden",
        line="Då kan skulden öka med 680 kr.",
        earliest=True,
    ),
]
FORECAST: Final = [
    ForecastStep(
        day=date(2026, 12, 4),
        what="Sista dag att betala",
        debtor_pays=Ore(0),
        total_then=kronor("1846.23"),
        you_pay=Ore(0),
        you_risk=Ore(0),
    ),
    ForecastStep(
        day=date(2026, 12, 10),
        what="Du väljer väg",
        debtor_pays=Ore(0),
        total_then=kronor("1848.80"),
        you_pay=Ore(0),
        you_risk=Ore(0),
        choice="Kronofogden, vänta eller avsluta",
    ),
    ForecastStep(
        day=date(2026, 12, 11),
        what="Ansökan till Kronofogden",
        debtor_pays=kronor("680"),
        total_then=kronor("2529.23"),
        you_pay=kronor("300"),
        you_risk=kronor("300"),
        choice="Du godkänner priset först",
    ),
    ForecastStep(
        day=date(2027, 3, 15),
        what="Utslag",
        debtor_pays=Ore(0),
        total_then=kronor("2569.40"),
        you_pay=Ore(0),
        you_risk=kronor("300"),
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
    Row("Gäldenär", "Anna Lindqvist", "#", read=True),
    Row("Adress", "Storgatan 14 B, 831 30 Östersund", "#", read=True),
    Row("Förfallodatum", "28 augusti 2026", "#", read=True),
]
FACTS: Final = [Row("Namn", "Anna Lindqvist"), Row("Personnr", "840215-••••"), Row("OCR", "1104 2950 3427")]
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
