"""Which words meet which texts, in fourteen languages and more scripts: boundaries, folding, and what is quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.folding import fold
from monitor.match.text import FieldText
from tests.match.books import words

# (what a rule says, a title, the words as published that meet it, or None)
ENGLISH = [
    ("sign", "Ministers sign the pact", "sign"),
    ("sign", "Ministers signed the pact", None),
    ("sign", "A design for peace", None),
    ("sign", "Stop sign: new pact", "sign"),
    ("sign", "SIGN!", "SIGN"),
    ("sign*", "Ministers signed the pact", "signed"),
    ("sign*", "A signature for peace", "signature"),
    ("sign*", "A design for peace", None),
    ("sign*", "They re-signed it", "signed"),
    ("pact", "The pact's text", "pact"),
    ("pact", "The pact\u2019s text", "pact"),
    ("pact", "“pact”", "pact"),
    ("pact", "compact talks", None),
    ("pact", "pacts", None),
    ("UN", "un vote", "un"),
    ("UN", "under fire", None),
    ("UN", "The UN, again", "UN"),
    ("UN", "U.N. vote", None),
    ("U.N.", "U.N. vote", "U.N."),
    ("UN", "UN-backed plan", "UN"),
    ("UN", "UN_backed plan", None),
    ("UN", "UN2030 plan", None),
    ("G7", "The G7 met", "G7"),
    ("G7", "The G77 met", None),
    ("high seas treaty", "The High Seas Treaty is law", "High Seas Treaty"),
    ("high seas treaty", "The high-seas treaty is law", "high-seas treaty"),
    ("high-seas treaty", "The high seas treaty is law", "high seas treaty"),
    ("high seas treaty", "The high  seas\n treaty is law", "high  seas\n treaty"),
    ("high seas treaty", "The high\u00a0seas treaty", "high\u00a0seas treaty"),
    ("high seas treaty", "The high\u2011seas treaty", "high\u2011seas treaty"),
    ("high seas treaty", "High seas, treaty", None),
    ("high seas treat*", "High seas treaties", "High seas treaties"),
    ("cyber crime", "a cybercrime pact", None),
    ("cyber crime", "a cyber-crime pact", "cyber-crime"),
    ("cooperation", "co\u00adoper\u00adation", "co\u00adoper\u00adation"),
    ("office", "The o\ufb03ce said", "o\ufb03ce"),
    ("naive", "A naïve pact", "naïve"),
    ("aesop", "Æsop’s pact", "Æsop"),
    ("un", "ＵＮ pact", "ＵＮ"),
    ("co2", "CO₂ levels", "CO₂"),
    ("65 nations", "65 nations sign", "65 nations"),
    ("65 nations", "165 nations sign", None),
    ("pact", "p\u200bact", "p\u200bact"),
    ("don't sign", "They don’t sign", "don’t sign"),
]
FRENCH = [
    ("ratifie*", "La France a RATIFIÉ le traité", "RATIFIÉ"),
    ("ratifiee", "Convention ratifiée hier", "ratifiée"),
    ("ratifiée", "Convention ratifiee hier", "ratifiee"),
    ("ratifie", "Convention ratifiée hier", None),
    ("ONU", "l’ONU vote", "ONU"),
    ("ONU", "L'ONU vote", "ONU"),
    ("l'ONU", "l’ONU vote", "l’ONU"),
    ("ONU", "ONUSIDA vote", None),
    ("hanoi", "Convention de Hanoï", "Hanoï"),
    ("hanoï", "Convention de Hanoi\u0308", "Hanoi\u0308"),
    ("oeuvre", "mise en œuvre", "œuvre"),
    ("cote d'ivoire", "La Côte d’Ivoire signe", "Côte d’Ivoire"),
    ("etat", "États membres", None),
    ("etats", "États membres", "États"),
    ("haute mer", "traité sur la haute-mer", "haute-mer"),
    ("signe", "On signe", "signe"),
    ("signe", "On désigne", None),
]
SPANISH = [
    ("ratifico", "México ratificó el tratado", "ratificó"),
    ("ratific*", "Ratificación del tratado", "Ratificación"),
    ("espana", "España firma", "España"),
    ("firma", "España firmará", None),
    ("firma*", "España firmará", "firmará"),
    ("ciberdelito", "¿Ciberdelito?", "Ciberdelito"),
    ("mexico", "¡México!", "México"),
    ("escazu", "Acuerdo de Escazú", "Escazú"),
]
PORTUGUESE = [
    ("convencao", "Convenção de Hanói", "Convenção"),
    ("assin*", "Brasil assinará convenção", "assinará"),
    ("adesao", "Adesão à convenção", "Adesão"),
    ("ratificacao", "a ratificação", "ratificação"),
    ("sao tome", "São Tomé assina", "São Tomé"),
    ("ira", "O Irã ratifica", "Irã"),
    ("ira", "O Iraque ratifica", None),
]
GERMAN = [
    ("strasse", "Straße frei", "Straße"),
    ("straße", "STRASSE FREI", "STRASSE"),
    ("unterzeichn*", "Österreich unterzeichnet", "unterzeichnet"),
    ("zeichn*", "Österreich unterzeichnet", None),
    ("osterreich", "Österreich zeichnet", "Österreich"),
    ("übereinkommen", "UBEREINKOMMEN", "UBEREINKOMMEN"),
    ("abkommen", "Hochseeabkommen", None),
    ("hochsee abkommen", "Hochsee-Abkommen", "Hochsee-Abkommen"),
    ("un konvention", "UN-Konvention gegen", "UN-Konvention"),
]
VIETNAMESE = [
    ("ha noi", "Công ước Hà Nội", "Hà Nội"),
    ("Hà Nội", "cong uoc HA NOI", "HA NOI"),
    ("cong uoc", "Công ước Hà Nội", "Công ước"),
    ("phê chuẩn", "Việt Nam phe chuan công ước", "phe chuan"),
    ("viet nam", "Việt\u00a0Nam ký", "Việt\u00a0Nam"),
    ("Viet Nam", "Vie\u0302\u0323t Nam ký", "Vie\u0302\u0323t Nam"),
    ("ky", "Việt Nam ký", "ký"),
    ("ky", "kỷ niệm", "kỷ"),
    ("da nang", "Đà Nẵng", "Đà Nẵng"),
    ("ha", "Hành động", None),
]
POLISH_TURKISH_NORDIC = [
    ("lodz", "Łódź podpisuje", "Łódź"),
    ("podpis*", "Polska podpisała", "podpisała"),
    ("turkiye", "Türkiye imzaladı", "Türkiye"),
    ("istanbul", "İSTANBUL Sözleşmesi", "İSTANBUL"),
    ("imzaladi", "Türkiye imzaladı", "imzaladı"),
    ("sozlesmesi", "İstanbul Sözleşmesi", "Sözleşmesi"),
    ("oresund", "Øresund", "Øresund"),
    ("thing", "Þing", "Þing"),
]
RUSSIAN = [
    ("подписал*", "Россия подписала конвенцию", "подписала"),
    ("подписа*", "ПОДПИСАНИЕ КОНВЕНЦИИ", "ПОДПИСАНИЕ"),
    ("еще", "ещё раз", "ещё"),
    ("ещё", "ЕЩЕ раз", "ЕЩЕ"),
    ("оон", "Конвенция ООН", "ООН"),
    ("оон", "ооновский", None),
    ("пакт", "контракт", None),
    ("мой", "мои слова", None),
    ("мой", "Мои\u0306 договор", "Мои\u0306"),
    ("конвенцию", "конве\u0301нцию", "конве\u0301нцию"),
    ("ханойск*", "Ханойскую конвенцию", "Ханойскую"),
    ("конвенция оон", "«Конвенция ООН»", "Конвенция ООН"),
]
UKRAINIAN_GREEK = [
    ("київ", "КИЇВ підписує", "КИЇВ"),
    ("киів", "Київ підписує", None),
    ("συμβαση", "Η Σύμβαση του ΟΗΕ", "Σύμβαση"),
    ("οηε", "ΟΗΕ", "ΟΗΕ"),
    ("κρατοσ", "κράτος", "κράτος"),
]
ARABIC = [
    ("التوقيع", "اَلتَّوْقِيعُ على الاتفاقية", "اَلتَّوْقِيعُ"),
    ("اتفاقية", "اتفاقيـــة هانوي", "اتفاقيـــة"),
    ("اتفاقيه", "اتفاقية هانوي", "اتفاقية"),
    ("الامم المتحدة", "الأمم المتحدة", "الأمم المتحدة"),
    ("الأمم المتحدة", "الامم المتحده", "الامم المتحده"),
    ("هانوى", "اتفاقية هانوي", "هانوي"),
    ("اتفاقية", "الاتفاقية", None),
    ("صادق*", "صادقت مصر", "صادقت"),
    ("72 دولة", "٧٢ دولة توقع", "٧٢ دولة"),
    ("مصر", "«مصر» توقع", "مصر"),
    ("ایران", "ايران توقع", "ايران"),
    ("مصر", "\u202bمصر\u202c", "مصر"),
    ("کنوانسیون", "كنوانسيون", "كنوانسيون"),
]
HEBREW_HINDI = [
    ("אמנה", "אֲמָנָה חדשה", "אֲמָנָה"),
    ("אמנה", "האמנה", None),
    ("हस्ताक्षर", "भारत ने हस्ताक्षर किए", "हस्ताक्षर"),
    ("संधि", "नई संधि पर", "संधि"),
    ("संध", "नई संधि पर", None),
    ("भारत", "भारतीय", None),
    ("भारत*", "भारतीय दल", "भारतीय"),
    ("१२", "12 देश", "12"),
    ("क़ानून", "कानून बना", "कानून"),
]
CHINESE = [
    ("公约", "联合国打击网络犯罪公约", "公约"),
    ("网络犯罪", "《联合国打击网络犯罪公约》", "网络犯罪"),
    ("签署", "越南签署了公约", "签署"),
    ("批准", "中国批准公约。", "批准"),
    ("公約", "联合国公约", None),
    ("UN", "在UN签署", "UN"),
    ("UN", "在UNESCO签署", None),
    ("65国", "共65国签署", "65国"),
    ("河内*", "河内公约", "河内"),
    ("ＵＮ公约", "UN公约", "UN公约"),
]
JAPANESE_KOREAN = [
    ("条約", "ハノイ条約に署名", "条約"),
    ("ハノイ", "ﾊﾉｲ条約", "ﾊﾉｲ"),
    ("ガーナ", "ｶﾞｰﾅが署名", "ｶﾞｰﾅ"),
    ("カーナ", "ガーナが署名", None),
    ("か", "が", None),
    ("が", "か\u3099", "か\u3099"),
    ("署名", "日本は署名した", "署名"),
    ("협약", "한국, 유엔사이버범죄협약에 서명", "협약"),
    ("서명", "한국이 서명했다", "서명"),
    ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8 서명", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    ("하", "한국", None),
]
SOUTH_EAST_ASIAN = [
    ("ลงนาม", "ประเทศไทยลงนามอนุสัญญา", "ลงนาม"),
    ("อนุสัญญา", "ประเทศไทยลงนามอนุสัญญา", "อนุสัญญา"),
    ("ไม", "ไม่ลงนาม", None),
    ("ลงนา", "ลงนามแล้ว", "ลงนา"),
    ("ສັນຍາ", "ລາວລົງນາມສັນຍາ", "ສັນຍາ"),
    ("សន្ធិ", "កម្ពុជាចុះហត្ថលេខាលើសន្ធិសញ្ញា", "សន្ធិ"),
    ("កម្ពុជា", "កម្ពុជាចុះហត្ថលេខា", "កម្ពុជា"),
    ("စာချုပ်", "မြန်မာစာချုပ်လက်မှတ်", "စာချုပ်"),
    ("UN", "สนธิสัญญาUNใหม่", "UN"),
]
CASES = [
    *ENGLISH, *FRENCH, *SPANISH, *PORTUGUESE, *GERMAN, *VIETNAMESE, *POLISH_TURKISH_NORDIC, *RUSSIAN,
    *UKRAINIAN_GREEK, *ARABIC, *HEBREW_HINDI, *CHINESE, *JAPANESE_KOREAN, *SOUTH_EAST_ASIAN,
]  # fmt: skip


@pytest.mark.parametrize(("term", "title", "expected"), CASES)
def test_words(term: str, title: str, expected: str | None) -> None:
    assert words(term, title) == (None if expected is None else [expected])


def test_the_table_is_as_long_as_it_claims() -> None:
    assert len(CASES) >= 150


EXACT = [
    ("SIGN", "SIGN the pact", "SIGN"),
    ("SIGN", "Sign the pact", None),
    ("SIGN", "SIGNS the pact", None),
    ("ratifié", "ratifie ou ratifié", "ratifié"),
    ("ratifié", "ratifie\u0301", "ratifie\u0301"),
    ("ratifie", "ratifié", None),
    ("May Day", "May  Day", "May  Day"),
    ("May Day", "May-Day", None),
    ("US", "tell us, US", "US"),
    ("ООН", "оон ООН", "ООН"),
]


@pytest.mark.parametrize(("term", "title", "expected"), EXACT)
def test_exact_keeps_case_and_accents(term: str, title: str, expected: str | None) -> None:
    assert words({"exact": term}, title) == (None if expected is None else [expected])


def test_a_literal_star_needs_phrase() -> None:
    assert words({"phrase": "5*"}, "A 5* hotel") == ["5*"]
    assert words({"prefix": "ratif"}, "Ratified") == ["Ratified"]


@given(st.text() | st.text(alphabet="ab. -\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x7f\x85\xa0\u2003\u3000"))
def test_between_words_stands_one_space(text: str) -> None:
    assert FieldText("title", text).flat == " ".join(fold(text).text.replace("-", " ").split())
