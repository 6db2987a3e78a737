"""The console, the web chat and the public pages."""
