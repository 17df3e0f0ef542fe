"""The house of a claim's life, from registration to closure."""
