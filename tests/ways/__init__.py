"""Paying by Swish, by card and from the internet bank."""
