"""The counterparties' pages for people."""
