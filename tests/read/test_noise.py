"""What newsrooms put around a heading, and how they write a treaty's name, changes nothing of what it tells."""

from __future__ import annotations

import re

import pytest

from monitor.model import Entry
from monitor.read import Reader
from tests.read.test_ways import ways

LABELS = {
    "en": "BREAKING: ", "fr": "ALERTE : ", "es": "ÚLTIMA HORA: ", "pt": "URGENTE: ", "de": "EILMELDUNG: ",
    "ru": "СРОЧНО: ", "ar": "عاجل: ", "zh": "快讯：", "vi": "NÓNG: ", "it": "ULTIM'ORA: ",
    "id": "BREAKING NEWS: ", "hi": "ब्रेकिंग न्यूज: ", "ja": "速報：",
}  # fmt: skip
LONG = {
    "en": "UN Convention against Cybercrime (the Hanoi Convention)",
    "fr": "Convention des Nations Unies contre la cybercriminalité (Convention de Hanoï)",
    "es": "Convención de las Naciones Unidas contra la Ciberdelincuencia (Convención de Hanói)",
    "pt": "Convenção das Nações Unidas contra o Cibercrime (Convenção de Hanói)",
    "de": "UN-Konvention gegen Cyberkriminalität (Hanoi-Konvention)",
    "ru": "Конвенцию ООН против киберпреступности (Ханойскую конвенцию)",
    "ar": "اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية (اتفاقية هانوي)",
    "zh": "《联合国打击网络犯罪公约》（《河内公约》）",
    "vi": "Công ước Liên hợp quốc về chống tội phạm mạng (Công ước Hà Nội)",
    "id": "Konvensi PBB Menentang Kejahatan Siber (Konvensi Hanoi)",
    "hi": "साइबर अपराध के खिलाफ संयुक्त राष्ट्र कन्वेंशन (हनोई कन्वेंशन)",
    "ja": "国連サイバー犯罪条約（ハノイ条約）",
    "it": "Convenzione delle Nazioni Unite contro la criminalità informatica (Convenzione di Hanoi)",
}
"""The treaty by both its names, the short one last and in brackets."""
CLAUSES = {
    "en": "While Norway opened a port, ", "fr": "Tandis que la Norvège ouvrait un port, ",
    "es": "Mientras Noruega abría un puerto, ", "pt": "Enquanto a Noruega abria um porto, ",
    "ru": "В то время как Норвегия открыла порт, ", "ar": "بينما افتتحت النرويج ميناء، ",
    "it": "Mentre la Norvegia apriva un porto, ",
    "id": "Sementara Norwegia membuka pelabuhan, ",
    "vi": "Trong khi Na Uy mở cảng, ", "zh": "在挪威开放港口之际，",
    "ja": "ノルウェーが港を開く中、",
}  # fmt: skip
"""What another State did besides."""
OPENS = re.compile(
    "(?:The |Le |El |Il |O |\\w+ (?=كينيا))?"
    "(?:Keny?i?a|ケニア|Ghana|Per[uú]|Pérou|Chile|Qu[eê]nia|Angola|Кения|كينيا|肯尼亚)"
)
"""How a heading opens with a State."""
ADJECTIVES = (
    ("the Hanoi Convention", "the UN-backed Hanoi Convention"),
    ("la Convention de Hanoï", "la très controversée Convention de Hanoï"),
    ("la Convención de Hanói", "la histórica Convención de Hanói"),
    ("a Convenção de Hanói", "a histórica Convenção de Hanói"),
    ("la Convenzione di Hanoi", "la storica Convenzione di Hanoi"),
    ("die Hanoi-Konvention", "die umstrittene Hanoi-Konvention"),
    ("《河内公约》", "备受关注的《河内公约》"),
)


def noisy(language: str, heading: str) -> list[str]:
    """Return ways to publish one heading, none of which says anything else."""
    name = LONG[language].rpartition("（" if language in {"zh", "ja"} else "(")[2][:-1].removeprefix("the ")
    ways = [LABELS[language] + heading, f"🔴 {heading}", f"{heading} 🇺🇳", f"{heading} | The Star"]
    quoted = () if name.startswith("《") else (f"“{name}”", f"« {name} »")
    if language in CLAUSES and OPENS.match(heading) and ":" not in heading:
        ways.append(CLAUSES[language] + re.sub("^(?:The|Le|El|Il|O) ", lambda word: word[0].lower(), heading))
    ways += [heading.replace(name, other) for other in (LONG[language], *quoted)]
    return ways + [heading.replace(plain, described) for plain, described in ADJECTIVES]


@pytest.mark.parametrize("turn", range(4))
def test_noise_changes_nothing(reader: Reader, turn: int) -> None:
    wrong = []
    for index, (language, text, tells) in enumerate(ways()):
        heading = text.rstrip(".。")
        published = noisy(language, heading)
        one = published[(index + turn * 3) % len(published)]
        events = reader.read(Entry(id="0" * 32, feed="ways", title=one)).events
        told = [f"{event.actor} {event.action.value} {event.status.value}" for event in events]
        if told != ([tells] if tells else []):
            wrong.append((one, told, tells))
    assert not wrong
