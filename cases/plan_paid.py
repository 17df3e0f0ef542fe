"""A payment while a plan lasts: the plan's next step is reckoned anew; a plan kept to its end costs what was shown."""

from datetime import date
from typing import Final

from cases.give_up import give_up
from cases.models import Case
from cases.move import set_next
from cases.plan_schedule import accepted_plan, course_of, step_of
from ekrav.law.rates import Rates
from ekrav.money import Ore

# The kind of the entry that gives up what is left when every instalment was paid by its day.
REST_OF_PLAN: Final = "waive the rest of a kept plan"


def after_payment(*, case: Case, left: Ore, on: date, today: date, key: str, rates: Rates) -> Ore:
    """Take a payment of `on` into the case's plan, if it goes by one; what is left of the debt after that.

    When every instalment has been paid by its day, öre that are left are given up.
    """
    plan = accepted_plan(case)
    if plan is None or not left:
        return left
    course = course_of(plan)
    if course.progress.unpaid is None and course.progress.in_time:
        give_up(case=case, key=f"{key} rest of plan", kind=REST_OF_PLAN, on=on)
        return Ore(0)
    set_next(case=case, step=step_of(course=course, today=today, rates=rates))
    return left
