"""What the pages ask for. In the current scope; every list in a fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.claims import claims_in
from cases.debt import Debt, debts_as_known
from cases.models import Case, Dispute, Question
from cases.said_first import next_letter_waits, waits_for_words
from cases.states import ENDS, OPEN_STATES, Action, State
from ekrav.law.rates import Rates
from ekrav.look.parts import Words
from ekrav.money import Ore

PAGE = 50
LONGEST_SEARCH = 100


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case in a list, with what is left of its debt today. `waits`: what its next letter waits for, in words."""

    case: Case
    debt: Debt
    invoice_number: str
    waits: str = ""

    @property
    def next_step(self) -> str:
        """What the machine does next, in words; empty when it does nothing."""
        return str(STEPS.get(Action(self.case.next_action), "")) if self.case.next_action else ""


@dataclass(frozen=True, kw_only=True)
class StateRow:
    """How many cases stand in a state, and what they owe together; `undecided_from` as a debt's."""

    state: State
    count: int
    left: Ore
    undecided_from: date | None


STEPS: Mapping[Action, Words] = {
    Action.REMIND: _("Påminnelse skickas"),
    Action.DEMAND: _("Inkassokrav skickas"),
    Action.FINAL_NOTICE: _("Sista uppmaning skickas"),
    Action.AWAIT_DECISION: _("Du väljer väg"),
    Action.APPLY_ORDER: _("Ansökan skickas till Kronofogden"),
    Action.APPLY_ENFORCEMENT: _("Ansökan om utmätning skickas"),
    Action.RENEW: _("Ett nytt år av utmätning förbereds"),
    Action.LET_LAPSE: _("Utmätningen upphör om du inte svarar"),
    Action.SURVEIL: _("Efterbevakningen börjar"),
    Action.SURVEILLANCE_LETTER: _("Efterbevakningsbrev skickas"),
    Action.PLAN_NOTICE: _("Avi skickas"),
    Action.PLAN_WARNING: _("Varning skickas om delbetalningen uteblir"),
    Action.END_PLAN: _("Planen upphör om inget betalas"),
}


# The steps ahead as the creditor reads them, who is "du", and as staff do.
TO_CREDITOR: Mapping[Action, Words] = {**STEPS, Action.ASK_AGAIN: _("Vi frågar dig igen")}
TO_STAFF: Mapping[Action, Words] = {
    **STEPS,
    Action.AWAIT_DECISION: _("Borgenären väljer väg"),
    Action.LET_LAPSE: _("Utmätningen upphör om borgenären inte svarar"),
}


def step_words(action: Action, *, words: Mapping[Action, Words] = TO_CREDITOR) -> str:
    """What a step of the machine is, as the pages say it."""
    return str(words.get(action, action.label))


def _needs_you() -> Q:
    """A choice to make, a dispute to answer, or a payment that the debtor tells of to say yes or no to."""
    disputed = Dispute.objects.filter(outcome="", answered_at=None).values("case_id")
    told_of = Question.objects.filter(notice__isnull=False, answer="").values("case_id")
    chooses = Q(state__in=(State.AWAITING_DECISION, State.ORDER_DISPUTED)) | Q(next_action=Action.LET_LAPSE)
    chooses |= Q(Q(state=State.TITLED), ~Q(next_action=Action.APPLY_ENFORCEMENT))
    waits = chooses | Q(pk__in=disputed) | Q(pk__in=told_of)
    return waits & Q(state__in=OPEN_STATES)


VIEWS: dict[str, Callable[[], Q]] = {
    "behover-dig": _needs_you,
    "pagar": lambda: Q(state__in=OPEN_STATES),
    "avslutade": lambda: Q(state__in=ENDS),
    "alla": Q,
}


def with_everything(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what their pages show, in one query and a prefetch."""
    return rows.select_related("debtor", "subledger", "reference").prefetch_related("claims", "joint_debtors")


def case_by_number(number: str) -> Case | None:
    """The case, in the current scope; None when there is none, or it is another tenant's."""
    return with_everything(Case.objects.filter(number=number)).first()


def rows_of(*, cases: list[Case], today: date, rates: Rates) -> list[CaseRow]:
    """Cases as list rows, in a few queries for all of them."""
    debts, waits = debts_as_known(cases=cases, on=today, rates=rates), waits_for_words(cases)
    return [
        CaseRow(
            case=case,
            debt=debts[case.pk],
            invoice_number=claims_in(case).numbers,
            waits=waits.get(case.pk, ""),
        )
        for case in cases
    ]


def found(*, view: str, text: str) -> QuerySet[Case]:
    """The cases of a view that match a search: OCR, case or invoice number from the start, or part of the name."""
    rows = Case.objects.filter(VIEWS[view]())
    wanted = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_SEARCH]
    if wanted:
        digits = wanted.replace(" ", "").replace("-", "")
        match = Q(debtor__name__icontains=wanted) | Q(claims__invoice_number__istartswith=wanted)
        match |= Q(joint_debtors__label__icontains=wanted)
        if digits.isdigit():
            match |= Q(number__startswith=digits) | Q(reference__ocr__startswith=digits)
        rows = rows.filter(match).distinct()
    return rows.order_by("-id")


