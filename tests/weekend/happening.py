# ruff: noqa: SIM905 - seventy-two codes read best as a text
"""Invent a signing weekend: who signs when, and which of forty outlets reports it in which of nine languages."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor import actors, cldr
from monitor.model import Act, Action, Entry, Event, Record, Status

START = datetime(2025, 10, 25, 2, 0, tzinfo=UTC)
"""Nine in the morning in Hanoi."""
TREATY = "un-cybercrime"
SIGNATORIES = (
    "VN AT AU AO BR KH CL CU CZ DK EC EG FR GH GR JM KE KZ LA MY MA MZ NA NP NZ NG NO OM PK PA PY PE PH PL PT QA RU RW"
    " SA SN SG SK SI ZA ES LK SE CH TH TG TT TN TR UG AE GB TZ UY UZ VE YE ZM ZW BF BJ BO BW CM CR CI HN IE"
).split()
SAYS: Mapping[str, str] = {
    "en": "{name} signs the UN Convention against Cybercrime",
    "fr": "{name} signe la Convention des Nations unies contre la cybercriminalité",
    "es": "{name} firma la Convención de las Naciones Unidas contra la Ciberdelincuencia",
    "pt": "{name} assina a Convenção das Nações Unidas contra o Crime Cibernético",
    "de": "{name} unterzeichnet das Übereinkommen der Vereinten Nationen gegen Cyberkriminalität",
    "ru": "{name} подписывает Конвенцию ООН против киберпреступности",
    "zh": "{name}签署联合国打击网络犯罪公约",
    "ar": "{name} توقع اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية",
    "vi": "{name} ký Công ước Liên hợp quốc về chống tội phạm mạng",
}
CEREMONY: Mapping[str, str] = {
    "en": "72 states sign the UN Convention against Cybercrime",
    "fr": "72 États signent la Convention des Nations unies contre la cybercriminalité",
    "es": "72 Estados firman la Convención de las Naciones Unidas contra la Ciberdelincuencia",
    "pt": "72 países assinam a Convenção das Nações Unidas contra o Crime Cibernético",
    "de": "72 Staaten unterzeichnen das Übereinkommen der Vereinten Nationen gegen Cyberkriminalität",
    "ru": "72 государства подписали Конвенцию ООН против киберпреступности",
    "zh": "72个国家签署联合国打击网络犯罪公约",
    "ar": "72 دولة توقع اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية",
    "vi": "72 quốc gia ký Công ước Liên hợp quốc về chống tội phạm mạng",
}
LANGUAGES = tuple(SAYS)
OUTLETS = {f"outlet-{n:02}": LANGUAGES[n % len(LANGUAGES)] for n in range(40)}
RECORD = "record"


@dataclass(frozen=True, slots=True)
class Publication:
    """Hold one item: when and where it appears."""

    at: datetime
    feed: str
    entry: Entry


def _called(code: str, language: str) -> str:
    """Return how an outlet calls a State: in English as the UN does."""
    return actors.name(code) if language == "en" else cldr.states(actors.LOCALES[language][0])[code]


def weekend(seed: int) -> list[Publication]:
    """Return what forty outlets publish from the morning of the ceremony on, for two days, in order."""
    dice = random.Random(seed)
    made: list[Publication] = []
    firsts = _firsts(dice)
    for code, first in firsts.items():
        outlets = dice.sample(sorted(OUTLETS), dice.randint(2, 12))
        for number, outlet in enumerate(outlets):
            later = timedelta(minutes=dice.expovariate(1 / 240)) if number else timedelta(0)
            language = OUTLETS[outlet]
            title = SAYS[language].format(name=_called(code, language))
            made.append(_item(len(made), min(first + later, START + timedelta(hours=47)), outlet, title))
    for outlet, language in OUTLETS.items():
        at = START + timedelta(minutes=dice.uniform(60, 1500))
        made.append(_item(len(made), at, outlet, CEREMONY[language]))
    return sorted(made, key=lambda one: one.at)


def record(day: datetime) -> tuple[Record, tuple[Entry, ...]]:
    """Return the depositary's table once it shows all signatures, and an entry for each."""
    acts = tuple(
        Act(name=actors.name(code), actor=code, action=Action.SIGNATURE, on=START.date())
        for code in SIGNATORIES
    )
    entries = tuple(
        Entry(
            id=f"{number + 900_000:032x}",
            feed=RECORD,
            guid=f"{TREATY}:{act.actor}:signature",
            title=f"{act.name}: signature",
            published=day,
            official=Event(
                treaty=TREATY,
                action=Action.SIGNATURE,
                status=Status.DONE,
                actor=act.actor,
                on=act.on,
                official=True,
            ),
        )
        for number, act in enumerate(acts)
    )
    return Record(treaty=TREATY, acts=acts), entries


def _firsts(dice: random.Random) -> dict[str, datetime]:
    """Return when each signature is first reported: most within hours, the others over two days."""
    return {
        code: START
        + (
            timedelta(minutes=dice.uniform(0, 420))
            if number < 60
            else timedelta(minutes=dice.uniform(420, 2700))
        )
        for number, code in enumerate(SIGNATORIES)
    }


def _item(number: int, at: datetime, feed: str, title: str) -> Publication:
    url = f"https://{feed}.example/news/{number}-a-long-enough-slug"
    entry = Entry(
        id=f"{number + 1:032x}",
        feed=feed,
        guid=f"urn:{feed}:{number}",
        url=url,
        link=url,
        title=title,
        published=at,
        language=OUTLETS[feed],
        publisher=feed,
    )
    return Publication(at, feed, entry)
