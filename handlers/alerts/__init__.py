"""Emergencies: opened, told, paged, seen by others, and over."""
