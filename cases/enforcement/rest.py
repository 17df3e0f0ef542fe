"""The rest of a title that the authority says is paid: given up, when all that it has paid out has been applied."""

from datetime import date

from cases.give_up import give_up
from cases.models import Case, CaseEvent, PaidOut

REST = "give up rest of paid title"


def give_up_rest(*, case: Case, on: date) -> bool:
    """Give up what is left if the title is paid and the money has been applied; whether that is so."""
    closed = case.events.filter(kind=CaseEvent.Kind.ENFORCEMENT_ENDED).order_by("-id").first()
    if closed is None or closed.facts.get("closing") != "paid":
        return False
    if PaidOut.objects.filter(application__case=case, payment__applied_at=None).exists():
        return False
    give_up(case=case, key=f"rest of title {case.number} {closed.pk}", kind=REST, on=on)
    return True
