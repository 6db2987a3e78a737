"""The times of tickets: their limits, when they are due, how long they took."""
