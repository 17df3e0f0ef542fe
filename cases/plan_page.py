"""An instalment plan as the pages show it: each instalment with its day, its amount, and whether it is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.models import Case
from cases.plan_offer import Sketch
from cases.plan_progress import Part
from cases.plan_schedule import accepted_plan, course_of, warned_parts
from ekrav.law.rates import Rates
from ekrav.look.figures import kronor
from ekrav.look.parts import Sum, Words
from ekrav.money import Ore

# Why a plan cannot be had (`plan_offer.NotAPlan.reason`), and what to do.
REFUSED = {
    "state": _l("Ärendet kan inte få en amorteringsplan som det står nu."),
    "too_soon": _l("Första dagen är för nära. Planen måste hinna fram med posten. Välj en senare dag."),
    "terms": _l(
        "Det går inte att betala av skulden så. Välj 1–60 månader eller ett större belopp i månaden."
    ),
    "not_offered": _l("Den planen är inte erbjuden längre. Ladda om sidan."),
    "over": _l("Erbjudandets tid har gått ut. Gör ett nytt erbjudande."),
    "changed": _l("Skulden har ändrats sedan planen erbjöds. Gör ett nytt erbjudande."),
    "none": _l("Ärendet har ingen amorteringsplan."),
    "letter": _l("Brevet till gäldenären kan inte gå. Se efter namn, adress och registret."),
    "rate": _l("Räntan för i dag är inte beslutad än. Försök igen när den är inlagd."),
}


@dataclass(frozen=True, kw_only=True)
class InstalmentRow:
    """One line of a plan's table. `late`: its day has passed and something of it is not paid."""

    number: int
    on: date
    amount: Ore
    state: Words
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class ToPay:
    """What a plan asks for now: so much of its next instalment by its day, or what a warning says is missing by its."""

    left: Ore
    on: date
    warned: bool = False


def instalments_of(*, case: Case, today: date) -> list[InstalmentRow]:
    """The plan the case goes by, instalment by instalment; empty when it goes by none."""
    plan = accepted_plan(case)
    if plan is None:
        return []
    return [_row(part, today) for part in course_of(plan).progress.parts]


def next_to_pay(*, case: Case, rates: Rates) -> ToPay | None:
    """What is to be paid next in the case's plan; None without a plan, and when all of it is paid."""
    plan = accepted_plan(case)
    course = course_of(plan) if plan else None
    if course is None or course.progress.unpaid is None:
        return None
    missing = warned_parts(course=course, rates=rates)
    if missing and course.plan.warned_until:
        left = Ore(sum(part.left for part in missing))
        return ToPay(left=left, on=course.plan.warned_until, warned=True)
    return ToPay(left=course.progress.unpaid.left, on=course.progress.unpaid.due.on)


def sketch_sums(shown: Sketch) -> list[Sum]:
    """What a plan costs, part by part, and beside paying today."""
    terms, reckoned = shown.reckoned.terms, shown.reckoned
    notices = Ore(terms.fee - shown.fee)
    return [
        Sum(_("Skuld i dag"), terms.debt),
        Sum(_("Avgift för planen"), shown.fee),
        *([Sum(_("Avgift för avier"), notices)] if notices else []),
        Sum(_("Ränta medan planen löper"), reckoned.interest),
        Sum(_("Tillsammans"), reckoned.total, total=True),
        Sum(_("Dyrare än att betala i dag"), shown.dearer),
    ]


def offer_rows(dues: Sequence[tuple[date, Ore]]) -> list[InstalmentRow]:
    """The instalments of a plan that does not hold yet."""
    return [
        InstalmentRow(number=number, on=on, amount=amount, state="")
        for number, (on, amount) in enumerate(dues, start=1)
    ]


def _row(part: Part, today: date) -> InstalmentRow:
    if not part.left:
        state = _("Betald")
    elif part.is_late(today):
        state = _("Försenad, %(left)s saknas") % {"left": kronor(part.left)}
    elif part.paid:
        state = _("%(left)s återstår") % {"left": kronor(part.left)}
    else:
        state = _("Inte än")
    due = part.due
    return InstalmentRow(
        number=due.number, on=due.on, amount=due.amount, state=state, late=part.is_late(today)
    )
