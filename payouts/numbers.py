"""The counter of settlement notes, also the payouts' one door: whoever drafts, approves or withdraws holds it."""

from payouts.models import NoteNumber


def hold_the_door() -> NoteNumber:
    """Wait for the counter's row and keep it to the end of the transaction. What every act of this house does first.

    In the agency's scope.
    """
    return NoteNumber.objects.select_for_update().get(pk=1)


def take_numbers(counter: NoteNumber, *, count: int) -> range:
    """The next `count` numbers. Given back when the transaction is rolled back: so there are no gaps."""
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, counter.last + 1)
