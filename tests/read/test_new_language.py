"""A language whose names are in none of our tables: its one file is enough to read it."""

from __future__ import annotations

from importlib.resources import files

import pytest
from msgspec.structs import replace

from monitor import actors
from monitor.languages import Languages
from monitor.model import Action, Entry, Status
from monitor.read import Reader
from monitor.read.words.months import Calendar
from monitor.treaties import Treaty

ITALIAN = """\
code: it
name: Italian
script: latin
small: "il | la | le | gli | ha | della | del | che | di | con | per | una"
acts:
  signature:
    done: "ha firmato | hanno firmato | firma"
    bare: "firmare"
  ratification:
    done: "ha ratificato | ratifica"
cues:
  and: "e"
  negation: "non"
"""


@pytest.fixture(scope="module")
def reader(treaties: dict[str, Treaty]) -> Reader:
    portuguese = files("monitor.languages").joinpath("pt.yaml").read_text(encoding="utf-8")
    mine = treaties["un-cybercrime"]
    called = {
        **mine.names,
        "it": (
            "Convenzione {ONU|delle Nazioni Unite} contro la criminalità informatica",
            "Convenzione di Hanoi",
        ),
    }
    return Reader({mine.id: replace(mine, names=called)}, Languages({"it": ITALIAN, "pt": portuguese}))


@pytest.mark.parametrize(
    ("text", "actor", "action"),
    [
        ("La Svezia ha firmato la Convenzione ONU contro la criminalità informatica", "SE", Action.SIGNATURE),
        ("Il Kenya ha ratificato la Convenzione di Hanoi il 12 maggio 2026", "KE", Action.RATIFICATION),
    ],
)
def test_its_file_is_enough(reader: Reader, text: str, actor: str, action: Action) -> None:
    reading = reader.read(Entry(id="0" * 32, feed="f", title=text, language="it"))
    assert reading.language == "it"
    assert [(event.actor, event.action, event.status) for event in reading.events] == [
        (actor, action, Status.DONE)
    ]


def test_states_are_called_as_iso_3166_has_them_or_else_in_english() -> None:
    assert {("Svezia", "SE"), ("European Union", "EU"), ("Regno Unito", "GB")} <= {
        (one.words, one.code) for one in actors.table("it")
    }
    assert ("Sweden", "SE") in {(one.words, one.code) for one in actors.table("xx")}


def test_its_dates_are_read_where_they_are_numbers() -> None:
    calendar = Calendar(Languages({"it": ITALIAN})["it"])
    assert [(hit.day, hit.month) for hit in calendar.dates("il 12 maggio o 12/5/2026")] == [(12, 5)]
