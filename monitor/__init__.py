"""Treatywatch: who signed or ratified which treaty, told once."""

__version__ = "0.1.0"
