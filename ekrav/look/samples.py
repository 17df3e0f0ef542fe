"""Made-up content of the style pages: one company, its cases and one debtor, on 25 November 2026."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django import forms

from ekrav.look.parts import Act, Decision, Figure, Link, LinkGroup, Sum
from ekrav.money import Ore, kronor

TODAY: Final = date(2026, 11, 25)
AGENCY: Final = {
    "name": "Nordanvik Inkasso AB",
    "organisation_number": "5599887766",
    "licence": "tillstånd från Finansinspektionen",
    "phone": "08-555 010 20",
    "phone_hours": "vardagar 8–17",
}


class SampleForm(forms.Form):
    """One field of each kind."""

    amount = forms.CharField(label="Belopp att betala, kr")
    number = forms.CharField(
        label="Personnummer eller organisationsnummer",
        help_text="Tio eller tolv siffror, med eller utan bindestreck.",
    )
    kind = forms.ChoiceField(
        label="Hur betalade gäldenären?", choices=[("bank", "Bankgiro"), ("cash", "Kontant")]
    )
    why = forms.ChoiceField(
        label="Varför vill du pausa?",
        widget=forms.RadioSelect,
        choices=[
            ("talk", "Vi pratar med varandra"),
            ("wait", "Vi väntar på betalning"),
            ("other", "Något annat"),
        ],
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
        quote=[
            Sum("Du betalar nu", kronor("300")),
            Sum("Du får tillbaka om gäldenären betalar", kronor("300")),
        ],
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
FILTERS: Final = [Link("Alla", "#", current=True), Link("Brev", "#"), Link("Betalningar", "#")]


@dataclass(frozen=True)
class SampleCase:
    """One row of the case list."""

    name: str
    sub: str
    invoice: str
    state: str
    step: str
    day: date | None
    left: Ore
    flag: bool = False


CASES: Final = [
    SampleCase(
        name="Lundbergs Måleri AB",
        sub="559012-3344",
        invoice="1038",
        state="awaiting_decision",
        step="Välj: Kronofogden eller vänta",
        day=date(2026, 12, 10),
        left=kronor("23900"),
        flag=True,
    ),
    SampleCase(
        name="Anna Lindqvist",
        sub="privatperson",
        invoice="1042",
        state="demanded",
        step="Har du fått betalt?",
        day=date(2026, 12, 2),
        left=kronor("1842"),
        flag=True,
    ),
    SampleCase(
        name="Mohammed Al-Hassan",
        sub="privatperson",
        invoice="1036",
        state="plan",
        step="Delbetalning 3 av 6",
        day=date(2026, 11, 30),
        left=kronor("2450.50"),
    ),
    SampleCase(
        name="Stall Åkersberga Ekonomisk förening",
        sub="769612-9988",
        invoice="0987",
        state="surveillance",
        step="Brev till gäldenären",
        day=date(2027, 1, 15),
        left=kronor("3900"),
    ),
    SampleCase(
        name="Karin Nyström",
        sub="privatperson",
        invoice="1015",
        state="paid",
        step="Inget mer händer",
        day=None,
        left=kronor("0"),
    ),
]
