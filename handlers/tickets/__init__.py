"""The life of a ticket: opened, assigned, on hold, late, finished, rated."""
