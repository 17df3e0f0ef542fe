"""The house of creditor companies and their people."""
