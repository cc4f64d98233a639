"""Find what an act is done to."""
