"""Template filters of the payouts."""
