"""What the letters about an instalment plan say. The Swedish is the letters' own and is not looked up."""

from collections.abc import Sequence
from datetime import date

from django.utils.text import capfirst

from cases.models import InstalmentPlan
from cases.plan_progress import Due, Part
from ekrav.money import Ore, format_kronor
from letters.words import full_date, percent, weekday_date


def plan_paragraphs(*, plan: InstalmentPlan, dues: Sequence[Due], changed: bool) -> list[str]:
    """The written plan: what is paid, what it costs, and what happens if a payment does not come."""
    begins = "Din amorteringsplan är ändrad." if changed else "Vi har kommit överens om en amorteringsplan."
    total, rate = format_kronor(Ore(plan.total_ore)), percent(int(plan.rate * 100))
    fee = f", avgiften för planen {format_kronor(Ore(plan.fee_ore))}" if plan.fee_ore else ""
    notice_fee = format_kronor(Ore(plan.notice_fee_ore))
    return [
        f"{begins} Du betalar hela skulden i {len(dues)} delar, tillsammans {total}.",
        f"Summan är skulden {format_kronor(Ore(plan.debt_ore))}{fee} och räntan. Räntan är {rate} om året så länge"
        " planen gäller. Stiger räntan slipper du höjningen.",
        *([f"Varje avi kostar {notice_fee}. Det är med i summan."] if plan.notice_fee_ore else []),
        "Du kan betala mer eller tidigare när du vill. Då blir räntan lägre.",
        "Så länge du följer planen skickar vi inga krav. Kommer en betalning inte i tid får du först ett brev med en ny"
        " sista dag. Betalar du inte då heller gäller planen inte längre, och hela skulden ska betalas.",
    ]


def offer_paragraphs(*, plan: InstalmentPlan, dues: Sequence[Due]) -> list[str]:
    """An offered plan: what it costs beside paying today, how to say yes and until when, and what a no leads to."""
    total, debt = format_kronor(Ore(plan.total_ore)), format_kronor(Ore(plan.debt_ore))
    fee = f"avgiften för planen, {format_kronor(Ore(plan.fee_ore))}, och räntan" if plan.fee_ore else "räntan"
    notice_fee = format_kronor(Ore(plan.notice_fee_ore))
    return [
        f"Du kan betala hela skulden i {len(dues)} delar. Tillsammans blir det {total}.",
        f"Betalar du allt den {full_date(plan.offered_on)} är det {debt}. Skillnaden är {fee}.",
        *([f"Varje avi kostar {notice_fee}. Det är med i summan."] if plan.notice_fee_ore else []),
        f"Vill du ha planen? Säg ja senast {weekday_date(plan.valid_until)}, i Mitt Ärende eller på telefon.",
        "Till dess skickar vi inget nytt krav. Säger du inte ja kostar erbjudandet ingenting, och ärendet går vidare.",
    ]


def plan_rows(dues: Sequence[Due]) -> list[tuple[str, str]]:
    """Each instalment with its day."""
    return [(f"{due.number}. {full_date(due.on)}", format_kronor(due.amount)) for due in dues]


def notice_paragraphs(*, part: Part, of: int) -> list[str]:
    """The notice before an instalment."""
    return [
        f"Det här är del {part.due.number} av {of} i din amorteringsplan. Betala senast {weekday_date(part.due.on)}."
    ]


def warning_paragraphs(*, missed: Sequence[Part], until: date) -> list[str]:
    """What has not come, and the last day that keeps the plan."""
    days = " och ".join(full_date(part.due.on) for part in missed)
    return [
        f"Vi har inte fått hela betalningen som skulle ha kommit {days}.",
        f"Betala det som saknas senast {weekday_date(until)}. Då gäller planen som förut.",
        "Betalar du inte till dess gäller planen inte längre, och hela skulden ska betalas.",
        "Har du redan betalat? Säg till oss. Kan du inte betala? Hör av dig, så ser vi om planen kan ändras.",
    ]


def ended_paragraphs(*, why: str, pay_by: date, several: bool) -> list[str]:
    """Why the plan no longer holds, and until when the whole debt is to be paid. `why`: `plan_end.Why`.

    `several`: it was the plan of several who answer for the debt; none of them is told which of them did what.
    """
    plan = "amorteringsplanen" if several else "din amorteringsplan"
    stopped, paid = (
        (
            f"En av er som svarar för skulden har sagt nej till att fortsätta med {plan}.",
            "Alla delar är betalda",
        )
        if several
        else (f"Du har sagt att du inte vill fortsätta med {plan}.", "Du har betalat alla delar")
    )
    reasons = {
        "missed": f"En betalning i {plan} kom inte, och inte efter vårt brev heller. Planen har upphört.",
        "debtor": f"{stopped} Den gäller inte längre.",
        "agency": f"{capfirst(plan)} gäller inte längre.",
        "rest": f"{paid} i {plan}. Kvar är räntan för de dagar som betalades för sent.",
    }
    return [reasons[why], f"Nu ska det som är kvar av skulden betalas, senast {weekday_date(pay_by)}."]
