"""Show the whole program at work in one minute, on feeds of outlets that do not exist."""
