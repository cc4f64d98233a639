"""A language whose names are in none of our tables: its one file is enough to read it."""

from __future__ import annotations

from importlib.resources import files

import pytest
from msgspec.structs import replace

from monitor import actors
from monitor.languages import Languages
from monitor.model import Action, Entry, Status
from monitor.read import Reader
from monitor.read.words.signs import Calendar
from monitor.treaties import Treaty

ROMANIAN = """\
code: ro
name: Romanian
script: latin
small: "și | a | au | în | la | cu | de | din | care | pentru | privind | este"
acts:
  signature:
    done: "a semnat | au semnat | semnează"
    bare: "să semneze"
  ratification:
    done: "a ratificat | ratifică"
cues:
  and: "și"
  negation: "nu"
"""


@pytest.fixture(scope="module")
def reader(treaties: dict[str, Treaty]) -> Reader:
    portuguese = files("monitor.languages").joinpath("pt.yaml").read_text(encoding="utf-8")
    mine = treaties["un-cybercrime"]
    called = {
        **mine.names,
        "ro": (
            "Convenția {ONU|Națiunilor Unite} împotriva criminalității informatice",
            "Convenția de la Hanoi",
        ),
    }
    return Reader({mine.id: replace(mine, names=called)}, Languages({"ro": ROMANIAN, "pt": portuguese}))


@pytest.mark.parametrize(
    ("text", "actor", "action"),
    [
        ("Suedia a semnat Convenția ONU împotriva criminalității informatice", "SE", Action.SIGNATURE),
        ("Kenya a ratificat Convenția de la Hanoi pe 12 mai 2026", "KE", Action.RATIFICATION),
    ],
)
def test_its_file_is_enough(reader: Reader, text: str, actor: str, action: Action) -> None:
    reading = reader.read(Entry(id="0" * 32, feed="f", title=text, language="ro"))
    assert reading.language == "ro"
    assert [(event.actor, event.action, event.status) for event in reading.events] == [
        (actor, action, Status.DONE)
    ]


def test_states_are_called_as_iso_3166_has_them_or_else_in_english() -> None:
    assert {("Suedia", "SE"), ("European Union", "EU"), ("Regatul Unit", "GB")} <= {
        (one.words, one.code) for one in actors.table("ro")
    }
    assert ("Sweden", "SE") in {(one.words, one.code) for one in actors.table("xx")}


def test_its_dates_are_read_where_they_are_numbers() -> None:
    calendar = Calendar(Languages({"ro": ROMANIAN})["ro"])
    assert [(hit.day, hit.month) for hit in calendar.dates("pe 12 mai sau 12/5/2026")] == [(12, 5)]
