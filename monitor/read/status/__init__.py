"""Decide by the words around an act how far it has come."""
