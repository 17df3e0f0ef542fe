"""Letters to debtors: what may be said, how it looks on paper, and that each leaves exactly once.

The house is handed facts and freezes them. It never asks a case anything: facts, template version, the sent bytes and
their hash are kept on the dispatch, and rendering reads nothing else.
"""
