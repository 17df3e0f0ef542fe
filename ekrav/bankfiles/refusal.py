"""The refusal that every reader shares: a file is taken whole or not at all."""


class FileRefused(ValueError):
    """A bank file that is not read, not even in part.

    `position` says where ("post 3, betalning 2"), `reason_sv` what is wrong and what to do, as one or two
    Swedish sentences for the person who works the list of bank files. Neither repeats names or account
    numbers.
    """

    def __init__(self, *, position: str, reason_sv: str) -> None:
        super().__init__(f"{position}: {reason_sv}")
        self.position = position
        self.reason_sv = reason_sv
