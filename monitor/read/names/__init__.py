"""Find which treaties a text names."""
