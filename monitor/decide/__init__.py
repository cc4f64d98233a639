"""Decide what one poll changes and who is owed what. Pure: time, chance and the past are arguments."""
