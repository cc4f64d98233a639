"""Lay a ledger out as rows, for CSV and JSON."""

from __future__ import annotations

from monitor.ledger.count import Ledger
from monitor.model import Action

Cell = str | int | bool | None
COLUMNS = (
    "treaty", "participant", "code", "signed", "action", "deposited", "number", "bound", "withdrawn", "withdrawal",
)  # fmt: skip
"""The header of a CSV, also of one without participants."""


def rows(ledger: Ledger) -> list[dict[str, Cell]]:
    """Return one row for each participant, by name: what it did and when, as ISO dates, None where it did not.

    Every row has the same keys, `COLUMNS`.
    """
    signed = {act.name: act for act in ledger.signatures}
    parties = {party.name: party for party in ledger.parties}
    left = {act.name: act for act in ledger.left}
    codes = {act.name: act.actor for act in (*ledger.signatures, *ledger.left)}
    codes |= {party.name: party.code for party in ledger.parties}
    found: list[dict[str, Cell]] = []
    for name, code in sorted(codes.items()):
        party, act, over = parties.get(name), signed.get(name), left.get(name)
        found.append(
            {
                "treaty": ledger.treaty.id,
                "participant": name,
                "code": code,
                "signed": act.on.isoformat() if act else None,
                "action": str(party.action) if party else None,
                "deposited": party.deposited.isoformat() if party else None,
                "number": party.number if party else None,
                "bound": party.bound.isoformat() if party and party.bound else None,
                "withdrawn": bool(over) and party is None,
                "withdrawal": over.on.isoformat() if over and over.action is Action.WITHDRAWAL else None,
            }
        )
    return found
