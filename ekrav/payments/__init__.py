"""The house of money that has arrived."""
