"""Deliver what is owed, and say whether that works."""

from monitor.deliver.courier import Courier
from monitor.deliver.deliverer import Deliverer
from monitor.deliver.obstacles import Obstacles
from monitor.deliver.policy import Policy

__all__ = ["Courier", "Deliverer", "Obstacles", "Policy"]
