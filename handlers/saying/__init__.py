"""How things are said: deliveries, names and times in a sentence, pushes, and what becomes of failures."""
