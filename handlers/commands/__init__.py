"""What staff, managers and owners order in words: read, allowed or refused, obeyed."""
