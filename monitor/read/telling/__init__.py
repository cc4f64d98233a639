"""Weigh the acts of an entry one by one, and settle what they tell together."""
