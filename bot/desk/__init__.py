"""The desk: reads what a decision needs, asks the handlers, saves the outcome whole."""
