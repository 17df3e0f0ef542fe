"""Swish Handel, API version 2: payments and refunds over mutual TLS, with a call that is only a hint."""
