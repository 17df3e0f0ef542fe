"""The house of the operator's own record."""
