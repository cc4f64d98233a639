"""Write a feed's items in the formats that publishers use, faults included. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from monitor.demo.show import Outlet, Published, RecordScript

Items = Sequence[Published]


def render(outlet: Outlet, items: Items) -> tuple[bytes, str]:
    """Return a feed's body in its encoding, and its content type."""
    text, content_type = FORMATS[outlet.format](outlet, items)
    return text.encode(outlet.encoding, "xmlcharrefreplace"), content_type


def _rss(outlet: Outlet, items: Items) -> tuple[str, str]:
    """RSS 2.0: a teaser in the description, the whole text in content:encoded."""
    body = "".join(
        f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
        f'<guid isPermaLink="false">{escape(item.guid)}</guid>'
        f"<pubDate>{format_datetime(item.published, usegmt=True)}</pubDate>"
        f"<description>{escape(_teaser(item.text))}</description>"
        f"<content:encoded><![CDATA[<p>{escape(item.text)}</p>]]></content:encoded></item>\n"
        for item in items
    )
    return _rss_channel(outlet, body) + "</channel></rss>\n", "application/rss+xml"


def _search(outlet: Outlet, items: Items) -> tuple[str, str]:
    """RSS 2.0 as a news search writes it: the outlet in the title's end and in <source>."""
    body = "".join(
        f"<item><title>{escape(item.title)} - {escape(item.publisher or outlet.title)}</title>"
        f"<link>{escape(item.link)}</link><guid>{escape(item.guid)}</guid>"
        f"<pubDate>{format_datetime(item.published, usegmt=True)}</pubDate>"
        f"<description>{escape(item.text)}</description>"
        f"<source url={quoteattr(item.link.split('?')[0])}>{escape(item.publisher or outlet.title)}</source></item>\n"
        for item in items
    )
    return _rss_channel(outlet, body) + "</channel></rss>\n", "application/xml"


def _broken(outlet: Outlet, items: Items) -> tuple[str, str]:
    """RSS 2.0 with a bare ampersand, and broken off before its end."""
    body = "<copyright>Cais & Filhos</copyright>" + "".join(
        f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link><guid>{escape(item.guid)}</guid>"
        f"<pubDate>{format_datetime(item.published, usegmt=True)}</pubDate>"
        f"<description>{escape(item.text)}</description></item>\n"
        for item in items
    )
    return _rss_channel(outlet, body), "text/xml"


def _rss_channel(outlet: Outlet, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(outlet.title)}</title><link>https://{outlet.id}.example/</link>"
        f"<description>Invented for the demo</description><language>{outlet.language}</language>\n{body}"
    )


def _atom(outlet: Outlet, items: Items) -> tuple[str, str]:
    """Atom 1.0 with escaped HTML."""
    updated = max((item.published for item in items), default=None)
    body = "".join(
        f"<entry><id>{escape(item.guid)}</id><title>{escape(item.title)}</title>"
        f"<link href={quoteattr(item.link)}/><updated>{item.published.isoformat()}</updated>"
        f'<content type="html">{escape(f"<p>{escape(item.text)}</p>")}</content></entry>\n'
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">'
        f"<id>tag:{outlet.id}.example,2025:feed</id><title>{escape(outlet.title)}</title>"
        f"<updated>{updated.isoformat() if updated else '2025-10-01T00:00:00+00:00'}</updated>\n{body}</feed>\n",
        "application/atom+xml",
    )


def _rdf(outlet: Outlet, items: Items) -> tuple[str, str]:
    """RSS 1.0 (RDF) with Dublin Core dates."""
    listed = "".join(f"<rdf:li rdf:resource={quoteattr(item.link)}/>" for item in items)
    body = "".join(
        f"<item rdf:about={quoteattr(item.link)}><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
        f"<description>{escape(item.text)}</description><dc:date>{item.published.isoformat()}</dc:date></item>\n"
        for item in items
    )
    return (
        f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="https://{outlet.id}.example/"><title>{escape(outlet.title)}</title>'
        f"<link>https://{outlet.id}.example/</link><description>Invented for the demo</description>"
        f"<dc:language>{outlet.language}</dc:language><items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n"
        f"{body}</rdf:RDF>\n",
        "application/rdf+xml",
    )


def _json(outlet: Outlet, items: Items) -> tuple[str, str]:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": f"https://{outlet.id}.example/",
        "language": outlet.language,
        "items": [
            {
                "id": item.guid,
                "url": item.link,
                "title": item.title,
                "content_text": item.text,
                "date_published": item.published.isoformat(),
            }
            for item in items
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1), "application/feed+json"


FORMATS: dict[str, Callable[[Outlet, Items], tuple[str, str]]] = {
    "rss": _rss,
    "search": _search,
    "broken": _broken,
    "atom": _atom,
    "rdf": _rdf,
    "json": _json,
}


def render_record(record: RecordScript, elapsed: float, today: date) -> bytes:
    """Write the depositary's status table in the shape of the UN Treaty Collection's XML, tabs in dates included."""
    shown = [row for row in record.rows if row.at <= elapsed]
    deposits = [row for row in shown if row.deposit is not None and row.deposit <= elapsed]
    rows = "".join(
        f"<Row><Entry>{escape(row.name)}</Entry><Entry>{_day(record.signed_on)}</Entry>"
        f"<Entry>{_day(today) if row in deposits else ''}</Entry></Row>\n"
        for row in sorted(shown, key=lambda row: row.name)
    )
    heads = "".join(
        f"<Entry>{head}</Entry>"
        for head in ("Participant", "Signature", "Acceptance(A), Ratification, Approval(AA), Accession(a)")
    )
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<MTDSG>'
        f"<Header><Chapter><Name>{escape(record.title)}</Name></Chapter></Header>\n<Treaty><ExternalData>"
        "<Titlesect>United Nations Convention against Cybercrime</Titlesect>"
        "<Conclusion>New York, 24 December 2024</Conclusion>"
        f"<Status><Signatories>{len(shown)}</Signatories><Parties>{len(deposits)}</Parties></Status>"
        f"</ExternalData>\n<Participants><Table><TGroup><Thead><Row>{heads}</Row></Thead><Tbody><Rows>\n"
        f"{rows}</Rows></Tbody></TGroup></Table></Participants></Treaty></MTDSG>\n"
    )
    return text.encode("iso-8859-1", "xmlcharrefreplace")


def _day(day: date) -> str:
    return f"{day:%d} {day:%b}\t {day:%Y}"


def _teaser(text: str) -> str:
    """Return the first sentence."""
    head, stop, _ = text.partition(". ")
    return head + stop.strip()
