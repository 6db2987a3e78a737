"""Remembers: rows to frozen values and back."""
