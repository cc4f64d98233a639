"""Know the actors of treaties: States and the European Union, in the words that newspapers use for them.

names       how each is written in a language; `table` has all of it
inflection  the cases and endings of names and adjectives
iso         ISO 3166 and ISO 639, from the data files of pycountry
named       which actors a title names
record      which actor a depositary's record means
seat        which capitals stand for their States
"""

from monitor.actors.named import named
from monitor.actors.names import LOCALES, ActorName, called, codes, leaders, name, regions, rows, table
from monitor.actors.record import from_record

__all__ = [
    "LOCALES", "ActorName", "called", "codes", "from_record", "leaders", "name", "named", "regions", "rows", "table",
]  # fmt: skip
