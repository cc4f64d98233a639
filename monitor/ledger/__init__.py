"""Count who has signed and who is bound, by the official record, and say when a treaty enters into force.

Pure arithmetic over the depositary's table: what the press reports is set beside it, never added to it.
"""

from monitor.ledger.calendar import ics
from monitor.ledger.count import Ledger, Party, tally
from monitor.ledger.milestones import Milestone, ahead, milestones
from monitor.ledger.moment import ends, in_force, moment
from monitor.ledger.reported import contradiction
from monitor.ledger.rows import COLUMNS, rows

__all__ = [
    "COLUMNS", "Ledger", "Milestone", "Party", "ahead", "contradiction", "ends", "ics", "in_force", "milestones",
    "moment", "rows", "tally",
]  # fmt: skip
