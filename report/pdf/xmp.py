"""What a file says of itself → its XMP packet (ISO 16684-1; the same fields as the older Info).

It also says which standards the file keeps: PDF/A-3a (ISO 19005-3, 6.6.4) and PDF/UA-1 (ISO 14289-1,
clause 5). PDF/A knows no property of PDF/UA, so the packet brings its schema along (6.6.2.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from report.pdf.nouns import Identity

_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
"""
_STANDARDS = """<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
 <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
 <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
 <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
 <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
  <pdfaProperty:name>part</pdfaProperty:name>
  <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
  <pdfaProperty:category>internal</pdfaProperty:category>
  <pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>
 </rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
_TAIL = """</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def packet(identity: Identity) -> bytes:
    """The packet as UTF-8, without padding: the file is not meant to be edited in place."""
    fields = [
        "<dc:format>application/pdf</dc:format>",
        _in_languages("dc:title", identity.title, identity.language),
        _listed("dc:creator", "Seq", identity.author),
        _in_languages("dc:description", identity.subject, identity.language),
        _listed("dc:language", "Bag", identity.language),
        _plain("pdf:Keywords", identity.keywords),
        _plain("pdf:Producer", identity.producer),
        _STANDARDS,
    ]
    return (_HEAD + "\n".join(filter(None, fields)) + "\n" + _TAIL).encode()


def _plain(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _listed(name: str, container: str, text: str) -> str:
    item = f"<rdf:li>{escape(text)}</rdf:li>"
    return f"<{name}><rdf:{container}>{item}</rdf:{container}></{name}>" if text else ""


def _in_languages(name: str, text: str, language: str) -> str:
    """A language alternative; `x-default` comes first and says the same (ISO 16684-1, 8.2.2.4)."""
    items = "".join(
        f"<rdf:li xml:lang={quoteattr(tag)}>{escape(text)}</rdf:li>" for tag in ("x-default", language)
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>" if text else ""