def counts() -> dict[str, int]:
    """How many cases each view holds."""
    totals = Case.objects.aggregate(
        **{name.replace("-", "_"): Count("id", filter=view()) for name, view in VIEWS.items()}
    )
    return {name: totals[name.replace("-", "_")] for name in VIEWS}


def by_state(*, today: date, rates: Rates) -> list[StateRow]:
    """Where the open cases are and what they owe."""
    cases = list(Case.objects.filter(state__in=OPEN_STATES).select_related("debtor"))
    debts = debts_as_known(cases=cases, on=today, rates=rates)
    rows = []
    for state in OPEN_STATES:
        inside = [debts[case.pk] for case in cases if case.state == state]
        if inside:
            left = Ore(sum(debt.total for debt in inside))
            rows.append(
                StateRow(state=state, count=len(inside), left=left, undecided_from=first_undecided(inside))
            )
    return rows


def first_undecided(rows: Iterable[Debt | StateRow]) -> date | None:
    """The first day whose rate is missing in one of them; None when all interest is counted in."""
    return min((row.undecided_from for row in rows if row.undecided_from), default=None)


def next_steps(limit: int = 5) -> list[tuple[date, str, int]]:
    """The nearest steps: date, action and how many cases."""
    waits_for_nobody = Case.objects.filter(next_date__isnull=False).exclude(next_letter_waits())
    rows = waits_for_nobody.values("next_date", "next_action")
    counted = rows.annotate(cases=Count("id")).order_by("next_date", "next_action")[:limit]
    return [(row["next_date"], row["next_action"], row["cases"]) for row in counted if row["next_date"]]


def counted_step(action: str, count: int) -> str:
    """So many cases' next step, in words: "två inkassokrav skickas" with its number."""
    words = {
        Action.REMIND: ngettext("en påminnelse skickas", "%(n)s påminnelser skickas", count),
        Action.DEMAND: ngettext("ett inkassokrav skickas", "%(n)s inkassokrav skickas", count),
        Action.FINAL_NOTICE: ngettext("en sista uppmaning skickas", "%(n)s sista uppmaningar skickas", count),
        Action.SURVEIL: ngettext("en efterbevakning börjar", "%(n)s efterbevakningar börjar", count),
        Action.SURVEILLANCE_LETTER: ngettext(
            "ett efterbevakningsbrev skickas", "%(n)s efterbevakningsbrev skickas", count
        ),
        Action.ASK_AGAIN: ngettext("vi frågar igen om ett ärende", "vi frågar igen om %(n)s ärenden", count),
        Action.APPLY_ORDER: ngettext(
            "en ansökan skickas till Kronofogden", "%(n)s ansökningar skickas till Kronofogden", count
        ),
        Action.APPLY_ENFORCEMENT: ngettext(
            "en ansökan om utmätning skickas", "%(n)s ansökningar om utmätning skickas", count
        ),
        Action.RENEW: ngettext(
            "ett nytt år av utmätning förbereds", "%(n)s nya år av utmätning förbereds", count
        ),
        Action.LET_LAPSE: ngettext(
            "en utmätning upphör om du inte svarar", "%(n)s utmätningar upphör om du inte svarar", count
        ),
        Action.PLAN_NOTICE: ngettext("en avi skickas", "%(n)s avier skickas", count),
        Action.PLAN_WARNING: ngettext(
            "en delbetalning ska ha kommit", "%(n)s delbetalningar ska ha kommit", count
        ),
        Action.END_PLAN: ngettext(
            "en amorteringsplan kan upphöra", "%(n)s amorteringsplaner kan upphöra", count
        ),
    }
    deciding = ngettext("ett ärende väntar på ditt beslut", "%(n)s ärenden väntar på ditt beslut", count)
    return words.get(Action(action), deciding) % {"n": count}
