"""Talks: channels, delivery, scheduler, web, command line, settings."""
