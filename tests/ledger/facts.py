"""Hold real clauses of UN treaties with the deposit that fulfilled each and the day of entry into force.

Public facts of the UN Treaty Collection: chapter and number, count, rule, deposit, entry into force.
"""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """Hold one treaty's clause and what came of it."""

    number: str
    name: str
    needed: int
    rule: str
    deposit: str
    in_force: str


FACTS = (
    Fact("4-9", "Convention against Torture", 20, "30 days", "1987-05-27", "1987-06-26"),
    Fact("4-11", "Convention on the Rights of the Child", 20, "30 days", "1990-08-03", "1990-09-02"),
    Fact(
        "4-13", "Migrant Workers Convention", 20, "first of month after 3 months", "2003-03-14", "2003-07-01"
    ),
    Fact("4-15", "Disabilities Convention", 20, "30 days", "2008-04-03", "2008-05-03"),
    Fact("4-16", "Enforced Disappearance Convention", 20, "30 days", "2010-11-23", "2010-12-23"),
    Fact("18-10", "Rome Statute", 60, "first of month after 60 days", "2002-04-11", "2002-07-01"),
    Fact("18-12", "Transnational Organized Crime Convention", 40, "90 days", "2003-07-01", "2003-09-29"),
    Fact("18-14", "Convention against Corruption", 30, "90 days", "2005-09-15", "2005-12-14"),
    Fact("18-12-a", "Trafficking Protocol", 40, "90 days", "2003-09-26", "2003-12-25"),
    Fact("18-12-b", "Migrant Smuggling Protocol", 40, "90 days", "2003-10-30", "2004-01-28"),
    Fact("18-12-c", "Firearms Protocol", 40, "90 days", "2005-04-04", "2005-07-03"),
    Fact("27-7", "Climate Change Convention", 50, "90 days", "1993-12-21", "1994-03-21"),
    Fact("27-8", "Biological Diversity Convention", 30, "90 days", "1993-09-30", "1993-12-29"),
    Fact("27-8-a", "Biosafety Protocol", 50, "90 days", "2003-06-13", "2003-09-11"),
    Fact("27-15", "Stockholm Convention", 50, "90 days", "2004-02-17", "2004-05-17"),
    Fact("27-14", "Rotterdam Convention", 50, "90 days", "2003-11-26", "2004-02-24"),
    Fact("27-2", "Ozone Layer Convention", 20, "90 days", "1988-06-24", "1988-09-22"),
    Fact("27-10", "Desertification Convention", 50, "90 days", "1996-09-27", "1996-12-26"),
    Fact("26-5", "Mine Ban Convention", 40, "first of sixth month", "1998-09-16", "1999-03-01"),
    Fact("26-6", "Cluster Munitions Convention", 30, "first of sixth month", "2010-02-16", "2010-08-01"),
    Fact("26-3", "Chemical Weapons Convention", 65, "180 days", "1996-10-31", "1997-04-29"),
    Fact("9-4", "Tobacco Control Convention", 40, "90 days", "2004-11-29", "2005-02-27"),
    Fact("18-11", "Terrorist Financing Convention", 22, "30 days", "2002-03-11", "2002-04-10"),
    Fact("18-9", "Terrorist Bombings Convention", 22, "30 days", "2001-04-23", "2001-05-23"),
    Fact("18-15", "Nuclear Terrorism Convention", 22, "30 days", "2007-06-07", "2007-07-07"),
    Fact("4-1", "Genocide Convention", 20, "90 days", "1950-10-14", "1951-01-12"),
    Fact("5-2", "Refugee Convention", 6, "90 days", "1954-01-22", "1954-04-22"),
    Fact("4-11-b", "Protocol on children in armed conflict", 10, "3 months", "2001-11-12", "2002-02-12"),
    Fact("4-11-c", "Protocol on the sale of children", 10, "3 months", "2001-10-18", "2002-01-18"),
    Fact("4-9-b", "Protocol against Torture", 20, "30 days", "2006-05-23", "2006-06-22"),
    Fact("10-10", "Sales Convention", 10, "first of month after 12 months", "1986-12-11", "1988-01-01"),
)
