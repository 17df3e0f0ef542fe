"""Paying from the internet bank, through a pay-by-bank provider that speaks our own neutral, signed protocol."""
