"""A PDF → what PDF/A asks of colours and images (ISO 19005-3, 6.2.3 and 6.2.8).

`sRGB2014.icc` is the profile of the International Color Consortium, unchanged, as its terms ask; it
stands here because the engine, which brings it too, must not be loaded to assemble.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from report.pdf.reading import PdfObject

_PROFILE = Path(__file__).with_name("sRGB2014.icc")
_COMPONENTS = 3
_STANDARD_RGB = "sRGB"


def declare_colours(pdf: pikepdf.Pdf) -> None:
    """Say that red, green and blue are those of sRGB, so that they mean the same on every device."""
    profile = pdf.make_stream(_PROFILE.read_bytes(), N=_COMPONENTS)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_STANDARD_RGB),
        Info=String(_STANDARD_RGB),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def keep_samples(pages: Iterable[pikepdf.Page]) -> None:
    """Take from images what the engine asks and PDF/A forbids: to invent pixels between theirs."""
    for image in _images(page.get("/Resources") for page in pages):
        if "/Interpolate" in image:
            del image["/Interpolate"]


def _images(resources: Iterable[PdfObject]) -> Iterable[PdfObject]:
    """The images among resources, those of forms included, each shared dictionary looked into once."""
    waiting, known = [found for found in resources if found is not None], set()
    while waiting:
        objects = waiting.pop().get("/XObject", Dictionary())
        if objects.is_indirect and objects.objgen in known:
            continue
        known.add(objects.objgen)
        for found in objects.values():
            if found.Subtype == "/Image":
                yield found
                if "/SMask" in found:
                    yield found.SMask
            elif "/Resources" in found:
                waiting.append(found.Resources)
