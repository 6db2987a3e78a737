"""When: working hours, limits, moments that words name, and promises in words."""
