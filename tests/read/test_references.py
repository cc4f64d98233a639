"""What stands for a State or a treaty named in the sentence before tells what its name would."""

from __future__ import annotations

from monitor.model import Entry
from monitor.read import Reader
from tests.read.test_ways import ways

STATES = {
    "en": (
        "Kenya",
        "Kenya held a summit.",
        ("The country", "It", "The East African nation", "The government"),
    ),
    "fr": ("Le Kenya", "Le Kenya a accueilli un sommet.", ("Le pays", "Il", "Le gouvernement")),
    "es": ("Kenia", "Kenia acogió una cumbre.", ("El país", "Ese país", "El Gobierno")),
    "pt": ("Angola", "Angola acolheu uma cimeira.", ("O país", "O Governo")),
    "it": ("Il Kenya", "Il Kenya ha ospitato un vertice.", ("Il Paese", "Questo Paese", "Il Governo")),
    "de": ("Kenia", "Kenia war Gastgeber eines Gipfels.", ("Das Land", "Das ostafrikanische Land")),
    "ru": ("Казахстан", "Казахстан провёл саммит.", ("Республика", "Среднеазиатское государство")),
    "ar": ("كينيا", "استضافت كينيا قمة.", ("البلاد", "الدولة الأفريقية")),
    "zh": ("肯尼亚", "肯尼亚主办了峰会。", ("该国", "这个东非国家")),
    "vi": ("Kenya", "Kenya đã tổ chức hội nghị.", ("Nước này", "Quốc gia Đông Phi này")),
    "ja": ("ケニア", "ケニアは首脳会議を主催した。", ("同国", "同国政府")),
    "id": ("Kenya", "Kenya menggelar pertemuan puncak.", ("Negara itu", "Negara Afrika Timur itu")),
    "hi": ("केन्या", "केन्या ने शिखर सम्मेलन की मेजबानी की।", ("इस देश", "इस पूर्वी अफ्रीकी देश")),
}
"""A State, a sentence that names it, and words that stand for it then."""
TREATIES = {
    "en": (
        "the Hanoi Convention",
        "The Hanoi Convention deals with fraud.",
        ("the treaty", "it", "the accord"),
    ),
    "fr": (
        "la Convention de Hanoï",
        "La Convention de Hanoï porte sur la fraude.",
        ("le traité", "ce texte"),
    ),
    "es": (
        "la Convención de Hanói",
        "La Convención de Hanói trata del fraude.",
        ("el tratado", "el acuerdo"),
    ),
    "pt": ("a Convenção de Hanói", "A Convenção de Hanói trata da fraude.", ("o tratado", "o acordo")),
    "it": (
        "la Convenzione di Hanoi",
        "La Convenzione di Hanoi riguarda le frodi.",
        ("il trattato", "l'accordo"),
    ),
    "de": ("die Hanoi-Konvention", "Die Hanoi-Konvention betrifft Betrug.", ("das Abkommen", "sie")),
    "ru": ("Ханойскую конвенцию", "Ханойская конвенция касается мошенничества.", ("договор", "её")),
    "ar": ("اتفاقية هانوي", "تتعلق اتفاقية هانوي بالاحتيال.", ("الاتفاقية", "المعاهدة")),
    "zh": ("《河内公约》", "《河内公约》涉及诈骗。", ("该公约", "这份文件")),
    "vi": ("Công ước Hà Nội", "Công ước Hà Nội liên quan đến lừa đảo.", ("công ước này", "văn kiện này")),
    "ja": ("ハノイ条約", "ハノイ条約は詐欺を扱う。", ("同条約", "この条約")),
    "id": ("Konvensi Hanoi", "Konvensi Hanoi mengatur penipuan.", ("konvensi itu", "perjanjian tersebut")),
    "hi": ("हनोई कन्वेंशन", "हनोई कन्वेंशन धोखाधड़ी से जुड़ा है।", ("इस संधि", "इस कन्वेंशन")),
}
"""The same for a treaty."""
ALONE = (".", "。", "，", ",", ":", "?", "”")
"""What shows that a way is more than one plain sentence."""


def told(reader: Reader, text: str) -> list[str]:
    events = reader.read(Entry(id="0" * 32, feed="ways", title="", summary=text)).events
    return [f"{event.actor} {event.action.value} {event.status.value}" for event in events]


def read_otherwise(
    reader: Reader, names: dict[str, tuple[str, str, tuple[str, ...]]]
) -> tuple[list[str], int]:
    """Return the texts that tell something else where a word stands for a name, and how many were read."""
    wrong, count = [], 0
    for index, (language, text, tells) in enumerate(ways()):
        name, lead, words = names[language]
        plain = text.rstrip(".。")
        if plain.count(name) != 1 or any(mark in plain for mark in ALONE):
            continue
        if names is STATES and not plain.startswith(name + ("" if language in {"zh", "ja"} else " ")):
            continue
        stop, space = ("。", "") if language in {"zh", "ja"} else (".", " ")
        one = lead + space + plain.replace(name, words[index % len(words)]) + stop
        count += 1
        if told(reader, one) != ([tells] if tells else []):
            wrong.append(f"{one} {tells}")
    return wrong, count


def test_what_stands_for_a_state_tells_what_its_name_does(reader: Reader) -> None:
    wrong, count = read_otherwise(reader, STATES)
    assert count > 500
    assert len(wrong) * 50 < count, "\n".join(wrong)


def test_what_stands_for_a_treaty_tells_what_its_name_does(reader: Reader) -> None:
    wrong, count = read_otherwise(reader, TREATIES)
    assert count > 1000
    assert len(wrong) * 50 < count, "\n".join(wrong)
