"""Surveillance (efterbevakning): a few letters a year keep a claim alive, at a price the creditor has accepted."""
