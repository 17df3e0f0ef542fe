"""Kronofogden's mailbox: what leaves for the authority, each thing once, and what comes from it, in its order.

The acts of a case lay out records (`ekrav.filings`) here and pull what has come. Between lie files with running numbers
(`make_file`, `hand_over`, `take_in`), or, where no file channel is agreed, a worklist of forms to print (`by_hand`).
"""
