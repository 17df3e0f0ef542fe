"""The house of who did what, when."""
