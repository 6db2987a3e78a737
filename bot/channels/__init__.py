"""The ways in and out: one module per chat network."""
