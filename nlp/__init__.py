"""Understands: text to Verdict."""
