"""The house of things that must leave exactly once."""
