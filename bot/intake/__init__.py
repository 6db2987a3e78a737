"""What comes in: heard once, handled, kept where it failed, with its photos."""
