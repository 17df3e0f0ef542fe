"""The letters' days: evenly over the year, and in time for the claim, whatever the post loses."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.surveillance.schedule import next_letter_on, safe_by, year_of
from ekrav.law.bankdays import is_bank_day, next_bank_day
from ekrav.law.deadlines import next_step_on, pay_by, presumed_arrival
from ekrav.law.limitation import limitation
from ekrav.law.periods import years_after
from ekrav.law.receipt import PostedLetter, presumed_receipts
from ekrav.law.shipped import shipped_rates

RATES = shipped_rates()
BEGAN = date(2025, 4, 14)
A_DAY = timedelta(days=1)


def after(
    last: date | None, *, a_year: int = 3, claim_by: date | None = None, earliest: date = BEGAN
) -> date:
    return next_letter_on(
        rates=RATES, began=BEGAN, last=last, letters_a_year=a_year, claim_by=claim_by, earliest=earliest
    )


def test_three_a_year_with_two_months_of_quiet_before_the_first() -> None:
    # 14 June 2025 and 14 February 2026 are Saturdays.
    assert after(None) == date(2025, 6, 16)
    assert after(date(2025, 6, 16)) == date(2025, 10, 14)
    assert after(date(2025, 10, 14)) == date(2026, 2, 16)
    assert after(date(2026, 2, 16)) == date(2026, 6, 15)


def test_a_letter_that_was_late_is_not_followed_closely() -> None:
    # Held from June until 1 September: less than two months before 14 October is soon enough for February.
    assert after(date(2025, 9, 1)) == date(2026, 2, 16)
    assert after(date(2025, 8, 13)) == date(2025, 10, 14)


def test_half_a_year_before_the_last_day_a_letter_goes_whatever_its_turn() -> None:
    assert safe_by(date(2026, 1, 31), rates=RATES) == date(2025, 7, 31)
    assert after(date(2025, 6, 16), claim_by=date(2026, 1, 31)) == date(2025, 7, 31)
    assert after(None, claim_by=date(2025, 5, 1)) == BEGAN


def test_a_year_of_surveillance_begins_on_its_day() -> None:
    assert year_of(began=BEGAN, on=date(2026, 4, 13)) == (BEGAN, date(2026, 4, 14))
    assert year_of(began=BEGAN, on=date(2026, 4, 14)) == (date(2026, 4, 14), date(2027, 4, 14))
    leap = date(2024, 2, 29)
    assert year_of(began=leap, on=date(2025, 2, 28)) == (date(2025, 2, 28), date(2026, 2, 28))


@given(
    began=st.dates(min_value=date(2025, 1, 1), max_value=date(2030, 12, 31)),
    a_year=st.integers(min_value=1, max_value=12),
)
def test_every_year_has_as_many_letters_as_were_bought(began: date, a_year: int) -> None:
    sent: list[date] = []
    last = None
    for _ in range(a_year * 4):
        last = next_letter_on(
            rates=RATES, began=began, last=last, letters_a_year=a_year, claim_by=None, earliest=began + A_DAY
        )
        sent.append(last)
    assert all(map(is_bank_day, sent))
    assert sent == sorted(set(sent))
    for number in range(3):
        begins, ends = year_of(began=began, on=years_after(began, number))
        # A bank day may be past the year's end: a letter is then the next year's.
        assert abs(sum(begins <= day < ends for day in sent) - a_year) <= 1


class Played:
    """A claim and its letters, day by day, by the schedule and the law alone."""

    def __init__(self, *, arose: date, began: date) -> None:
        self.arose, self.began = arose, began
        self.letters: list[tuple[date, bool]] = []
        self.free_from = began

    def claim_by(self, today: date) -> date:
        """The last day to claim, as it is known today."""
        posted = [
            PostedLetter(arrives=presumed_arrival(sent=day, rates=RATES), returned=back)
            for day, back in self.letters
        ]
        known = presumed_receipts(letters=[letter for letter in posted if letter.arrives <= today])
        found = limitation(arose=self.arose, consumer_purchase=True, interruptions=known, rates=RATES)
        assert found.last_day is not None
        return found.last_day

    def next_on(self, today: date, *, a_year: int) -> date:
        kept = [day for day, back in self.letters if not back]
        return next_letter_on(
            rates=RATES,
            began=self.began,
            last=max(kept, default=None),
            letters_a_year=a_year,
            claim_by=self.claim_by(today),
            earliest=max(self.free_from, today),
        )

    def send(self, today: date, *, comes_back: bool, mended_after: int) -> None:
        """A letter goes; when it comes back nothing follows until the address is known."""
        self.letters.append((today, comes_back))
        lawful = next_step_on(pay_by=pay_by(sent=today, rates=RATES), rates=RATES)
        self.free_from = next_bank_day(today + mended_after * A_DAY) if comes_back else lawful


@given(
    age=st.integers(min_value=30, max_value=1000),
    a_year=st.integers(min_value=1, max_value=4),
    luck=st.lists(st.tuples(st.booleans(), st.integers(min_value=5, max_value=30)), min_size=25, max_size=25),
)
def test_neglect_never_lets_a_claim_lapse(age: int, a_year: int, luck: list[tuple[bool, int]]) -> None:
    """However old the claim is when surveillance begins, whichever letters come back (not two in a row) and however
    long, within a month, a new address takes: no day comes on which the claim is barred."""
    began = date(2027, 3, 1)
    played = Played(arose=began - age * A_DAY, began=began)
    today, back_before = began, False
    for comes_back, mended_after in luck:
        today = played.next_on(today, a_year=a_year)
        assert today <= played.claim_by(today), played.letters
        back_before = comes_back and not back_before
        played.send(today, comes_back=back_before, mended_after=mended_after)
