"""Our sections → one HTML page that prints on its own: what a user of HTML would send to an engine.

The same bodies and the same style sheet. Running heads, folios and the contents' page numbers, which
our assembly adds, are asked of the engine in CSS (CSS Paged Media 3, CSS Generated Content 3).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from bench.content import Content
from report.model import Section

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_HTML = re.compile(r"<html[^>]*>")

_FURNITURE = """
section {{ break-before: page; }}
section.cover {{ break-before: auto; }}
section > .title {{ string-set: section attr(data-running); }}
.contents .page a::after {{ content: target-counter(attr(href), page); }}
@page {{
  font: 7.5pt/10.5pt "PT Sans"; color: #5b6670;
  @top-right {{ content: {head} " · " string(section); }}
  @bottom-left {{ content: {foot}; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); }}
}}
@page cover {{
  @top-right {{ content: none; }} @bottom-left {{ content: none; }} @bottom-right {{ content: none; }}
}}
"""


def page_of(content: Content) -> str:
    """All sections as one document."""
    first = content.sections[0].html
    opening = _HTML.search(first)
    style = _STYLE.search(first)
    if opening is None or style is None:
        raise ValueError("a section's page has no html element or no style sheet")
    furniture = _FURNITURE.format(head=_quoted(content.head), foot=_quoted(content.foot))
    bodies = "\n".join(_section(section) for section in content.sections)
    return (
        f"<!DOCTYPE html>\n{opening[0]}<head><meta charset='utf-8'>"
        f"<title>{html.escape(content.title)}</title>"
        f"<meta name='author' content='{html.escape(content.author)}'>"
        f"<style>{style[1]}{furniture}</style></head>\n<body>{bodies}</body></html>"
    )


def _section(section: Section) -> str:
    body = section.html[section.html.index("<body") : section.html.index("</body>")]
    _, _, inside = body.partition(">")
    running = html.escape(_running(section.title))
    inside = inside.replace('<div class="title"', f'<div class="title" data-running="{running}"', 1)
    inside = inside.replace('href="sec:', 'href="#')
    return f'<section class="{section.kind}">{inside}</section>'


def _running(title: Mapping[str, str]) -> str:
    return " · ".join(dict.fromkeys(title.values()))


def _quoted(text: str) -> str:
    """A string of CSS."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
