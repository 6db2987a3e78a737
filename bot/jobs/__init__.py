"""What time brings."""
