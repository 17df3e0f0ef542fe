"""The house of money and settlement notes to creditors."""
