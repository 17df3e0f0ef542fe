"""The house of the double-entry book."""
