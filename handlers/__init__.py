"""Decides: pure functions from a Case to an Outcome."""
