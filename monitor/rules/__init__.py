"""Turn a rules folder's YAML into a rulebook, or into every mistake with file, line and column."""

from monitor.rules.load import load
from monitor.rules.problem import Problem
from monitor.rules.rulebook import Loaded, Rule, Rulebook
from monitor.rules.version import version

__all__ = ["Loaded", "Problem", "Rule", "Rulebook", "load", "version"]
