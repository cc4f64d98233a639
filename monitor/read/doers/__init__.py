"""Find who does an act."""
