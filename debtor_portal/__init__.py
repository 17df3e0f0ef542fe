"""The house of Mitt Ärende, what a debtor sees and may do."""
