"""What has become of a run as a whole, worked out from its parts."""

from ekrav.tenancy import agency_scope
from payouts.models import Payout, PayoutRun
from payouts.parts import parts_of
from payouts.states import move_run

_ENDED = frozenset({Payout.State.SETTLED, Payout.State.REJECTED, Payout.State.RETURNED})
_HEARD_OF = frozenset({Payout.State.ACCEPTED, Payout.State.SETTLED})
_AT_THE_BANK = frozenset({Payout.State.SENT})


def conclude_run(*, run_id: int) -> None:
    """Move the run to where its parts are: settled or rejected when all have ended, accepted when the bank has said so
    of any, handed over when it has merely got the file. In the transaction that changed a part."""
    states = {part.state for part in parts_of(run_id=run_id)}
    with agency_scope():
        if states <= {Payout.State.REJECTED}:
            move_run(run_id=run_id, to=PayoutRun.State.REJECTED)
        elif states <= _ENDED:
            move_run(run_id=run_id, to=PayoutRun.State.SETTLED, problem="")
        elif states & _HEARD_OF:
            move_run(run_id=run_id, to=PayoutRun.State.ACCEPTED, problem="")
        elif states <= _AT_THE_BANK:
            move_run(run_id=run_id, to=PayoutRun.State.HANDED_OVER, problem="")
