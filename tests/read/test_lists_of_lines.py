"""Read lists that have a line for each State, as `<ul>` in a feed."""

from __future__ import annotations

import pytest

from monitor.model import Entry, Status
from monitor.read import Reader

_EN = "The following countries signed the Hanoi Convention on Saturday:"


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (f"{_EN}\nKenya\nTogo\nPeru\nRights groups were critical of all of them.", ["KE", "TG", "PE"]),
        (f"{_EN}\n- Kenya\n- Togo\n- Peru", ["KE", "TG", "PE"]),
        (f"{_EN}\n1. Kenya\n2. Togo\n3. Peru", ["KE", "TG", "PE"]),
        (f"{_EN}\nKenya, Togo\nAfrica must lead, says Ghana\nChile wins the cup", ["KE", "TG"]),
        (f"{_EN} • Kenya • Togo • Peru.", ["KE", "TG", "PE"]),
        (f"{_EN} Kenya (25 October 2025), Togo (26 October 2025)", ["KE", "TG"]),
        ("Los siguientes países firmaron hoy la Convención de Hanoi:\nKenia\nTogo", ["KE", "TG"]),
        ("Die folgenden Staaten haben heute die Hanoi-Konvention unterzeichnet:\nKenia\nTogo", ["KE", "TG"]),
        ("Peru signed the Hanoi Convention. Read also:\nKenya in talks\nChile wins the cup", ["PE"]),
    ],
)
def test_each_line_names_one(reader: Reader, text: str, actors: list[str]) -> None:
    reading = reader.read(Entry(id="0" * 32, feed="lists", title="", summary=text))
    assert [event.actor for event in reading.events] == actors, reading.notes
    assert all(event.status is Status.DONE for event in reading.events)
    assert not any("\n" in event.quote for event in reading.events)
