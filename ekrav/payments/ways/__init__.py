"""The other ways in: a debtor pays by Swish, by card or at the internet bank, and the bank tells of the money later."""
