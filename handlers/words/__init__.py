"""What words say: acts, topics, sightings, endings.  Text in, an answer out; no ticket is known here."""
