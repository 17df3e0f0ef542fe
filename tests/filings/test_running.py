"""Running numbers: each file in its turn, once, and what is missing is known."""

from hypothesis import given
from hypothesis import strategies as st

from ekrav.filings.running import Turn, gap, turn_of


def test_the_next_number_is_taken_an_earlier_one_is_known_and_a_later_one_waits() -> None:
    assert [turn_of(number, taken=3) for number in (1, 3, 4, 5, 9)] == [
        Turn.EARLIER, Turn.EARLIER, Turn.NEXT, Turn.WAITS, Turn.WAITS,
    ]  # fmt: skip
    assert turn_of(1, taken=0) is Turn.NEXT


def test_what_is_missing_is_every_number_before_the_last_that_came() -> None:
    assert gap(taken=3, waiting={5, 8}) == (4, 6, 7)
    assert gap(taken=3, waiting=()) == ()


@given(st.permutations(range(1, 13)).flatmap(lambda order: st.tuples(
    st.just(order), st.lists(st.sampled_from(order), max_size=8))))  # fmt: skip
def test_in_whatever_order_and_however_often_they_come_each_is_taken_once_in_turn(
    came: tuple[list[int], list[int]],
) -> None:
    order, again = came
    taken: list[int] = []
    waiting: set[int] = set()
    for number in [*order, *again]:
        match turn_of(number, taken=len(taken)):
            case Turn.NEXT:
                taken.append(number)
                while len(taken) + 1 in waiting:
                    waiting.discard(len(taken) + 1)
                    taken.append(len(taken) + 1)
            case Turn.WAITS:
                waiting.add(number)
    assert taken == list(range(1, 13))
    assert gap(taken=len(taken), waiting=waiting) == ()
